// A program of ours, asked by messages to measure itself.
export async function create(processes, base, way = "function") {
  const { Program } = await import(new URL("lib/webpool.js", base).href);
  const text = await (await fetch(new URL("program.js", base))).text();
  // One program for all: the scripts of contestants are bundles, each with a copy of this one.
  globalThis.benchProgram ??= start(Program, text);
  const ask = await globalThis.benchProgram;
  return { measureItself: (task, drop) => ask({ processes, way, task, drop }), end() {} };
}

async function start(Program, text) {
  const channel = new BroadcastChannel("webpool-bench");
  const pending = new Map();
  let numbers = 0;
  const ready = new Promise((resolve) => pending.set("ready", resolve));
  channel.onmessage = ({ data }) => {
    pending.get(data.answer)?.(data);
    pending.delete(data.answer);
  };
  const failed = new Program(text).run().then(() => {
    throw new Error("the program has ended");
  });
  await Promise.race([ready, failed]);
  return async (message) => {
    const number = ++numbers;
    const answer = new Promise((resolve) => pending.set(number, resolve));
    channel.postMessage({ ...message, number });
    const { value, error } = await Promise.race([answer, failed]);
    if (error) throw new Error(error);
    return value;
  };
}
