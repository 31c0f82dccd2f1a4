import { AtomicsWatcher } from "./atomics-watcher";
import { guarded } from "./guarded";
import { readText, withBytes } from "./module-memory";
import { fromProgram, MessageKind, MessageRecord } from "./layout";
import type { WebpoolModule } from "./module";
import type { MailboxMessage } from "./program-contract";

/** The host of the workers, in the realm that owns them: it starts and ends them, and receives messages from all threads. */
export class WorkerHost {
  private readonly mailboxWatcher: AtomicsWatcher;
  // Processors to kill, and jobs whose processors are to be killed.
  private readonly kills = new Set<number>();
  private readonly jobKills = new Set<number>();
  // Whether there are jobs with a timeout, and the timer for the next check of their tasks.
  private watches = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private looking = false;
  private ended = false;

  /**
   * @param receive - called with messages that the host does not handle itself
   * @param afterwards - called after each check of the mailbox
   * @param keepsAlive - whether the host keeps the process alive in Node, Bun and Deno
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
      module.memory.HEAP32,
      module._webpool_message_signal() >> 2,
      () => this.look(),
      undefined,
      keepsAlive,
    );
    this.mailboxWatcher.listen();
  }

  /** Called when the worker of a program failed. */
  onProgramFailed: (why: string) => void = () => {};
  /** Called after late tasks were ended, which may have replaced processors. */
  onLateTasksEnded: () => void = () => {};

  /** Handles all messages in the mailbox. An error in one of them does not affect the others. */
  look(): boolean {
    if (this.ended) return false;
    if (this.looking) return true;
    this.looking = true;
    const { module } = this;
    for (let message = module._webpool_take_messages(); message !== 0 && !this.ended;) {
      const at = message >> 2;
      const words = module.memory.HEAPU32;
      const next = words[at + MessageRecord.next]!;
      const kind = words[at + MessageRecord.kind]!;
      handled(() => this.open(at));
      // Other messages are embedded in the objects that they concern.
      if (isFreed(kind)) module._free(message);
      message = next;
    }
    this.kill(this.kills, module._webpool_kill_processor);
    this.kill(this.jobKills, module._webpool_kill_job);
    if (this.watches && !this.ended) handled(() => this.endLateTasks());
    if (!this.ended) handled(this.afterwards);
    this.looking = false;
    return !this.ended;
  }

  /** Terminates all workers at once. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.module.webpoolWorkers.endAll();
  }

  private open(at: number): void {
    const { module } = this;
    const words = module.memory.HEAPU32;
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
      case MessageKind.threadLost:
        module._webpool_lost_thread_failed(a);
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
    // A pending job keeps the process alive by its own watcher.
    (this.timer as { unref?: () => void }).unref?.();
  }

  // An attempt fails while a processor is in the pool's own code, which it soon leaves; the next look tries again.
  private kill(targets: Set<number>, attempt: (target: number) => number): void {
    for (const target of targets) {
      if (this.ended) return;
      handled(() => {
        if (attempt(target) !== 0) targets.delete(target);
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

/** Whether a message was allocated on its own, and is not part of another object. */
function isFreed(kind: number): boolean {
  return (
    kind === MessageKind.output || kind === MessageKind.programEnded || kind === MessageKind.call
  );
}

function handled(call: () => void): void {
  guarded("a message could not be handled", call);
}
