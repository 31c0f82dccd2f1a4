import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { childProcesses } from "./drivers/children.mjs";
import { eventually } from "./drivers/eventually.mjs";
import { allBrowsers, serve } from "./drivers/index.mjs";

const document = `<!doctype html><link rel="icon" href="data:,"><title>Drivers</title>
<style>body { margin: 0 } @media (prefers-color-scheme: dark) { body { background: black } }</style>
<button onclick="clicks += 1">Click</button> <textarea></textarea>
<div contenteditable style="white-space: pre">text</div>
<script>
  class Custom extends Error { name = "CustomError" }
  let clicks = 0;
  const pressed = [];
  addEventListener("keydown", (event) => event.ctrlKey && pressed.push("Control+" + event.key));
  const nested = () => new Promise((resolve, reject) => {
    const worker = new Worker("outer.js");
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  });
</script>`;
const outer = `const inner = new Worker("inner.js"); inner.onmessage = ({ data }) => postMessage(["outer", data]);`;
const inner = `postMessage("inner, isolated: " + crossOriginIsolated);`;

/** Ends the processes of WebKit that show pages. */
function endThoseThatShowPages(processes) {
  for (const id of processes) {
    try {
      if (readFileSync(`/proc/${id}/cmdline`, "utf8").includes("WebKitWebProcess"))
        process.kill(id, "SIGKILL");
    } catch {} // it has ended meanwhile
  }
}

const folder = mkdtempSync(join(tmpdir(), "webpool-drivers-test-"));
writeFileSync(join(folder, "index.html"), document);
writeFileSync(
  join(folder, "strict.html"),
  `<!doctype html><link rel="icon" href="data:,"><meta http-equiv="Content-Security-Policy" content="script-src 'self'"><p>Strict</p>`,
);
writeFileSync(join(folder, "outer.js"), outer);
writeFileSync(join(folder, "inner.js"), inner);
after(() => rmSync(folder, { recursive: true }));

test("at least one browser is installed", () => assert.notEqual(allBrowsers.length, 0));

for (const { name, launch } of allBrowsers) {
  describe(name, () => {
    let browser, isolated, plain, page;
    before(async () => {
      isolated = await serve({ root: folder });
      plain = await serve({ root: folder, isolation: false });
      browser = await launch();
      page = await browser.open(isolated.url);
    });
    after(async () => {
      await browser?.close();
      await isolated?.close();
      await plain?.close();
    });

    test("a page served with the isolation headers has shared memory, where the browser has any", async () => {
      assert.deepEqual(await page.evaluate("[crossOriginIsolated, typeof SharedArrayBuffer]"), [
        true,
        name === "webkit" ? "undefined" : "function",
      ]);
    });

    test("a page served without them has none", async () => {
      const other = await browser.open(plain.url);
      assert.equal(await other.evaluate(() => crossOriginIsolated), false);
      await other.close();
    });

    test("a worker starts a worker", async () => {
      assert.deepEqual(await page.evaluate("nested()"), ["outer", "inner, isolated: true"]);
    });

    test("evaluate passes arguments, awaits, and runs in the page's own realm", async () => {
      assert.deepEqual(await page.evaluate(async (a, b) => [await a.x, b], { x: 1 }, "two"), [
        1,
        "two",
      ]);
      assert.equal(await page.evaluate("undefined"), undefined);
      assert.equal(await page.evaluate(() => [] instanceof window.Array), true);
      await page.evaluate(() => (globalThis.left = 7));
      assert.equal(await page.evaluate("window.left"), 7);
      assert.equal(
        await page.evaluate(
          async () => (await import("data:text/javascript,export default 5")).default,
        ),
        5,
      );
    });

    test("what the page throws, evaluate throws", async () => {
      await assert.rejects(
        page.evaluate(() => null.field),
        TypeError,
      );
      await assert.rejects(page.evaluate("Promise.reject(new Custom('reason'))"), {
        name: "CustomError",
        message: "reason",
      });
      await assert.rejects(page.evaluate("throw"), /SyntaxError|Unexpected|expected/);
    });

    test("the page can be used while evaluate waits", async () => {
      const waiting = page.evaluate(
        () => new Promise((resolve) => (globalThis.resolveWaiting = resolve)),
      );
      await page.evaluate("resolveWaiting('done')");
      assert.equal(await waiting, "done");
    });

    test("a call that does not end is given up with an error", async () => {
      const other = await browser.open(isolated.url);
      other.timeout = 300;
      await assert.rejects(other.evaluate("new Promise(() => {})"), /nothing after 300 ms/);
      other.timeout = page.timeout;
      assert.equal(await other.evaluate("1"), 1);
      await other.close();
    });

    test("a browser that has crashed is named once for all, and the next page is one of a fresh browser", async () => {
      const crashes = {
        "it ended with SIGKILL": (other) => other.signal("SIGKILL"),
      };
      // WebKit tells its driver, which knows no more than that.
      if (name === "webkit")
        crashes["it or a process that shows its pages has ended"] = (_, started) =>
          endThoseThatShowPages(started());
      for (const [crash, end] of Object.entries(crashes)) {
        const before = new Set(childProcesses());
        const other = await launch();
        try {
          const lost = await other.open(plain.url);
          const message = new RegExp(`ha[sd] crashed: .*${crash}`);
          const waiting = [lost.evaluate("new Promise(() => {})"), lost.click("#missing")].map(
            (call) => assert.rejects(call, { message }),
          );
          await end(other, () => childProcesses().filter((id) => !before.has(id)));
          await Promise.all(waiting);
          await assert.rejects(lost.evaluate("1"), {
            message: new RegExp(`^${name}: .*: not done, since it had crashed: .*${crash}`),
          });
          const next = await Promise.all([other.open(plain.url), other.open(plain.url)]);
          for (const page of next) assert.equal(await page.evaluate("1 + 1"), 2);
        } finally {
          await other.close(); // an open browser would keep this process from ending
        }
      }
    });

    test("evaluate works under a strict content security policy", async () => {
      const other = await browser.open(`${isolated.url}strict.html`);
      assert.equal(await other.evaluate(() => document.querySelector("p").textContent), "Strict");
      await other.close();
    });

    test("a frame of another site can be used like the page", async () => {
      const other = await browser.open(plain.url);
      await other.evaluate(
        (url) => {
          document.body.innerHTML = `<iframe src="${url}" allow="cross-origin-isolated" width="500" height="300"></iframe>`;
          return new Promise(
            (resolve) => (document.querySelector("iframe").onload = () => resolve()),
          );
        },
        isolated.url.replace("localhost", "127.0.0.1"),
      );
      const frame = await other.frame("iframe");
      assert.equal(await frame.evaluate(() => location.hostname), "127.0.0.1");
      await frame.click("button");
      await frame.type("textarea", "framed");
      assert.deepEqual(
        await frame.evaluate(() => [clicks, document.querySelector("textarea").value]),
        [1, "framed"],
      );
      assert.equal(await other.evaluate(() => location.hostname), "localhost");
      await other.close();
    });

    test("click, type and press arrive", async () => {
      await page.click("button");
      assert.equal(await page.evaluate("clicks"), 1);
      await page.type("textarea", "Größe (1)\n+");
      assert.equal(
        await page.evaluate(() => document.querySelector("textarea").value),
        "Größe (1)\n+",
      );
      await page.press("Control+Enter");
      assert.equal(await page.evaluate("pressed.includes('Control+Enter')"), true);
      await page.click("div");
      await page.press("Control+a");
      await page.press("Delete");
      await page.type("div", "new");
      assert.equal(await page.evaluate(() => document.querySelector("div").textContent), "new");
    });

    test("clicking what does not exist is an error", async () => {
      const other = await browser.open(isolated.url);
      other.timeout = 500;
      await assert.rejects(other.click("#missing"));
      await other.close();
    });

    test("the viewport can be as narrow as a telephone, and as wide as a screen", async () => {
      for (const size of [
        [name === "webkit" ? 450 : 360, 700], // whose window has a toolbar that gets no narrower
        [1600, 900],
      ]) {
        await page.setViewport(...size);
        assert.deepEqual(await page.evaluate("[innerWidth, innerHeight]"), size);
      }
    });

    test("the colour scheme can be chosen", async () => {
      // The browser tells the page in its own time.
      const becomes = (colour) =>
        eventually(
          page,
          "getComputedStyle(document.body).backgroundColor",
          (seen) => seen === colour,
        );
      await page.setColorScheme("dark");
      await becomes("rgb(0, 0, 0)");
      await page.setColorScheme("light");
      await becomes("rgba(0, 0, 0, 0)");
    });

    test("a screenshot is a PNG of the viewport", async () => {
      await page.setViewport(800, 600);
      const path = join(folder, "screenshot.png");
      await page.screenshot(path);
      const image = readFileSync(path);
      assert.equal(image.subarray(1, 4).toString(), "PNG");
      assert.deepEqual([image.readUInt32BE(16), image.readUInt32BE(20)], [800, 600]);
    });

    test("errors holds what was thrown and what went to console.error, and nothing else", async () => {
      const other = await browser.open(isolated.url);
      assert.deepEqual(other.errors, []);
      await other.evaluate(async () => {
        console.log("no error");
        console.error("logged", 1);
        setTimeout(() => {
          throw new RangeError("thrown");
        });
        Promise.reject(new TypeError("rejected"));
      });
      // They come in the browser's own time.
      for (const end = Date.now() + other.timeout; other.errors.length < 3 && Date.now() < end;)
        await other.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
      assert.deepEqual(other.errors.toSorted(), [
        "RangeError: thrown",
        "TypeError: rejected",
        "logged 1",
      ]);
      await other.close();
    });
  });
}
