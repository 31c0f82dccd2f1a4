// The least that a pool can be in a browser, to measure others by: a worker that calls, and a worker that helps. Both
// spin on a word of shared memory while they measure, and sleep otherwise.
export async function create(processes, base, does = {}) {
  if (processes !== 2) throw new RangeError("the ideal pool has two threads");
  const module = await WebAssembly.compileStreaming(fetch(new URL("ideal.wasm", base)));
  const memory = new WebAssembly.Memory({ initial: 4096, maximum: 4096, shared: true });
  const words = new Int32Array(new SharedArrayBuffer(1024));
  const url = new URL("workers/ideal.js", base);
  const [caller, helper] = [new Worker(url), new Worker(url)];
  helper.postMessage({ role: "helper", module, memory, words });
  caller.postMessage({ role: "caller", module, memory, words, does });
  const ask = (message) =>
    new Promise((resolve, reject) => {
      caller.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
      caller.postMessage(message);
    });
  return {
    async measureItself(task) {
      helper.postMessage({ help: true });
      return (await ask({ task })).value;
    },
    end() {
      caller.terminate();
      helper.terminate();
    },
  };
}
