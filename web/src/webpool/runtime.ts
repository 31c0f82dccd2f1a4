import { shareViewsOf } from "./codec";
import { Doorbell } from "./doorbell";
import { FunctionTable, readText, withBytes } from "./functions";
import { fromProgram, Mail, MailKind } from "./layout";
import type { WebpoolModule } from "./module";

/** A message of the mailbox that is not the runtime's own business. */
export interface Letter {
  kind: number;
  /** Index of the processor that sent it, null for the program. */
  processor: number | null;
  a: number;
  /** Milliseconds since the module was loaded. */
  time: number;
  text: () => string;
  bytes: { address: number; size: number };
}

/** Something that waits for its job to settle. */
export interface Settling {
  settle(): void;
}

/** How this realm is placed: who may block, and who starts workers. */
export type Place = "page" | "worker" | "program";

/** A loaded module, as one realm uses it. */
export class Runtime {
  readonly functions: FunctionTable;
  readonly words: Int32Array;
  private readonly jobs = new Map<number, Settling>();
  private readonly settledBell: Doorbell;

  constructor(
    readonly module: WebpoolModule,
    readonly place: Place,
    /** The host, where this realm is it. */
    readonly host?: Host,
  ) {
    shareViewsOf(module.HEAPU8.buffer);
    this.functions = new FunctionTable(module);
    this.words = module.HEAP32;
    if (!module.WebPool) module._webpool_register_bindings();
    this.settledBell = new Doorbell(this.words, module._webpool_settled_bell() >> 2, () => {
      this.takeSettled();
      return this.jobs.size > 0;
    });
  }

  /** Whether a sync call sleeps here; otherwise it spins, and the page stands still. */
  get mayBlock(): boolean {
    return this.place !== "page";
  }

  /** Has `settling` told when its job has settled. The job's reference goes with it. */
  expect(job: number, settling: Settling): void {
    this.jobs.set(job, settling);
    this.settledBell.listen();
  }

  /** Settles what has ended so far. */
  takeSettled(): void {
    const { module } = this;
    for (let job = module._webpool_settled_take(); job !== 0;) {
      const next = module._webpool_settled_next(job);
      const settling = this.jobs.get(job);
      this.jobs.delete(job);
      module._webpool_job_release(job); // the list's reference: the one who settles has its own
      settling?.settle();
      job = next;
    }
  }

  /** Resolves when `ready()` is true; looks whenever the word at `address` changes. */
  until(address: number, ready: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      new Doorbell(this.words, address >> 2, () => {
        if (!ready()) return true;
        resolve();
        return false;
      }).listen();
    });
  }
}

/** The duties of the realm that owns the workers: it starts and ends them, and takes messages from all threads. */
export class Host {
  private readonly bell: Doorbell;
  private readonly kills = new Set<number>();
  private looking = false;
  private ended = false;

  /**
   * @param receive - gets what is not the host's own business
   * @param afterwards - called after each look into the mailbox
   */
  constructor(
    private readonly module: WebpoolModule,
    private readonly receive: (letter: Letter) => void,
    private readonly afterwards: () => void = () => {},
  ) {
    module.webpoolWorkerFailed = (context, why) => this.workerFailed(context, why);
    this.bell = new Doorbell(module.HEAP32, module._webpool_mail_bell() >> 2, () => this.look());
    this.bell.listen();
  }

  /** A worker failed: a program's, or that of a processor. */
  onProgramFailed: (why: string) => void = () => {};

  /** Takes the messages that are there. Nothing that a message leads to keeps the host from the others. */
  look(): boolean {
    if (this.ended) return false;
    if (this.looking) return true;
    this.looking = true;
    const { module } = this;
    const words = module.HEAPU32;
    for (let mail = module._webpool_mail_take(); mail !== 0 && !this.ended;) {
      const at = mail >> 2;
      const next = words[at + Mail.next]!;
      const kind = words[at + Mail.kind]!;
      guarded(() => this.open(at));
      // The others are part of what they are about.
      if (kind === MailKind.output || kind === MailKind.programEnded) module._free(mail);
      mail = next;
    }
    if (!this.ended) for (const context of this.kills) guarded(() => this.kill(context));
    if (!this.ended) guarded(this.afterwards);
    this.looking = false;
    return !this.ended;
  }

  /** Ends all workers at once, whatever they do. */
  end(): void {
    this.ended = true;
    this.module.webpoolWorkers.endAll();
  }

  private open(at: number): void {
    const { module } = this;
    const words = module.HEAPU32;
    const a = words[at + Mail.a]!;
    switch (words[at + Mail.kind]) {
      case MailKind.startProcessor:
        module._webpool_start_processor(a);
        break;
      case MailKind.killProcessor:
        this.kills.add(a);
        break;
      default: {
        const processor = words[at + Mail.processor]!;
        const address = (at + Mail.words) << 2;
        const size = words[at + Mail.size]!;
        this.receive({
          kind: words[at + Mail.kind]!,
          processor: processor === fromProgram ? null : processor,
          a,
          time: words[at + Mail.time]!,
          text: () => readText(module, address, size),
          bytes: { address, size },
        });
      }
    }
  }

  // A processor in the pool's own code ends by itself or parks soon: the next look tries again.
  private kill(context: number): void {
    const outcome = this.module._webpool_kill_processor(context);
    if (outcome === 0) return;
    this.kills.delete(context);
    if (outcome === 2) this.bury(context);
  }

  // Chromium lets a terminated worker run on for about two seconds.
  private bury(context: number): void {
    setTimeout(() => this.ended || this.module._webpool_bury_processor(context), 10_000);
  }

  private workerFailed(context: number, why: string): void {
    if (this.ended) return;
    if (context === 0) {
      this.onProgramFailed(why);
      return;
    }
    const bytes = new TextEncoder().encode(why);
    const killed = withBytes(this.module, bytes, (at) =>
      this.module._webpool_worker_failed(context, at, bytes.length),
    );
    if (killed !== 0) this.bury(context);
  }
}

function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    console.error("webpool: a message could not be handled", error);
  }
}

let current: Runtime | undefined;

/** The runtime of this realm. Throws where none is loaded yet. */
export function runtime(): Runtime {
  if (!current)
    throw new Error(
      "the library is not loaded here yet; call `await load()` or `await Pool.create()` first",
    );
  return current;
}

export function hasRuntime(): boolean {
  return current !== undefined;
}

export function setRuntime(of: Runtime): void {
  current = of;
}
