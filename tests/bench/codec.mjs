// What a value costs to cross, without workers: encoded into shared memory and decoded from it, by the library's codec and by
// msgpackr, in turns. `node tests/bench/codec.mjs` prints medians in nanoseconds and their ratio; with --browser it does so in
// Chromium. It is no part of run.sh: machines differ, and ratios of one run do not.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "../../web/node_modules/esbuild/lib/main.js";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
if (!existsSync(here("node_modules/msgpackr")))
  execFileSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], { cwd: here(".") });
await build({
  stdin: {
    contents: `export * as codec from ${JSON.stringify(here("../../web/src/bindings/codec.ts"))};
export { Packr } from ${JSON.stringify(here("node_modules/msgpackr/index.js"))};`,
    resolveDir: here("."),
  },
  outfile: here("../../build/bench/codec.mjs"),
  bundle: true,
  format: "esm",
  define: { Buffer: "undefined" },
});

// In a page as well, by its text.
async function measure(url, rounds) {
  const { codec, Packr } = await import(url);
  const memory = new Uint8Array(new SharedArrayBuffer(16 * 1024 * 1024));
  const packr = new Packr({ structuredClone: true, moreTypes: true });
  const contestants = {
    ours: {
      encode(value) {
        const message = codec.encode(value);
        message.store(memory, 8);
        return message.size;
      },
      decode: (size) => codec.decode(memory, 8, size),
    },
    msgpackr: {
      encode(value) {
        const bytes = packr.pack(value);
        memory.set(bytes, 8);
        return bytes.length;
      },
      decode: (size) => packr.unpack(memory.slice(8, 8 + size)),
    },
  };
  const list = (make) => Array.from({ length: 1000 }, (_, index) => make(index));
  const words = "alpha beta gamma delta epsilon zeta eta theta iota kappa".split(" ");
  const works = {
    "one number": [5.5],
    "one text": ["hello"],
    "one record": [{ id: 5, name: "alpha", ok: true }],
    "1000 numbers": list((x) => x / 7),
    "1000 short texts": list((x) => words[x % 10] + x),
    "1000 texts of 40": list((x) => `${words[x % 10]}${x}`.repeat(9).slice(0, 40)),
    "1000 records of two": list((x) => ({ x, y: x / 3 })),
    "1000 records of five": list((id) => ({
      id,
      name: words[id % 10],
      score: id / 7,
      active: id % 2 === 0,
      tag: null,
    })),
    "1000 nested records": list((id) => ({ id, at: { x: id / 3, y: id }, tags: ["a", "b"] })),
    "1000 arrays of five": list((x) => [x, x + 1, x + 2, x + 3, x + 4]),
    "1000 empty records": list(() => ({})),
    "1000 dates": list((x) => new Date(x)),
    "1000 regular expressions": list((x) => new RegExp(words[x % 10], x % 2 ? "gi" : "")),
    "1000 maps of two": list((x) => new Map(Object.entries({ x, y: x / 3 }))),
    "Float64Array of 1000": [new Float64Array(1000)],
    "Float64Array of 100 000": [new Float64Array(100_000)],
    "1000 Int32Arrays of five": list(() => new Int32Array(5)),
  };
  // In Node the time of the processor, which other work on the machine changes less.
  const now = () => {
    if (typeof process !== "object") return performance.now();
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const time = (run) => {
    for (let count = 1; ; count *= 2) {
      const begin = now();
      for (let index = 0; index < count; ++index) run();
      const took = now() - begin;
      if (took > 10) return (took / count) * 1e6;
    }
  };
  const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
  const rows = [];
  for (const [work, value] of Object.entries(works)) {
    const times = {};
    for (let round = 0; round < rounds; ++round) {
      for (const [name, { encode, decode }] of Object.entries(contestants)) {
        const size = encode(value);
        (times[`encode ${name}`] ??= []).push(time(() => encode(value)));
        (times[`decode ${name}`] ??= []).push(time(() => decode(size)));
      }
    }
    rows.push([work, Object.fromEntries(Object.entries(times).map(([k, v]) => [k, median(v)]))]);
  }
  return rows;
}

const rounds = 7;
let rows;
if (process.argv.includes("--browser")) {
  const { browsers, serve } = await import("../browser/drivers/index.mjs");
  const server = await serve({ root: here("../../build/bench") });
  const browser = await browsers.find(({ name }) => name === "chromium").launch();
  try {
    const page = await browser.open(`${server.url}codec.mjs`);
    page.timeout = 600_000;
    rows = await page.evaluate(measure, `${server.url}codec.mjs`, rounds);
  } finally {
    await browser.close();
    await server.close();
  }
} else {
  rows = await measure(new URL("../../build/bench/codec.mjs", import.meta.url), rounds);
}
const { version } = JSON.parse(readFileSync(here("node_modules/msgpackr/package.json"), "utf8"));
console.log(`ns by the library's codec, by msgpackr ${version}, and the ratio`);
for (const [work, times] of rows) {
  const cells = ["encode", "decode"].map((what) => {
    const [ours, theirs] = [times[`${what} ours`], times[`${what} msgpackr`]];
    return `${what} ${ours.toFixed(0).padStart(8)} ${theirs.toFixed(0).padStart(8)} ${(ours / theirs).toFixed(2)}`;
  });
  console.log(work.padEnd(26), cells.join("   "));
}
