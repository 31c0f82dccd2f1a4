// The library's contract in the three places where it can be hosted, in each browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { check, contract, endings, script } from "./contract.mjs";
import { places } from "./contract/places.mjs";
import { browsers } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";
import { withSite } from "./with-site.mjs";

const cases = { ...contract, ...endings };
const oracle = JSON.parse(
  readFileSync(new URL("../data/matrix_oracle.json", import.meta.url), "utf8"),
);

for (const { name: browserName, launch } of browsers) {
  describe(browserName, () => {
    const { onPage } = withSite(launch, { root: librarySite });

    for (const [place, { run, report }] of Object.entries(places)) {
      test(`the contract holds in a ${place}`, (t) =>
        onPage(async (page, url) => {
          const library = `${url}lib/webpool.js`;
          const text = script({
            library: place === "program" ? "webpool" : library,
            url: library,
            place,
            report,
          });
          await check(t, cases, await page.evaluate(run, text, library));
        }));
    }

    test("delivered results are collected while they are young", (t) =>
      onPage(async (page, url) => {
        if (!(await page.evaluate(() => typeof globalThis.gc === "function")))
          return t.skip("garbage cannot be collected on demand here");
        const alive = await page.evaluate(async (library) => {
          const { Pool } = await import(library);
          const pool = await Pool.create(2);
          const batch = async () => {
            const results = Array.from({ length: 500 }, (_, i) => pool.applyAsync((x) => x, [i]));
            await Promise.all(results);
            return results.map((result) => new WeakRef(result));
          };
          const references = [];
          // What has become old meanwhile must not hold those after it.
          for (let round = 0; round < 20; ++round) {
            references.push(...(await batch()));
            for (let i = 0; i < 2; ++i) {
              await new Promise((resolve) => setTimeout(resolve));
              globalThis.gc({ type: "minor" });
            }
          }
          return references.filter((reference) => reference.deref()).length;
        }, `${url}lib/webpool.js`);
        assert.ok(alive < 1000, `${alive} of 10000 are kept`);
      }));

    test("matrices and counts are numpy's", () =>
      onPage(async (page, url) => {
        for (const {
          seed,
          rows,
          columns,
          low,
          high,
          minimum,
          maximum,
          ...expected
        } of oracle.cases) {
          const found = await page.evaluate(
            async (library, settings) => {
              const { kernels, Matrix, Pool } = await import(library);
              const { seed, rows, columns, low, high, minimum, maximum } = settings;
              const hash = async (view) => {
                const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice();
                const digest = await crypto.subtle.digest("SHA-256", bytes);
                return Array.from(new Uint8Array(digest), (byte) =>
                  byte.toString(16).padStart(2, "0"),
                ).join("");
              };
              globalThis.pool ??= await Pool.create(2);
              const matrix = Matrix.random(rows, columns, { seed, low, high });
              const counts = await pool.mapAsync(
                kernels.howmanyWithinRange(minimum, maximum),
                matrix.rows(),
              );
              const result = {
                matrix_sha256: await hash(matrix.data),
                counts_sha256: await hash(counts),
                total: counts.reduce((a, b) => a + b, 0),
              };
              matrix.free();
              return result;
            },
            `${url}lib/webpool.js`,
            { seed, rows, columns, low, high, minimum, maximum },
          );
          const { matrix_sha256, counts_sha256, total } = expected;
          assert.deepEqual(
            found,
            { matrix_sha256, counts_sha256, total },
            `seed ${seed}, ${rows} × ${columns}`,
          );
        }
      }));
  });
}
