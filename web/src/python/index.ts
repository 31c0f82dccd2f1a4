/** Programs in Python: a {@link Language} of webpool's `Program`, in a file of its own. */
export { prepare } from "./host";
export { warmUp } from "./interpreter";
export { beginAgain, initialize, runTask } from "./processor";
export { run } from "./program";
