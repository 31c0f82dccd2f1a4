/** The language Python for webpool's `Program`: the exports of a {@link Language}, in a separate file. */
export { prepare } from "./host";
export { warmUp } from "./interpreter";
export { beginAgain, initialize, runTask } from "./processor";
export { run } from "./program";
