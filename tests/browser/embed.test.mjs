// embed.html and <webpool-example> in a page of another site: what the page is told, and what it can ask. That all kinds of pages
// and hosts do: embed-hosts.test.mjs.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axeLooks, violations } from "./card-tools.mjs";
import { eventually } from "./drivers/eventually.mjs";
import { browsers } from "./drivers/index.mjs";
import { editorText, event, inFrame, notIcon, until, withHosts } from "./embedding-pages.mjs";

const { packText } = await import("../../web/src/playground/share/packed-text.ts");

for (const { name, launch } of browsers) {
  describe(`a program in a page of another site, in ${name}`, () => {
    const hosts = withHosts(launch);

    test("a program of the site runs when the page asks, and tells what it prints", async () => {
      const page = await hosts.open(`<webpool-example name="map" processes="2"></webpool-example>`);
      await event(page, "ready");
      await page.evaluate("document.querySelector('webpool-example').run()");
      const run = await event(page, "run");
      assert.equal(run.language, "js");
      assert.equal(run.processes, 2);
      assert.match(run.code, /function square/);
      const result = await event(page, "result");
      assert.match(result.output, /^Results: \[ 1, 4, 9, 16, 25, 36, 49, 64 \]$/m);
      assert.ok(result.milliseconds > 0);
      // Whichever tab the reader has chosen, a text of the page is in the language of the frame's address or of the message.
      const frame = await inFrame(page);
      const tab = `document.querySelector("[data-part=languages] :checked").value`;
      const edited = (language, text) =>
        eventually(
          frame,
          `[${tab}, ${editorText}]`,
          ([shown, code]) => shown === language && code.includes(text),
        );
      await frame.click("[data-part=language-python]");
      await page.evaluate("document.querySelector('webpool-example').code = 'print(8)'");
      await edited("js", "print(8)");
      await page.evaluate(`(() => {
        const { contentWindow } = document.querySelector("webpool-example").shadowRoot.querySelector("iframe");
        contentWindow.postMessage({ webpool: 1, type: "code", code: "print(9)", language: "python" }, "*");
      })()`);
      await edited("python", "print(9)");
      assert.deepEqual(page.errors.filter(notIcon), []);
      await page.close();
    });

    test("the element is as high as its program, and follows its theme and text", async () => {
      const page = await hosts.open(`<webpool-example name="map"></webpool-example>`);
      const { height } = await until(page, "messages", `({ type }) => type === "height"`);
      assert.ok(height > 300, `${height}`);
      await until(
        page,
        "[document.querySelector('webpool-example')]",
        `(one) => one.offsetHeight >= ${height}`,
      );
      const frame = await inFrame(page);
      await page.evaluate(
        "document.querySelector('webpool-example').setAttribute('theme', 'dark')",
      );
      await page.evaluate("document.querySelector('webpool-example').code = 'print(6 * 7)'");
      await eventually(frame, editorText, (text) => text.includes("6 * 7"));
      assert.equal(await frame.evaluate("document.documentElement.dataset.theme"), "dark");
      assert.deepEqual(page.errors.filter(notIcon), []);
      await page.close();
    });

    test("a frame that is loaded once more has the page's text again; an unknown name is reported in view", async () => {
      const page = await hosts.open(
        `<webpool-example name="map"></webpool-example><webpool-example id="none" name="nothing"></webpool-example>`,
      );
      const refused = await event(page, "error");
      assert.match(refused.message, /no program “nothing”/);
      await until(
        page,
        "[document.querySelector('#none').shadowRoot.querySelector('iframe')]",
        `(frame) => frame && getComputedStyle(frame).visibility === "visible" && frame.offsetHeight > 20`,
      );
      const frame = await inFrame(page);
      await page.evaluate("document.querySelector('webpool-example').code = 'print(99)'");
      await frame.evaluate("void location.reload()").catch(() => {}); // it may be gone before it answers
      await event(page, "ready", 2);
      await page.evaluate("document.querySelector('webpool-example').run()");
      assert.equal((await event(page, "error", 2)).name, "NotAllowedError"); // the text is the page's
      await page.close();
    });

    test("a program that fails says where, one that never ends can be stopped, others cannot speak for the page", async () => {
      const page = await hosts.open(
        `<webpool-example><pre>print(1);\nnull.x;</pre></webpool-example><iframe id="stranger" srcdoc="<p>"></iframe>`,
      );
      const frame = await inFrame(page);
      await frame.click("[data-part=run]");
      const failed = await event(page, "error");
      assert.equal(failed.name, "TypeError");
      assert.equal(failed.line, 2);
      await page.evaluate("document.querySelector('webpool-example').code = 'for (;;);'");
      await eventually(frame, editorText, (text) => text.includes("for (;;)"));
      await frame.click("[data-part=run]");
      await event(page, "run", 2);
      // The message of another window, and one of another form, are ignored.
      await page.evaluate(`(() => {
        const target = document.querySelector("webpool-example").shadowRoot.querySelector("iframe").contentWindow;
        const stranger = document.querySelector("#stranger").contentWindow;
        stranger.target = target;
        stranger.eval("target.postMessage({ webpool: 1, type: 'stop' }, '*')");
        target.postMessage({ type: "stop" }, "*");
        target.postMessage({ webpool: 1, type: "hello" }, "*");
      })()`);
      await until(
        page,
        "messages",
        `((left) => ({ type }) => type === "ready" && --left === 0)(3)`,
      );
      assert.equal(
        await frame.evaluate("document.querySelector('[data-part=status]').dataset.state"),
        "running",
      );
      await page.evaluate("document.querySelector('webpool-example').stop()");
      await event(page, "stopped");
      await page.close();
    });

    test("where the frame has no threads, a link opens the program, as it was changed, in a tab of its own", async () => {
      const page = await hosts.open(`<webpool-example name="map" mode="async"></webpool-example>`);
      const frame = await inFrame(page);
      if ((await event(page, "ready")).processors === "threads") {
        assert.equal(
          await frame.evaluate("document.querySelector('[data-part=threads-note] a')"),
          null,
        );
        return page.close();
      }
      await page.evaluate(
        "document.querySelector('webpool-example').code = 'print(7, crossOriginIsolated)'",
      );
      const packed = await packText("print(7, crossOriginIsolated)");
      const link = await eventually(
        frame,
        `((link) => link && { href: link.href, text: link.innerText, note: link.parentElement.innerText })(
          document.querySelector("[data-part=threads-note] a"),
        )`,
        (one) => one?.href.includes(packed),
      );
      assert.equal(link.href, `${hosts.server.url}#pool_map&mode=async&code=${packed}`);
      assert.match(link.text, /^Open with all processors/);
      assert.match(link.note, /not cross-origin isolated.*one processor.*same results/);
      await page.close();
    });

    test("an address that names nothing says what there is", async () => {
      const page = await hosts.browser.open(`${hosts.server.url}embed.html?example=nothing`);
      const said = await eventually(
        page,
        `document.querySelector("p.refusal:not(noscript *)")?.innerText`,
      );
      assert.match(said, /no program “nothing”.*pool_map/);
      await page.close();
    });

    test("the page for authors names this site, and axe finds nothing in it, in three widths, light and dark", async () => {
      const page = await hosts.browser.open(`${hosts.server.url}authors.html`);
      await until(
        page,
        "[document.body]",
        `(body) => body.innerText.includes("${hosts.server.url}embed.js")`,
      );
      assert.equal(await page.evaluate(`document.body.innerText.includes("https://HOST")`), false);
      for (const width of [360, 768, 1440]) {
        await page.setViewport(width, 900);
        assert.ok(
          await page.evaluate("document.documentElement.scrollWidth <= innerWidth"),
          `${width}`,
        );
        for (const scheme of axeLooks(name, width) ? ["light", "dark"] : []) {
          await page.setColorScheme(scheme);
          assert.deepEqual(await violations(page), [], `${width} px, ${scheme}`);
        }
      }
      assert.deepEqual(page.errors, []);
      await page.close();
    });
  });
}
