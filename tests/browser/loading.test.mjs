// What is said where the library's files do not load: scripts, the module, or the headers that they need.
import assert from "node:assert/strict";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { browsers, isolationHeaders } from "./drivers/index.mjs";
import { librarySite, onPage } from "./library-site.mjs";
import { staticHost } from "./static-host.mjs";

for (const { name, launch } of browsers) {
  describe(name, () => {
    let browser;
    before(async () => (browser = await launch()));
    after(() => browser?.close());

    test("scripts that lack the headers of their page are named", async () => {
      const host = await staticHost({
        root: librarySite(),
        headers: (path) => (/^\/?(?:index\.html)?$/.test(path) ? isolationHeaders : {}),
      });
      try {
        const page = await browser.open(host.url.replace("127.0.0.1", "localhost"));
        const said = await page.evaluate(async (library) => {
          if (!crossOriginIsolated) return "not isolated";
          const { Pool, Program } = await import(library);
          return [
            await Pool.create(2).then(String, String),
            await new Program("print(1)").run().then(String, String),
          ];
        }, "./lib/webpool.js");
        for (const one of said)
          assert.match(one, /webpool\.js is served without "Cross-Origin-Embedder-Policy/);
        await page.close();
      } finally {
        await host.close();
      }
    });

    test("workers whose script never comes end the start of a pool after half a minute", async () => {
      let asked = 0;
      const host = await staticHost({
        root: librarySite(),
        headers: () => isolationHeaders,
        hold: (path) =>
          path.endsWith("lib/webpool.js") && ++asked > 1 ? new Promise(() => {}) : undefined,
      });
      try {
        const page = await browser.open(host.url.replace("127.0.0.1", "localhost"));
        const said = await page.evaluate(async () => {
          const { Pool } = await import("./lib/webpool.js");
          // The half minute is of the page's clock, which goes fast here.
          const { now } = performance;
          performance.now = () => 60 * now.call(performance);
          return Pool.create(2).then(String, String);
        });
        assert.match(said, /could not be started \(0 of 2 started, then none for 30 s\)/);
        await page.close();
      } finally {
        await host.close();
      }
    });

    /** In the page: whether a pool, a program, and one that was prepared start. */
    const start = async (library) => {
      const { Pool, Program } = await import(library);
      const told = (promise) =>
        promise.then(
          () => "started",
          (error) => error.message,
        );
      const prepared = new Program("print(1)", { processes: 1 });
      await told(prepared.prepare());
      return [
        await told(Pool.create(2)),
        await told(new Program("print(1)").run()),
        await told(prepared.run()),
      ];
    };
    const files = {
      "the workers' script": {
        // The page has it by then; a worker asks again.
        refuse: (() => {
          let asked = 0;
          return (path) => (path.endsWith("lib/webpool.js") && ++asked > 1 ? 503 : undefined);
        })(),
        errors: [/could not be started/, /worker failed/, /worker failed/],
      },
      "the WebAssembly module": {
        refuse: (path) => (path.endsWith(".wasm") ? 404 : undefined),
        errors: Array(3).fill(/webpool\.wasm could not be loaded: HTTP 404/),
      },
    };
    for (const [what, { refuse, errors }] of Object.entries(files)) {
      test(`${what} that does not load is an error of what was to be started`, async () => {
        const seen = await onPage(
          browser,
          { refuse, headers: { "Cache-Control": "no-store" } },
          (page, url) => page.evaluate(start, `${url}lib/webpool.js`),
        );
        errors.forEach((error, index) => assert.match(seen[index], error));
      });
    }

    test("an element with the name of shared memory does not hide it from the library", async () => {
      const mode = await onPage(browser, { isolation: false }, (page) =>
        page.evaluate(async () => {
          document.body.insertAdjacentHTML("beforeend", '<form id="SharedArrayBuffer"></form>');
          return (await import("./lib/webpool.js")).support.mode;
        }),
      );
      assert.equal(mode, "one processor");
    });

    test("a file of another build is refused", async () => {
      const root = mkdtempSync(join(tmpdir(), "webpool-two-builds-"));
      mkdirSync(join(root, "lib"));
      writeFileSync(join(root, "index.html"), "<!doctype html>");
      const lib = join(librarySite(), "lib");
      for (const file of readdirSync(lib).filter((file) => /^webpool.*(?:js|wasm)$/.test(file)))
        copyFileSync(join(lib, file), join(root, "lib", file));
      const onDemand = join(root, "lib/webpool-on-demand.js");
      const text = readFileSync(onDemand, "utf8");
      writeFileSync(onDemand, text.replace(/version="\w+"/, 'version="of another day"'));
      const host = await staticHost({ root, headers: () => isolationHeaders });
      try {
        const page = await browser.open(host.url.replace("127.0.0.1", "localhost"));
        const said = await page.evaluate(async () => {
          const { Program } = await import("./lib/webpool.js");
          return new Program("print(1)").run().then(String, String);
        });
        assert.match(said, /it is of another build than webpool\.js; copy the whole folder/);
        await page.close();
      } finally {
        await host.close();
        rmSync(root, { recursive: true });
      }
    });

    test("what a page's own Worker throws is told as it is", async () => {
      const seen = await onPage(browser, {}, (page, url) =>
        page.evaluate(async (library) => {
          const { Pool } = await import(library);
          globalThis.Worker = function () {
            throw new Error("blocked");
          };
          return Pool.create(1).then(String, ({ message }) => message);
        }, `${url}lib/webpool.js`),
      );
      assert.match(seen, /blocked/);
      assert.doesNotMatch(seen, /Trusted Types/);
    });

    test("no network, and a module of another build, each have their own error", async () => {
      const seen = await onPage(browser, {}, (page, url) =>
        page.evaluate(async (library) => {
          const { Pool } = await import(library);
          const answers = [
            () => Promise.reject(new TypeError("no network")),
            // It imports the function ?? of a.
            async () =>
              new Response(
                new Uint8Array([
                  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0],
                  ...[2, 8, 1, 1, 97, 2, 63, 63, 0, 0],
                ]),
              ),
          ];
          const told = [];
          for (const answer of answers) {
            globalThis.fetch = answer;
            await Pool.create(1).catch((error) => told.push(error.message));
          }
          return told;
        }, `${url}lib/webpool.js`),
      );
      assert.match(seen[0], /lib\/webpool\.wasm could not be loaded: no network \(is it served/);
      assert.match(seen[1], /lib\/webpool\.wasm is of another build than webpool\.js/);
    });
  });
}
