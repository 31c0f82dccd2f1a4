/** The parts of webpool-more.js: see bindings/on-demand.ts. Of the library itself they import webpool/on-demand-library alone. */
export { LentThread } from "./cooperative-scheduler";
export { serveLentProgram } from "./single-thread-worker";
export { runProgram } from "./run-program";
export { ProgramHost } from "./program-host";
