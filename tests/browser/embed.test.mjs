// embed.html and <webpool-example>: what the page around may do with a program, and what it may not. The page is of another
// site than the frame. That all kinds of pages and hosts do: embed-hosts.test.mjs.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { siteHeaders } from "../../web/scripts/headers.mjs";
import { axeLooks, violations } from "./card-tools.mjs";
import { eventually } from "./drivers/eventually.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

const { messageIn } = await import("../../web/src/embed/protocol.ts");
const { parseOptions, programNamed } = await import("../../web/src/embed/options.ts");
const { packText } = await import("../../web/src/playground/share/packed-text.ts");

describe("a frame's address", () => {
  const options = (address) => parseOptions(new URL(address, "https://site.example/embed.html"));

  test("has its settings behind ? or #, and the latter count", async () => {
    const { state, ...rest } = await options(
      "?example=map&processes=4&mode=async&autorun=1&height=420#processes=2&language=cpp",
    );
    assert.deepEqual(rest, { example: "map", broken: false, autorun: true, height: 420 });
    assert.deepEqual(state, { mode: "async", language: "cpp", processes: 2, source: null });
    assert.equal((await options("?autorun=0")).autorun, false);
    assert.equal((await options("?height=-3")).height, null);
    assert.equal((await options(`#code=${await packText("print(1)")}`)).state.source, "print(1)");
    assert.equal((await options("#code=AAAA")).broken, true);
  });

  test("names programs with or without what most begin with", () => {
    const programs = ["matrix", "pool_map", "pool_map_apply"];
    const names = ["map", "pool_map", "matrix", "apply", "toString", ""];
    assert.deepEqual(
      names.map((name) => programNamed(name, programs)),
      ["pool_map", "pool_map", "matrix", "pool_map_apply", null, null],
    );
  });

  test("names each program that the page for authors lists, and that page lists all", () => {
    const web = new URL("../../web/", import.meta.url);
    const files = readdirSync(new URL("programs/", web));
    const programs = files.flatMap((file) => /^(.+)\.sync\.js$/.exec(file)?.[1] ?? []);
    const page = readFileSync(new URL("authors.html", web), "utf8");
    const [, row] = /A program of the guide:(.*?)<\/td>/s.exec(page);
    const [before, after] = row.split("or one of");
    const namesIn = (text) => [...text.matchAll(/<code>(\w+)<\/code>/g)].map(([, name]) => name);
    const short = namesIn(after).filter((name) => name !== "pool_");
    const named = (names) => names.map((name) => programNamed(name, programs));
    const listed = [...named(namesIn(before)), ...named(short)];
    assert.deepEqual(listed.toSorted(), programs.toSorted());
    assert.deepEqual(named(short.map((name) => `pool_${name}`)), named(short));
  });

  test("messages of others are none", () => {
    assert.equal(messageIn(null), null);
    assert.equal(messageIn("webpool"), null);
    assert.equal(messageIn({ type: "run" }), null);
    assert.equal(messageIn({ webpool: 2, type: "run" }), null);
    assert.deepEqual(messageIn({ webpool: 1, type: "run" }), { webpool: 1, type: "run" });
  });
});

/** A page with that body, which keeps all events of its elements in `seen`, and all messages in `messages`. */
const hostPage = (site, body) => `<!doctype html>
<meta charset="utf-8" />
<title>An article</title>
<script>
  const seen = [];
  const messages = [];
  addEventListener("message", ({ data, origin }) => messages.push({ ...data, origin }));
  for (const type of ["ready", "run", "result", "error", "stopped"])
    addEventListener(type, ({ target, detail }) => target.localName === "webpool-example" && seen.push({ type, ...detail }), true);
</script>
<script src="${site}embed.js" async></script>
${body}`;

for (const { name, launch } of browsers) {
  describe(`a program in a page of another site, in ${name}`, () => {
    let folder, articles, host, server, trusting, browser, other;
    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "webpool-embed-"));
      articles = join(folder, "articles");
      cpSync(site, join(folder, "trusting"), { recursive: true });
      writeFileSync(join(folder, "page.html"), "a page\n");
      cpSync(join(folder, "page.html"), join(articles, "page.html"));
      server = await serve({ root: site, headers: siteHeaders });
      host = await serve({ root: articles, isolation: false });
      other = await serve({ root: articles, headers: { "Access-Control-Allow-Origin": "*" } });
      const origin = new URL(host.url.replace("localhost", "127.0.0.1")).origin;
      writeFileSync(
        join(folder, "trusting/embed-config.js"),
        `self.webpoolSite = ${JSON.stringify({ trustedOrigins: [origin], connect: [new URL(other.url).origin] })};`,
      );
      // A host without headers: what its programs may ask is what its settings say.
      trusting = await serve({ root: join(folder, "trusting"), isolation: false });
      browser = await launch();
    });
    after(async () => {
      await browser?.close();
      for (const one of [server, trusting, host, other]) await one?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    let pages = 0;
    /** Opens an article with that body; `from` is the site of its frames. */
    async function open(body, from = server) {
      const file = `article-${++pages}.html`;
      writeFileSync(join(articles, file), hostPage(from.url, body));
      const page = await browser.open();
      await page.goto(`${host.url.replace("localhost", "127.0.0.1")}${file}`);
      return page;
    }
    /** Waits until `list` of the page has something that fits, and gives it. */
    const until = async (page, list, fits) => {
      const look = `((list) => ({ found: list.find(${fits}), list }))(${list})`;
      return (await eventually(page, look, ({ found }) => found !== undefined)).found;
    };
    const event = (page, type, count = 1) =>
      until(page, "seen", `((left) => (one) => one.type === "${type}" && --left === 0)(${count})`);
    const inFrame = async (page) => {
      await event(page, "ready");
      return page.frame("webpool-example >>> iframe");
    };

    test("a program of the site runs when the page asks, and tells what it prints", async () => {
      const page = await open(`<webpool-example name="map" processes="2"></webpool-example>`);
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
      const page = await open(`<webpool-example name="map"></webpool-example>`);
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

    test("a text of the page waits for the reader, whatever the page asks; then the page may run it again", async () => {
      const page = await open(
        `<webpool-example autorun><pre>\n  print("mine");\n  print(1 + 1);\n</pre></webpool-example>`,
      );
      const frame = await inFrame(page);
      const refused = await event(page, "error");
      assert.equal(refused.name, "NotAllowedError");
      await page.evaluate("document.querySelector('webpool-example').run()");
      assert.equal((await event(page, "error", 2)).name, "NotAllowedError");
      assert.equal(await page.evaluate(`seen.some(({ type }) => type === "run")`), false);
      const note = await frame.evaluate(
        `document.querySelector("[data-part=origin-note]").innerText`,
      );
      assert.match(note, /asks to run/);
      assert.deepEqual(await violations(frame), []);
      await frame.click("[data-part=run]");
      assert.equal((await event(page, "result")).output, "mine\n2");
      await page.evaluate("document.querySelector('webpool-example').run()");
      assert.equal((await event(page, "result", 2)).output, "mine\n2");
      // Another text is another matter.
      await page.evaluate("document.querySelector('webpool-example').code = 'print(3)'");
      await page.evaluate("document.querySelector('webpool-example').run()");
      assert.equal((await event(page, "error", 3)).name, "NotAllowedError");
      assert.deepEqual(page.errors.filter(notIcon), []);
      await page.close();
    });

    test("a click on the program in C++ is none for the text beside it", async () => {
      const packed = await packText("print('unasked')");
      const page = await open(
        `<webpool-example name="map" language="cpp" code="${packed}"></webpool-example>`,
      );
      const frame = await inFrame(page);
      await frame.click("[data-part=run]");
      await event(page, "result");
      await page.evaluate("document.querySelector('webpool-example').code = `print('unasked')`");
      await page.evaluate("document.querySelector('webpool-example').run()");
      assert.equal((await event(page, "error")).name, "NotAllowedError");
      await page.close();
    });

    test("a frame that is loaded once more has the page's text again; an unknown name is reported in view", async () => {
      const page = await open(
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

    test("frames come from the site of the script, whatever names the page's elements have", async () => {
      const taken = ["currentScript", "querySelector", "baseURI", "scripts"];
      const page = await open(
        `${taken.map((name) => `<img name="${name}" src="${other.url}embed.js" alt="">`).join("")}
        <webpool-example name="map" processes="2"></webpool-example>`,
      );
      await event(page, "ready");
      const address = await page.evaluate(
        `document.getElementsByTagName("webpool-example")[0].shadowRoot.querySelector("iframe").src`,
      );
      assert.ok(address.startsWith(server.url), address);
      await page.close();
    });

    test("programs ask this site alone", async () => {
      const page = await open(`<webpool-example><pre>
const ask = (url) => fetch(url).then(({ status }) => status, (error) => error.name);
print(await ask(new URL("icon.svg", "${server.url}")), await ask("${other.url}page.html"));
</pre></webpool-example>`);
      const frame = await inFrame(page);
      await frame.click("[data-part=run]");
      assert.equal((await event(page, "result")).output, "200 TypeError");
      await page.close();
    });

    test("where the site trusts the page its texts run unasked, and ask where the site lets them", async () => {
      const page = await open(
        `<webpool-example autorun><pre>
const ask = (url) => fetch(url).then(({ status }) => status, (error) => error.name);
print(await ask("${other.url}page.html"), await ask("${server.url}icon.svg"));
</pre></webpool-example>`,
        trusting,
      );
      assert.equal((await event(page, "result")).output, "200 TypeError");
      await page.close();
    });

    test("who is around a page that the site trusts cannot speak for it", async () => {
      const inner = `article-${++pages}.html`;
      const trusted = `${host.url.replace("localhost", "127.0.0.1")}${inner}`;
      writeFileSync(
        join(articles, inner),
        `<!doctype html>
        <script>addEventListener("message", ({ data }) => parent.postMessage(data.type, "*"))</script>
        <iframe src="${trusting.url}embed.html?example=map"></iframe>`,
      );
      const outer = `article-${++pages}.html`;
      writeFileSync(
        join(articles, outer),
        `<!doctype html>
        <script>
          const told = [];
          addEventListener("message", ({ data }) => told.push({ data }));
        </script>
        <iframe src="${trusted}" width="900" height="900"></iframe>`,
      );
      const page = await browser.open(`${host.url}${outer}`);
      // Not before: until then the program's page may load itself once more, and that would undo the change of its address.
      await until(page, "told", `({ data }) => data === "ready"`);
      const address = `${trusting.url}embed.html?autorun=1#code=${await packText("print('unasked')")}`;
      await page.evaluate(`void (frames[0].frames[0].location = ${JSON.stringify(address)})`);
      const frame = await (await page.frame("iframe")).frame("iframe");
      const seen = await eventually(
        frame,
        `({
          address: location.href,
          note: document.querySelector("[data-part=origin-note]:not([hidden])")?.innerText ?? "",
          status: document.querySelector("[data-part=status]")?.dataset.state ?? "idle",
        })`,
        ({ note, status }) => note !== "" || status !== "idle",
      );
      assert.match(seen.note, /asks to run/, JSON.stringify(seen));
      await page.close();
    });

    test("a program that fails says where, one that never ends can be stopped, others cannot speak for the page", async () => {
      const page = await open(
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
      const page = await open(`<webpool-example name="map" mode="async"></webpool-example>`);
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
      assert.equal(link.href, `${server.url}#pool_map&mode=async&code=${packed}`);
      assert.match(link.text, /^Open with all processors/);
      assert.match(link.note, /not cross-origin isolated.*one processor.*same results/);
      await page.close();
    });

    test("an address that names nothing says what there is", async () => {
      const page = await browser.open(`${server.url}embed.html?example=nothing`);
      const said = await eventually(
        page,
        `document.querySelector("p.refusal:not(noscript *)")?.innerText`,
      );
      assert.match(said, /no program “nothing”.*pool_map/);
      await page.close();
    });

    test("the page for authors names this site, and axe finds nothing in it, in three widths, light and dark", async () => {
      const page = await browser.open(`${server.url}authors.html`);
      await until(
        page,
        "[document.body]",
        `(body) => body.innerText.includes("${server.url}embed.js")`,
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

const editorText = `document.querySelector("[data-part=editor]").textContent`;

const notIcon = (error) => !/favicon|404/.test(error);
