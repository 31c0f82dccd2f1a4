import { AtomicsWatcher } from "./atomics-watcher";
import { readText, withBytes } from "./function-table";
import { fromProgram, MessageKind, MessageRecord } from "./layout";
import type { WebpoolModule } from "./module";
import type { MailboxMessage } from "./program-contract";

/** The duties of the realm that owns the workers: it starts and ends them, and takes messages from all threads. */
export class WorkerHost {
  private readonly mailboxWatcher: AtomicsWatcher;
  // Processors that are to be killed, and jobs whose processors are.
  private readonly kills = new Set<number>();
  private readonly jobKills = new Set<number>();
  // Whether there are jobs with a timeout, whose tasks are to be looked at, and when.
  private watches = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private looking = false;
  private ended = false;

  /**
   * @param receive - gets what is not the host's own business
   * @param afterwards - called after each look into the mailbox
   * @param keepsAlive - whether it keeps the process alive in Node, Bun and Deno
   */
  constructor(
    private readonly module: WebpoolModule,
    private readonly receive: (message: MailboxMessage) => void,
    private readonly afterwards: () => void = () => {},
    keepsAlive = true,
  ) {
    module.webpoolMessageSent = () => this.look();
    module.webpoolWorkerFailed = (context, why) => this.workerFailed(context, why);
    this.mailboxWatcher = new AtomicsWatcher(
      module.HEAP32,
      module._webpool_message_signal() >> 2,
      () => this.look(),
      undefined,
      keepsAlive,
    );
    this.mailboxWatcher.listen();
  }

  /** A worker failed: a program's, or that of a processor. */
  onProgramFailed: (why: string) => void = () => {};
  /** Late tasks were looked for: another processor may have come in the place of one. */
  onLateTasksEnded: () => void = () => {};

  /** Takes the messages that are there. Nothing that a message leads to keeps the host from the others. */
  look(): boolean {
    if (this.ended) return false;
    if (this.looking) return true;
    this.looking = true;
    const { module } = this;
    const words = module.HEAPU32;
    for (let message = module._webpool_take_messages(); message !== 0 && !this.ended;) {
      const at = message >> 2;
      const next = words[at + MessageRecord.next]!;
      const kind = words[at + MessageRecord.kind]!;
      guarded(() => this.open(at));
      // The others are part of what they are about.
      if (isFreed(kind)) module._free(message);
      message = next;
    }
    this.kill(this.kills, module._webpool_kill_processor);
    this.kill(this.jobKills, module._webpool_kill_job);
    if (this.watches && !this.ended) guarded(() => this.endLateTasks());
    if (!this.ended) guarded(this.afterwards);
    this.looking = false;
    return !this.ended;
  }

  /** Ends all workers at once, whatever they do. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.module.webpoolWorkers.endAll();
  }

  private open(at: number): void {
    const { module } = this;
    const words = module.HEAPU32;
    const a = words[at + MessageRecord.a]!;
    switch (words[at + MessageRecord.kind]) {
      case MessageKind.startProcessor:
        module._webpool_start_processor(a);
        break;
      case MessageKind.killProcessor:
        this.kills.add(a);
        break;
      case MessageKind.killJob:
        this.jobKills.add(a);
        break;
      case MessageKind.watchTasks:
        this.watches = true;
        break;
      default: {
        const processor = words[at + MessageRecord.processor]!;
        const address = (at + MessageRecord.words) << 2;
        const size = words[at + MessageRecord.size]!;
        this.receive({
          kind: words[at + MessageRecord.kind]!,
          processor: processor === fromProgram ? null : processor,
          a,
          time: words[at + MessageRecord.time]!,
          text: () => readText(module, address, size),
          bytes: { address, size },
        });
      }
    }
  }

  private endLateTasks(): void {
    clearTimeout(this.timer);
    const next = this.module._webpool_end_late_tasks();
    this.watches = next >= 0;
    this.onLateTasksEnded();
    if (!this.watches) return;
    this.timer = setTimeout(() => this.look(), Math.ceil(next));
    // What waits for the job keeps a process alive, not this.
    (this.timer as { unref?: () => void }).unref?.();
  }

  // A processor in the pool's own code ends by itself or parks soon: the next look tries again.
  private kill(wishes: Set<number>, attempt: (wish: number) => number): void {
    for (const wish of wishes) {
      if (this.ended) return;
      guarded(() => {
        if (attempt(wish) !== 0) wishes.delete(wish);
      });
    }
  }

  private workerFailed(context: number, why: string): void {
    if (this.ended) return;
    if (context === 0) {
      this.onProgramFailed(why);
      return;
    }
    const bytes = new TextEncoder().encode(why);
    withBytes(this.module, bytes, (at) =>
      this.module._webpool_worker_failed(context, at, bytes.length),
    );
  }
}

/** Whether a message is memory of its own, and no part of what it is about. */
function isFreed(kind: number): boolean {
  return (
    kind === MessageKind.output || kind === MessageKind.programEnded || kind === MessageKind.call
  );
}

function guarded(run: () => void): void {
  try {
    run();
  } catch (error) {
    console.error("webpool: a message could not be handled", error);
  }
}
