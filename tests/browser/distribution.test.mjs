// The site as `cmake --install` leaves it, on hosts that know nothing of it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { CardOnPage } from "./card-tools.mjs";
import { browsers } from "./drivers/index.mjs";
import { within } from "./drivers/process.mjs";
import { readHeaders, staticHost, until, untilIsolated } from "./static-host.mjs";
import { siteHeaders } from "../../web/scripts/headers.mjs";

const repository = fileURLToPath(new URL("../..", import.meta.url));
const build = resolve(repository, process.env.WEBPOOL_WASM ?? "build/wasm");
let folder;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "webpool-site-"));
  execFileSync("cmake", ["--install", build, "--prefix", folder], { stdio: "pipe" });
});
after(() => rmSync(folder, { recursive: true, force: true }));

const filesIn = (path) =>
  readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length).replaceAll("\\", "/"));
const hashed = /^\/assets\/(lib-[0-9a-f]{8}\/|[\w.-]+-[\w-]{8}\.\w+$)/;

describe("the settings for hosts", () => {
  test("all that a page loads has a hash in its name, but for what is known by its name", () => {
    const assets = filesIn(folder).filter((file) => file.startsWith("/assets/"));
    assert.ok(assets.length > 10, assets.join());
    for (const file of assets) assert.match(file, hashed);
    const scripts = filesIn(folder).filter((file) => /\.(js|css|wasm|woff2)$/.test(file));
    const known = [
      "/early.js",
      "/embed.js",
      "/embed-config.js",
      "/isolation-worker.js",
      "/lib/webpool.js",
    ];
    assert.deepEqual(
      scripts.filter((file) => !hashed.test(file) && !known.includes(file)),
      [],
    );
  });

  test("the licences of all that is in it are there", () => {
    const texts = filesIn(folder)
      .filter((file) => /LICENSES[\w-]*\.txt$/.test(file))
      .map((file) => readFileSync(join(folder, file), "utf8"))
      .join("\n");
    const page = ["@codemirror/view", "@lezer/common", "uplot", "SIL OPEN FONT LICENSE"];
    const library = ["object-inspect", "es-module-lexer", "Emscripten", "musl", "LLVM"];
    for (const part of [...page, ...library, "Pyodide", "PYTHON SOFTWARE FOUNDATION LICENSE"])
      assert.ok(texts.includes(part), part);
  });

  test("_headers isolates everything, keeps hashed files for ever and has the others looked at", () => {
    const headers = readHeaders(readFileSync(join(folder, "_headers"), "utf8"));
    for (const file of [...filesIn(folder), "/"]) {
      if (["/_headers", "/vercel.json", "/.nojekyll"].includes(file)) continue;
      assert.deepEqual(
        headers(file),
        {
          ...siteHeaders,
          "Cache-Control": hashed.test(file) ? "public, max-age=31536000, immutable" : "no-cache",
        },
        file,
      );
    }
  });

  test("vercel.json says the same", () => {
    const { headers: rules } = JSON.parse(readFileSync(join(folder, "vercel.json"), "utf8"));
    const headers = readHeaders(readFileSync(join(folder, "_headers"), "utf8"));
    for (const file of ["/", "/index.html", "/lib/webpool.js", "/assets/lib-0/webpool.js"]) {
      const found = rules
        .filter(({ source }) => new RegExp(`^${source}$`).test(file))
        .flatMap(({ headers }) => headers.map(({ key, value }) => [key, value]));
      assert.deepEqual(Object.fromEntries(found), headers(file), file);
      assert.equal(found.length, new Set(found.map(([key]) => key)).size);
    }
  });
});

for (const { name, launch } of browsers) {
  describe(`the site in a folder of a static host, in ${name}`, () => {
    let browser;
    before(async () => (browser = await launch()));
    after(() => browser?.close());

    const hosts = {
      "that sends what _headers says": {
        headers: () => readHeaders(readFileSync(join(folder, "_headers"), "utf8")),
      },
      "that sends no headers": { headers: () => undefined },
    };
    for (const [what, { headers }] of Object.entries(hosts)) {
      test(`runs a program and serves its library from a host ${what}`, async () => {
        const host = await staticHost({ root: folder, under: "/a/b/", headers: headers() });
        try {
          const page = await browser.open();
          await page.goto(host.url);
          await untilIsolated(page);
          const card = await CardOnPage.open(page, host.url, "pool_map", "mode=sync&processes=2");
          const { state, lines, failure } = await card.run();
          assert.equal(failure, null);
          assert.equal(state, "done");
          assert.ok(
            lines.some(({ text }) => text.includes("[ 1, 4, 9, 16, 25")),
            JSON.stringify(lines),
          );
          const seen = await page.evaluate(async () => {
            const { Pool, Program, support } = await import(new URL("lib/webpool.js", location));
            const pool = await Pool.create(2);
            const squares = await pool.mapAsync((x) => x * x, [1, 2, 3]);
            pool.terminate();
            await pool.joinAsync();
            const lines = [];
            await Program.compiled("pool_map", { onOutput: (more) => lines.push(...more) }).run();
            return { squares, threads: support.threads, lines: lines.length > 0 };
          });
          assert.deepEqual(seen, { squares: [1, 4, 9], threads: true, lines: true });
          assert.deepEqual(page.errors, []);
          assert.deepEqual(
            host.missing.filter((path) => !path.endsWith("favicon.ico")),
            [],
          );
          await page.close();
        } finally {
          await host.close();
        }
      });
    }

    test("isolates a document that a service worker takes over while it is loaded", async () => {
      const [begun, rest] = [Promise.withResolvers(), Promise.withResolvers()];
      const hold = (path) => path === "/embed.html" && (begun.resolve(), rest.promise);
      const host = await staticHost({ root: folder, hold });
      try {
        const [late, early] = [await browser.open(), await browser.open()];
        const leaves = late.evaluate((url) => void (location = url), `${host.url}embed.html`);
        await leaves.catch(() => {}); // the page was left
        await within(late.timeout, "ask for the document", begun.promise);
        await early.goto(host.url);
        await untilIsolated(early);
        const taken = () =>
          document.readyState === "loading" && navigator.serviceWorker.controller !== null;
        await until(late, taken, "taken over while it was loaded");
        rest.resolve();
        await untilIsolated(late);
        for (const page of [late, early]) await page.close();
      } finally {
        rest.resolve();
        await host.close();
      }
    });

    test("isolates a document whose address says that it was loaded once more, where no service worker is left", async () => {
      const host = await staticHost({ root: folder });
      try {
        const page = await browser.open(`${host.url}embed.html?iso=1`);
        await untilIsolated(page);
        await page.close();
      } finally {
        await host.close();
      }
    });
  });
}
