// The places in which the contract's script runs: what starts it there, in the page, and how it reports.

/** A page's main thread. */
async function runInPage(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  return new Promise((resolve, reject) => {
    globalThis.reportOutcomes = resolve;
    import(url).catch(reject);
  });
}

async function runInWorker(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => data.outcomes && resolve(data.outcomes);
    worker.onerror = (event) => reject(new Error(event.message));
  }).finally(() => worker.terminate());
}

async function runInProgram(text, library) {
  const { Program } = await import(library);
  const lines = [];
  await new Program(text, { onOutput: (more) => lines.push(...more) }).run();
  return JSON.parse(lines.find((line) => line.text.startsWith("outcomes ")).text.slice(9));
}

/** @type {Record<string, { run: Function, report: string }>} `run(text, address of the library)` gives the outcomes. */
export const places = {
  page: { run: runInPage, report: "(outcomes) => globalThis.reportOutcomes(outcomes)" },
  worker: { run: runInWorker, report: "(outcomes) => postMessage({ outcomes })" },
  program: {
    run: runInProgram,
    report: '(outcomes) => print("outcomes " + JSON.stringify(outcomes))',
  },
};
