// The library from another origin, as from a CDN: `import { Pool } from "https://…/webpool.js"` in a page, isolated or not.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browsers, serve } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";

for (const { name, launch } of browsers) {
  describe(name, () => {
    test("the library runs from another origin, and its programs too, on threads and on one processor", async () => {
      const root = librarySite();
      const [isolated, plain, cdn] = await Promise.all([
        serve({ root }),
        serve({ root, isolation: false }),
        serve({ root }),
      ]);
      const browser = await launch();
      try {
        for (const page of [isolated, plain]) {
          const mode = page === isolated ? "threads" : "one processor";
          assert.notEqual(new URL(page.url).origin, new URL(cdn.url).origin);
          const tab = await browser.open(page.url);
          const seen = await tab.evaluate(async (library) => {
            const { Pool, Program, support } = await import(library);
            const pool = await Pool.create(2);
            const squares = await pool.mapAsync((x) => x * x, [1, 2, 3]);
            pool.close();
            await pool.joinAsync();
            const lines = [];
            const source = `import { Pool } from "webpool";
            print(new Pool(2).map((x) => x + 1, [1, 2, 3]).join());`;
            await new Program(source, { onOutput: (more) => lines.push(...more) }).run();
            return { mode: support.mode, squares, printed: lines.map(({ text }) => text) };
          }, `${cdn.url}lib/webpool.js`);
          assert.deepEqual(seen, { mode, squares: [1, 4, 9], printed: ["2,3,4"] });
          await tab.close();
        }
      } finally {
        await browser.close();
        await isolated.close();
        await plain.close();
        await cdn.close();
      }
    });
  });
}
