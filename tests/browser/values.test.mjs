// Random values as arguments and results, in a page, a worker and a program of each browser: they arrive as the browser's own
// structuredClone has them. They are always the same; WEBPOOL_SEED chooses others, WEBPOOL_VALUES says how many.
import assert from "node:assert/strict";
import { copyFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { browsers, serve } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";

const seed = Number(process.env.WEBPOOL_SEED ?? 1);
const values = Number(process.env.WEBPOOL_VALUES ?? 1500);

// Runs in the page, and its text in a worker and a program. Each value crosses twice: as an item and as a result.
async function compareValues({ library, generator, seed, values }) {
  const { Pool } = await import(library);
  const { describeValue, randomNumbers, randomValue } = await import(generator);
  const random = randomNumbers(seed);
  // What the engine's own clone leaves out of errors, and of buffers.
  const hasCause = "cause" in structuredClone(new Error("a", { cause: 1 }));
  const described = (value) => {
    const text = describeValue(value);
    return hasCause ? text : text.replace(/, (no cause|false .*?); 0 keys\)/g, "");
  };
  const pool = await Pool.create(2);
  try {
    for (let first = 0; first < values; first += 50) {
      const items = Array.from({ length: 50 }, () => randomValue(random));
      const expected = items.map((item) => described(structuredClone(item)));
      const arrived = await pool.mapAsync((value) => value, items, { chunksize: 1 + random(20) });
      for (let index = 0; index < items.length; ++index) {
        const seen = described(arrived[index]);
        if (seen === expected[index]) continue;
        let at = 0;
        while (seen[at] === expected[index][at]) ++at;
        const part = (text) => text.slice(Math.max(0, at - 80), at + 80);
        return `value ${first + index}: ${part(seen)} instead of ${part(expected[index])}`;
      }
    }
    return "same";
  } finally {
    pool.terminate();
  }
}

async function inWorker(text, settings) {
  const code = `onmessage = async ({ data }) => postMessage(await (${text})(data).catch(String));`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(settings);
  }).finally(() => worker.terminate());
}

async function inProgram(text, settings) {
  const { Program } = await import(settings.library);
  const lines = [];
  const program = new Program(`print(await (${text})(${JSON.stringify(settings)}));`, {
    onOutput: (output) => lines.push(...output.map((line) => line.text)),
  });
  await program.run();
  return lines.join("\n");
}

const inPage = (text, settings) => eval(`(${text})`)(settings);

// What only a browser has: objects of another realm and of the platform.
async function odds(library) {
  const { Pool } = await import(library);
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const realm = frame.contentWindow;
  const foreign = realm.eval(
    `({ date: new Date(5), map: new Map([[1, { a: [1, , 2] }]]), bytes: new Uint8Array([1, 2]), error: new RangeError("far") })`,
  );
  const pool = await Pool.create(1);
  const cross = async (value) => pool.applyAsync((given) => given, [value]);
  const refused = async (value) => {
    const error = await cross(value).catch((thrown) => thrown);
    return `${error.name}: ${error.message}`.split(" cannot cross")[0];
  };
  try {
    const { date, map, bytes, error } = await cross(foreign);
    const image = await cross(new ImageData(new Uint8ClampedArray([1, 2, 3, 4]), 1, 1));
    const hasDeep = "pixelFormat" in ImageData.prototype; // not in Firefox yet
    const deep = hasDeep && (await cross(new ImageData(1, 1, { pixelFormat: "rgba-float16" })));
    const late = await cross({ late: new DOMException("late", "TimeoutError") });
    const rect = await cross(new DOMRect(1, 2, 3, 4));
    const hidden = Object.setPrototypeOf(new Map([[1, 2]]), Object.prototype);
    const [empty, found] = await cross([{}, hidden]);
    // A class of its own where the browser has it.
    const Quota = globalThis.QuotaExceededError;
    const full = Quota ? new Quota("full", { quota: 3, requested: 5 }) : { quota: 3, requested: 5 };
    const [inside, twice] = await cross([full, full]);
    const thrown = Quota
      ? await pool
          .applyAsync(() => {
            const { quota, requested } = { quota: 3, requested: 5 };
            const error = new QuotaExceededError("full", { quota, requested });
            throw Object.assign(error, { self: error });
          })
          .catch((error) => error)
      : full;
    const isQuota = (value) => !Quota || (value instanceof Quota && value.message === "full");
    const small = new ArrayBuffer(8, { maxByteLength: 8 });
    const outside = new Uint8Array(small, 4, 4);
    small.resize(2);
    const partly = Object.defineProperty([1, 2, 3], 1, { enumerable: false });
    return [
      [date instanceof Date && +date, map instanceof Map && 1 in map.get(1).a],
      [bytes instanceof Uint8Array && [...bytes], error instanceof RangeError && error.message],
      [image instanceof ImageData && [...image.data], rect instanceof DOMRect && rect.width],
      [late.late instanceof DOMException && late.late.name],
      [!hasDeep || (deep.pixelFormat === "rgba-float16" && deep.data instanceof Float16Array)],
      [isQuota(inside) && inside.quota, inside.requested, inside === twice],
      [isQuota(thrown) && thrown.quota, thrown.requested, !Quota || thrown.self === thrown],
      [Object.getPrototypeOf(empty) === Object.prototype, found instanceof Map && [...found]],
      await refused({ list: [{ blob: new Blob(["x"]) }] }),
      await refused(new URL("http://a.test/")),
      await refused([document.body]),
      await refused([partly]),
      await refused({ outside }),
    ];
  } finally {
    pool.terminate();
    frame.remove();
  }
}

for (const { name, launch } of browsers) {
  describe(name, () => {
    const open = async (use) => {
      const root = librarySite();
      const generator = fileURLToPath(new URL("random-values.mjs", import.meta.url));
      copyFileSync(generator, `${root}/random-values.js`);
      const server = await serve({ root });
      const browser = await launch();
      try {
        const page = await browser.open(server.url);
        page.timeout = 180_000;
        return await use(page, server.url);
      } finally {
        await browser.close();
        await server.close();
      }
    };
    test(`${values} random values arrive as structured clone has them (WEBPOOL_SEED=${seed})`, () =>
      open(async (page, url) => {
        const settings = {
          library: `${url}lib/webpool.js`,
          generator: `${url}random-values.js`,
          seed,
          values: Math.ceil(values / 3),
        };
        for (const [place, run] of Object.entries({ inPage, inWorker, inProgram })) {
          const outcome = await page.evaluate(run, String(compareValues), settings);
          assert.equal(outcome, "same", `${place}, WEBPOOL_SEED=${seed}`);
        }
      }));
    test("objects of other realms and of the platform cross, or are refused by name", () =>
      open(async (page, url) => {
        assert.deepEqual(await page.evaluate(odds, `${url}lib/webpool.js`), [
          [5, false],
          [[1, 2], "far"],
          [[1, 2, 3, 4], 3],
          ["TimeoutError"],
          [true],
          [3, 5, true],
          [3, 5, true],
          [true, [[1, 2]]],
          "SerializationError: the arguments: a Blob object at args[0].list[0].blob",
          "SerializationError: the arguments: a URL object at args[0]",
          "SerializationError: the arguments: an HTMLBodyElement object at args[0][0]",
          "SerializationError: the arguments: an array with elements that are not enumerable at args[0][0]",
          "SerializationError: the arguments: a view that lies outside of its ArrayBuffer at args[0].outside",
        ]);
      }));
  });
}
