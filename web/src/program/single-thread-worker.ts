import { shareBuffersBy, shareViewsOf } from "../bindings/codec";
import { MessageKind } from "../bindings/layout";
import { createModule } from "../bindings/load";
import type { WebpoolModule } from "../bindings/module";
import type {
  CallNote,
  SingleThreadMessage,
  SingleThreadOrder,
} from "../bindings/program-contract";
import { StateClock, StateReader } from "../bindings/program-state";
import { Runtime } from "../bindings/runtime";
import { CallersBuffers } from "../bindings/shared-buffers";
import { TraceNews } from "../bindings/trace";
import { WorkerHost } from "../bindings/worker-host";
import { provideBase } from "../processor/task-base";
import { prefixLength } from "../processor/compile";
import { sleep } from "../processor/output";
import { cooperativeScope } from "./cooperative-processor";
import { CooperativeScheduler } from "./cooperative-scheduler";
import { outputOf } from "./program-output";
import { begin } from "./run-program";

// Milliseconds between two reports of the trace while tasks are running.
const interval = 8;

/**
 * Runs a program without threads in its worker.
 * @param order - the message from the page
 */
export function serveSingleThreadProgram(order: Promise<SingleThreadOrder>): void {
  const post = postMessage.bind(globalThis) as (message: SingleThreadMessage) => void;
  // The program must not close the worker, nor post messages to the page, which belong to the library.
  for (const call of ["close", "postMessage"]) {
    Object.defineProperty(globalThis, call, {
      value: () => {
        throw new Error(
          `a program or task cannot call ${call}() of its worker, which is the library's; print, return or throw instead`,
        );
      },
    });
  }
  post({ ready: true });
  const module = createModule(0);
  module.catch(() => {}); // reported below, when the order has arrived
  order
    .then(async (data) => run(await module, data, post))
    .catch((error: unknown) => post({ failed: String(error) }));
}

function run(
  module: WebpoolModule,
  { traced, states, ...beginning }: SingleThreadOrder,
  post: (message: SingleThreadMessage) => void,
): void {
  provideBase(beginning.base);
  module._webpool_set_output_to_host(1);
  if (traced) module._webpool_trace_follow();
  if (beginning.processes !== undefined) module._webpool_set_default_processes(beginning.processes);
  const begun = module._webpool_message_time();
  const trace = new TraceNews();
  const reader = states ? new StateReader(module) : undefined;
  let reported = 0;
  const report = (over = false): void => {
    reported = performance.now();
    const events = traced ? trace.read(module) : [];
    const spans = reader?.read(over) ?? [];
    if (events.length > 0 || spans.length > 0) post({ events, spans });
  };
  const host = new WorkerHost(
    module,
    (message) => {
      if (message.kind === MessageKind.output) post({ lines: [outputOf(message, begun)] });
      else if (message.kind === MessageKind.call)
        post({ note: JSON.parse(message.text()) as CallNote });
      else if (message.kind === MessageKind.programEnded) {
        report(true);
        const { address, size } = message.bytes;
        post({ failure: module.memory.HEAPU8.slice(address, address + size) });
      }
    },
    () => report(),
  );
  const scheduler = new CooperativeScheduler(module, true, () => {
    if (performance.now() - reported > interval) report();
  });
  shareBuffersBy(new CallersBuffers(undefined));
  const clock = reader?.address ? new StateClock(module, reader.address) : undefined;
  begin(new Runtime(module, "program", host, clock, scheduler), {
    ...beginning,
    prefix: prefixLength(cooperativeScope(module, { protect: (act) => act() }, sleep)),
    // The page does not share this memory, so views of it in the error are copied, or refused where it is a SharedArrayBuffer.
    onFailure: () => shareViewsOf([]),
  });
}
