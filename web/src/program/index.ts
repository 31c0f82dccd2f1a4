import type { OnDemandParts } from "../bindings/on-demand";
import { provideInspect } from "../processor/output";
import { CooperativeScheduler } from "./cooperative-scheduler";
import { inspect } from "./inspect";
import { ProgramHost } from "./program-host";
import { runProgram } from "./run-program";
import { serveSingleThreadProgram } from "./single-thread-worker";
import { whyNoWorkers } from "./worker-script";

/** The export of webpool-on-demand.js; see bindings/on-demand.ts. */
export const parts: OnDemandParts = {
  CooperativeScheduler,
  ProgramHost,
  runProgram,
  serveSingleThreadProgram,
  whyNoWorkers,
};

provideInspect(inspect);
