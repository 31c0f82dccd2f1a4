import {
  createModule,
  Host,
  levels,
  prefixLength,
  Runtime,
  shareViewsOf,
  sleep,
} from "../webpool/on-demand-library";
import { MailKind } from "../bindings/layout";
import type { WebpoolModule } from "../bindings/module";
import type { ProgramOutput } from "../webpool/program";
import type { Letter } from "../bindings/runtime";
import { type ProgramSpan, StateClock, StateReader } from "../bindings/program-state";
import { type TraceEvent, TraceNews } from "../bindings/trace";
import { lentScope } from "./cooperative-processor";
import { LentThread } from "./cooperative-scheduler";
import { begin, type Beginning } from "./run-program";

/** What the worker of a program is to run. */
export interface ProgramOrder extends Pick<Beginning, "text" | "base" | "compiled"> {
  processes: number | undefined;
  /** Whether somebody follows its processors, and its own states. */
  traced: boolean;
  states: boolean;
}

/** What it tells. */
export interface LentMessage {
  lines?: ProgramOutput[];
  events?: TraceEvent[];
  spans?: ProgramSpan[];
  /** It has ended: bytes that describe what it threw, none if nothing. */
  failure?: Uint8Array;
  /** It could not begin. */
  failed?: string;
}

// Milliseconds between two looks at the trace while tasks follow each other.
const interval = 8;

/**
 * In the worker that a program without threads is given: runs the program.
 * @param order - the message that says which
 */
export function serveLentProgram(order: Promise<ProgramOrder>): void {
  const post = postMessage.bind(globalThis) as (message: LentMessage) => void;
  // The worker is not the program's to end or to speak for.
  for (const call of ["close", "postMessage"]) {
    Object.defineProperty(globalThis, call, {
      value: () => {
        throw new Error(
          `a program or task cannot call ${call}() of its worker, which is the library's; print, return or throw instead`,
        );
      },
    });
  }
  const module = createModule(0);
  module.catch(() => {}); // told when there is somebody to tell
  order
    .then(async (data) => run(await module, data, post))
    .catch((error: unknown) => post({ failed: String(error) }));
}

function run(
  module: WebpoolModule,
  { processes, traced, states, ...beginning }: ProgramOrder,
  post: (message: LentMessage) => void,
): void {
  module._webpool_set_output_to_host(1);
  if (traced) module._webpool_trace_follow();
  if (processes !== undefined) module._webpool_set_default_processes(processes);
  const begun = module._webpool_mail_now();
  const trace = new TraceNews();
  const reader = states ? new StateReader(module) : undefined;
  let told = 0;
  const tell = (over = false): void => {
    told = performance.now();
    const events = traced ? trace.read(module) : [];
    const spans = reader?.read(over) ?? [];
    if (events.length > 0 || spans.length > 0) post({ events, spans });
  };
  const host = new Host(
    module,
    (letter) => {
      if (letter.kind === MailKind.output) post({ lines: [lineOf(letter, begun)] });
      else if (letter.kind === MailKind.programEnded) {
        tell(true);
        const { address, size } = letter.bytes;
        post({ failure: module.HEAPU8.slice(address, address + size) });
      }
    },
    () => tell(),
  );
  const lent = new LentThread(module, true, () => {
    if (performance.now() - told > interval) tell();
  });
  const clock = reader?.address ? new StateClock(module, reader.address) : undefined;
  begin(new Runtime(module, "program", host, clock, lent), {
    ...beginning,
    prefix: prefixLength(lentScope(module, { insideCore: (act) => act() }, sleep)),
    // What it threw is named for a page that does not share this memory.
    ends: () => shareViewsOf(new ArrayBuffer(0)),
  });
}

function lineOf(letter: Letter, begun: number): ProgramOutput {
  return {
    text: letter.text(),
    level: levels[letter.a] ?? "log",
    processor: letter.processor,
    time: letter.time - begun,
  };
}
