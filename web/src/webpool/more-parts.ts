/** The parts of webpool-more.js: see more.ts. Of the library itself they import ./core alone. */
export { LentThread } from "../processor/lent-thread";
export { serveLentProgram } from "../processor/run-lent-program";
export { runProgram } from "../processor/run-program";
export { ProgramHost } from "./program-host";
