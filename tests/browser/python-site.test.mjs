// Programs in Python on the site and in pages that embed them, with threads and without, and offline; and what a page without
// one loads.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { siteHeaders } from "../../web/scripts/headers.mjs";
import { CardOnPage, filesThatAreNotKept } from "./card-tools.mjs";
import { eventually } from "./drivers/eventually.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";
import { staticHost, until, untilIsolated } from "./static-host.mjs";

/** A page that embeds something, and keeps the events of its elements in `seen`. */
const article = (site, body) => `<!doctype html>
<meta charset="utf-8" />
<title>An article</title>
<script>
  const seen = [];
  for (const type of ["ready", "run", "result", "error"])
    addEventListener(type, ({ target, detail }) => target.localName === "webpool-example" && seen.push({ type, ...detail }), true);
</script>
<script src="${site}embed.js" async></script>
${body}`;
const squares = /^Results: \[1, 4, 9, 16, 25, 36, 49, 64\]$/m;
const listing = `<webpool-example processes="2"><pre><code class="language-python">
from multiprocessing import Pool

def cube(x):
    return x ** 3

if __name__ == "__main__":
    with Pool(2) as pool:
        print(pool.map(cube, [1, 2, 3]))
</code></pre></webpool-example>`;
const ofPython = (path) => /\/python\//.test(path);

for (const { name, launch } of browsers) {
  describe(`Python on the site in ${name}`, () => {
    let folder, browser, asked, server, plain, host, isolatedHost;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "webpool-python-site-"));
      mkdirSync(join(folder, "articles"));
      asked = [];
      const headers = (path) => (asked.push(path), siteHeaders);
      server = await staticHost({ root: site, headers });
      plain = await serve({ root: site, isolation: false });
      host = await serve({ root: join(folder, "articles"), isolation: false });
      isolatedHost = await serve({ root: join(folder, "articles") });
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      for (const one of [server, plain, host, isolatedHost]) await one?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const pageAt = async (url) => {
      const page = await browser.open();
      if (url) await page.goto(url);
      return page;
    };
    let articles = 0;
    const open = (around, from, body) => {
      const file = `${++articles}.html`;
      writeFileSync(join(folder, "articles", file), article(from.url, body));
      return pageAt(`${around.url}${file}`);
    };
    const event = async (page, type) => {
      const { found } = await eventually(
        page,
        `({ found: seen.find((one) => one.type === "${type}"), seen })`,
        (look) => look.found !== undefined,
      );
      return found;
    };

    test("a page in which no program is in Python asks for nothing of it", async () => {
      const page = await pageAt();
      const card = await CardOnPage.open(page, server.url, "pool_map", "language=js&processes=2");
      assert.equal((await card.run()).state, "done");
      assert.ok(
        asked.some((path) => path.endsWith("webpool.wasm")),
        asked.join(),
      );
      assert.deepEqual(asked.filter(ofPython), []);
      const python = await CardOnPage.open(
        page,
        server.url,
        "pool_map",
        "language=python&processes=2",
      );
      await python.edit();
      assert.deepEqual(asked.filter(ofPython), [], "before Run is pressed");
      const { state, failure } = await python.run();
      assert.equal(state, "done", failure);
      assert.ok(asked.some(ofPython));
      assert.deepEqual(
        server.missing.filter((path) => !path.endsWith("favicon.ico")),
        [],
      );
      await page.close();
    });

    const places = {
      "with threads": () => [isolatedHost, server],
      "in a page that is not isolated": () => [host, server],
      "from a host without headers": () => [host, plain],
    };
    for (const [where, hosts] of Object.entries(places)) {
      test(`runs in a <webpool-example> by its name and from its listing, ${where}`, async () => {
        const [around, from] = hosts();
        const named = await open(
          around,
          from,
          `<webpool-example name="map" language="python" processes="2"></webpool-example>`,
        );
        await event(named, "ready");
        await named.evaluate("document.querySelector('webpool-example').run()");
        assert.equal((await event(named, "run")).language, "python");
        assert.match((await event(named, "result")).output, squares);
        await named.close();

        const listed = await open(around, from, listing);
        await event(listed, "ready");
        const frame = await listed.frame("webpool-example >>> iframe");
        await frame.click("[data-part=run]");
        const { language, code } = await event(listed, "run");
        assert.equal(language, "python");
        assert.match(code, /^from multiprocessing/);
        assert.equal((await event(listed, "result")).output, "[1, 8, 27]");
        await listed.close();
      });
    }

    for (const [where, from] of [
      ["with threads", () => server],
      ["from a host without headers", () => plain],
    ]) {
      test(`runs in a frame whose address names the language, ${where}`, async () => {
        const page = await pageAt(
          `${from().url}embed.html?example=map&language=python&processes=2`,
        );
        await untilIsolated(page); // which may load it once more
        await until(page, () => document.querySelector("[data-part=run]") !== null, "built");
        await page.click("[data-part=run]");
        const shown = await eventually(
          page,
          `document.body.innerText`,
          (text) => squares.test(text) || /error/i.test(text),
        );
        assert.match(shown, squares);
        await page.close();
      });
    }

    test("runs without the network on a later visit", async () => {
      const own = await serve({ root: site });
      const page = await pageAt();
      try {
        const visit = async () => {
          const card = await CardOnPage.open(
            page,
            own.url,
            "pool_map",
            "language=python&processes=1",
          );
          const { state, failure, lines } = await card.run();
          assert.equal(state, "done", failure);
          assert.ok(
            lines.some(({ text }) => text.includes("[1, 4, 9, 16")),
            JSON.stringify(lines),
          );
        };
        await visit();
        await eventually(page, `caches.match(new URL("./", location.href)).then(Boolean)`);
        await visit();
        await eventually(page, filesThatAreNotKept, ({ length }) => length === 0);
        await own.close();
        await visit();
      } finally {
        await page.close();
        await own.close().catch(() => {});
      }
    });
  });
}
