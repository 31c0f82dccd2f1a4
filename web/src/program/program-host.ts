import { decode } from "../bindings/codec";
import { CancelledError, isError } from "../bindings/errors";
import { guarded } from "../bindings/guarded";
import { baseUrl } from "../bindings/function-table";
import { withBytes } from "../bindings/module-memory";
import { MessageKind } from "../bindings/layout";
import { createModule, type ModuleFactory } from "../bindings/load";
import { cpuCount } from "../bindings/platform";
import type { WebpoolModule } from "../bindings/module";
import type {
  CallNote,
  MailboxMessage,
  ProgramError,
  ProgramFailure,
  ProgramOptions,
  ProgramOrder,
  ProgramOutput,
  ProgramRunner,
  SourcePosition,
  ThreadOrder,
} from "../bindings/program-contract";
import { StateReader } from "../bindings/program-state";
import { programPart } from "../bindings/realm";
import { SharedParts } from "../bindings/shared-parts";
import { support } from "../bindings/support";
import { TraceNews } from "../bindings/trace";
import { fileUrl, libraryUrl } from "../bindings/urls";
import { whyNoWorkers } from "./worker-script";
import { WorkerHost } from "../bindings/worker-host";
import { outputOf } from "./program-output";
import { ForeignProgram } from "./foreign-program";
import { SingleThreadProgram } from "./single-thread-host";
import { positionOf, positionOfSyntaxError } from "./source-position";

/** The implementation of `Program`, in a separate file since pools do not need it. */
export class ProgramHost implements ProgramRunner {
  private module: Promise<WebpoolModule> | undefined;
  private host: WorkerHost | undefined;
  private singleThread: SingleThreadProgram | undefined;
  private url: string | undefined;
  // When `run()` was called, by the clock of the page and by that of messages.
  private asked = 0;
  private begun = 0;
  private finish: ((error?: unknown) => void) | undefined;
  private ended = false;
  private states: StateReader | undefined;
  private readonly trace = new TraceNews();
  private readonly foreign: ForeignProgram | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly source: string,
    private readonly options: ProgramOptions = {},
    private readonly compiledName?: string,
  ) {
    const { language = "javascript" } = options;
    if (language !== "javascript") this.foreign = new ForeignProgram(language, source, options);
  }

  /** `Program.prepare`. */
  async prepare(): Promise<void> {
    const loaded = this.foreign?.load();
    loaded?.catch(() => {}); // awaited below, unless the workers fail first
    await this.prepareWorkers();
    await loaded;
  }

  private async prepareWorkers(): Promise<void> {
    const parts = this.foreign?.parts;
    if (support.mode === "one processor") {
      if (!this.ended)
        this.singleThread ??= new SingleThreadProgram(this.compiledName !== undefined, parts);
      return;
    }
    const workers = 1 + (this.options.processes ?? cpuCount());
    this.module ??=
      this.compiledName === undefined
        ? createModule(workers, undefined, "", parts ?? partsOfProgram())
        : createProgramsModule(workers);
    const module = await this.module;
    if (!this.ended) module.webpoolWorkers.prepare(workers);
  }

  /** `Program.run`. */
  run(): Promise<void> {
    this.running ??= this.start();
    return this.running;
  }

  /** `Program.stop`. */
  stop(): void {
    this.host?.look();
    const stopped = new CancelledError("the program was stopped");
    // Messages that its worker has sent are still in the event loop, and must be delivered first.
    if (this.singleThread && this.finish) setTimeout(() => this.end(stopped), 0);
    else this.end(stopped);
  }

  /** `Program.interrupt`. */
  interrupt(): boolean {
    return !this.ended && this.foreign !== undefined && this.foreign.interrupt();
  }

  /** `Program.files`. */
  files(): Record<string, Uint8Array> {
    return this.foreign?.files() ?? {};
  }

  private start(): Promise<void> {
    this.asked = performance.now();
    const outcome = new Promise<void>((resolve, reject) => {
      this.finish = (error) => (error === undefined ? resolve() : reject(error));
    });
    if (this.ended) this.finish!(new CancelledError("the program was stopped"));
    else this.launch().catch((error: unknown) => this.end(error));
    return outcome;
  }

  private async launch(): Promise<void> {
    const [text] = await Promise.all([
      this.compiledName ?? this.foreign?.url ?? this.moduleUrl(),
      this.prepare(),
    ]);
    if (this.ended) {
      this.revoke();
      return;
    }
    // Modules of tasks are relative to the page, since the URL of the program itself is that of a blob.
    const base = baseUrl()!;
    const kind =
      this.compiledName !== undefined ? "compiled" : this.foreign ? "language" : "module";
    const describesCalls = this.options.onCall !== undefined;
    const program: ProgramOrder = { text, base, kind, describesCalls };
    if (this.singleThread) {
      this.launchSingleThread(this.singleThread, program);
      return;
    }
    const module = await this.module!;
    const lines: ProgramOutput[] = [];
    let ending: MailboxMessage | undefined;
    this.host = new WorkerHost(
      module,
      (message) => {
        if (message.kind === MessageKind.output) {
          lines.push(outputOf(message, this.begun));
        } else if (message.kind === MessageKind.call) {
          const note = JSON.parse(message.text()) as CallNote;
          callBack(() => this.options.onCall?.(note));
        } else if (message.kind === MessageKind.programEnded) {
          ending = message;
          this.deliver(module, lines);
          this.end(this.errorOf(module.memory.HEAPU8, message.bytes));
        }
      },
      () => ending ?? this.deliver(module, lines),
    );
    this.host.onProgramFailed = (why) => {
      this.host!.look();
      void this.workerFailed(why);
    };
    module._webpool_set_output_to_host(1);
    if (this.options.onTrace) module._webpool_trace_follow();
    if (this.options.processes !== undefined)
      module._webpool_set_default_processes(this.options.processes);
    this.begun = module._webpool_message_time() - Math.round(performance.now() - this.asked);
    if (this.options.onProgramState) this.states = new StateReader(module);
    const order: ThreadOrder = {
      ...program,
      states: this.states?.address ?? 0,
    };
    const bytes = new TextEncoder().encode(JSON.stringify(order));
    const started = withBytes(module, bytes, (at) =>
      module._webpool_start_program(at, bytes.length),
    );
    if (started === 0) throw new Error("the program's worker could not be started");
  }

  private launchSingleThread(worker: SingleThreadProgram, program: ProgramOrder): void {
    const { processes, onTrace, onOutput, onProgramState, onCall } = this.options;
    worker.run(
      { ...program, processes, traced: !!onTrace, states: !!onProgramState },
      {
        onOutput: (lines) => callBack(() => onOutput?.(lines)),
        onTrace: (events) => callBack(() => onTrace?.(events)),
        onStates: (spans) => callBack(() => onProgramState?.(spans)),
        onCall: (note) => callBack(() => onCall?.(note)),
        onEnd: (failure) => this.end(this.errorOf(failure, { address: 0, size: failure.length })),
        onFailed: (...failure) => void this.workerFailed(...failure),
      },
    );
  }

  // Creates a URL from which the program can be imported, with the library's URL in place of "webpool".
  private async moduleUrl(): Promise<string> {
    const { rewriteImports } = (await import(
      /* webpackIgnore: true */ /* @vite-ignore */ fileUrl("webpool-imports.js")
    )) as typeof import("./rewrite-imports");
    const text = await rewriteImports(this.source, libraryUrl);
    this.url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
    return this.url;
  }

  private deliver(module: WebpoolModule, lines: ProgramOutput[]): void {
    const { options } = this;
    callBack(() => lines.length > 0 && options.onOutput?.(lines.splice(0)));
    callBack(() => {
      const events = options.onTrace ? this.trace.read(module) : [];
      return events.length > 0 && options.onTrace!(events);
    });
    this.deliverStates();
  }

  private deliverStates(over = false): void {
    callBack(() => {
      const spans = this.states?.read(over) ?? [];
      return spans.length > 0 && this.options.onProgramState?.(spans);
    });
  }

  private end(error?: unknown): void {
    if (this.ended) return;
    this.ended = true;
    this.deliverStates(true);
    this.host?.end();
    this.singleThread?.end();
    void this.module?.then(
      (module) => module.webpoolWorkers.endAll(),
      () => {},
    );
    this.revoke();
    if (!(error instanceof SyntaxError) || (error as ProgramError).line !== undefined) {
      this.finish?.(error);
      return;
    }
    void positionOfSyntaxError(this.source).then((position) => {
      this.finish?.(this.withPosition(error, position));
    });
  }

  private async workerFailed(why: string, isWhole = false): Promise<void> {
    const cause = isWhole ? "" : `; ${await whyNoWorkers()}`;
    this.end(new Error(`the program's worker failed: ${why}${cause}`));
  }

  private revoke(): void {
    if (this.url !== undefined) URL.revokeObjectURL(this.url);
  }

  // Ignores a position after the end of the source, in the line that was added to it.
  private withPosition(error: ProgramError, position: SourcePosition | undefined): ProgramError {
    return position && position.line <= this.source.split("\n").length
      ? Object.assign(error, position)
      : error;
  }

  private errorOf(memory: Uint8Array, { address, size }: MailboxMessage["bytes"]): unknown {
    if (size === 0) return undefined;
    try {
      const [thrown, notes] = decode(memory, address, size) as [unknown, ProgramFailure];
      if (thrown === undefined) return new Error("the program threw undefined");
      if (!isError(thrown)) return thrown;
      return this.withPosition(thrown, positionOf(this.source, this.url, thrown, notes));
    } catch (error) {
      return error;
    }
  }
}

function callBack(callback: () => void): void {
  guarded("a callback of the program threw", callback);
}

// The guide's C++ programs are in a separate module, in a folder beside the library.
async function createProgramsModule(workers: number): Promise<WebpoolModule> {
  const url = fileUrl("programs/webpool.js");
  const { default: factory } = await (
    import(/* webpackIgnore: true */ /* @vite-ignore */ url) as Promise<{ default: ModuleFactory }>
  ).catch((cause: unknown) => {
    throw new Error(`${url} could not be loaded: only the guide's own site has these programs`, {
      cause,
    });
  });
  return createModule(workers, factory, "programs/");
}

function partsOfProgram(): SharedParts {
  const parts = new SharedParts();
  parts.set(programPart, true);
  return parts;
}
