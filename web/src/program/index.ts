import { provideParts } from "../bindings/on-demand";
import { provideInspect } from "../processor/output";
import { CooperativeScheduler } from "./cooperative-scheduler";
import { importError } from "./import-error";
import { inspect } from "./inspect";
import { loadError } from "./load-error";
import { ProgramHost } from "./program-host";
import { runProgram } from "./run-program";
import { serveSingleThreadProgram } from "./single-thread-worker";
import { startable } from "./startable";
import { startError } from "./worker-script";

// Not exports, since esbuild's code for those fails when Object.prototype has enumerable properties.
provideParts({
  CooperativeScheduler,
  ProgramHost,
  runProgram,
  serveSingleThreadProgram,
  importError,
  loadError,
  startable,
  startError,
});

provideInspect(inspect);
