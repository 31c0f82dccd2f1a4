/** The functions of `Atomics` as they were when the realm began, since a task may replace those of the global object. */
export const { compareExchange, load, store, wait } = Atomics;
