// What a page may do with a program of another site that it embeds, and what it may not.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { violations } from "./card-tools.mjs";
import { eventually } from "./drivers/eventually.mjs";
import { browsers } from "./drivers/index.mjs";
import { event, inFrame, notIcon, until, withHosts } from "./embedding-pages.mjs";

const { packText } = await import("../../web/src/playground/share/packed-text.ts");

for (const { name, launch } of browsers) {
  describe(`what a page of another site may do, in ${name}`, () => {
    const hosts = withHosts(launch);

    test("a text of the page waits for the reader, whatever the page asks; then the page may run it again", async () => {
      const page = await hosts.open(
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
      const page = await hosts.open(
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

    test("frames come from the site of the script, whatever names the page's elements have", async () => {
      const taken = ["currentScript", "querySelector", "baseURI", "scripts"];
      const page = await hosts.open(
        `${taken.map((name) => `<img name="${name}" src="${hosts.other.url}embed.js" alt="">`).join("")}
        <webpool-example name="map" processes="2"></webpool-example>`,
      );
      await event(page, "ready");
      const address = await page.evaluate(
        `document.getElementsByTagName("webpool-example")[0].shadowRoot.querySelector("iframe").src`,
      );
      assert.ok(address.startsWith(hosts.server.url), address);
      await page.close();
    });

    test("programs ask this site alone", async () => {
      const page = await hosts.open(`<webpool-example><pre>
const ask = (url) => fetch(url).then(({ status }) => status, (error) => error.name);
print(await ask(new URL("icon.svg", "${hosts.server.url}")), await ask("${hosts.other.url}page.html"));
</pre></webpool-example>`);
      const frame = await inFrame(page);
      await frame.click("[data-part=run]");
      assert.equal((await event(page, "result")).output, "200 TypeError");
      await page.close();
    });

    test("where the site trusts the page its texts run unasked, and ask where the site lets them", async () => {
      const page = await hosts.open(
        `<webpool-example autorun><pre>
const ask = (url) => fetch(url).then(({ status }) => status, (error) => error.name);
print(await ask("${hosts.other.url}page.html"), await ask("${hosts.server.url}icon.svg"));
</pre></webpool-example>`,
        hosts.trusting,
      );
      assert.equal((await event(page, "result")).output, "200 TypeError");
      await page.close();
    });

    test("who is around a page that the site trusts cannot speak for it", async () => {
      const inner = hosts.write(
        `<!doctype html>
        <script>addEventListener("message", ({ data }) => parent.postMessage(data.type, "*"))</script>
        <iframe src="${hosts.trusting.url}embed.html?example=map"></iframe>`,
      );
      const trusted = `${hosts.host.url.replace("localhost", "127.0.0.1")}${inner}`;
      const outer = hosts.write(
        `<!doctype html>
        <script>
          const told = [];
          addEventListener("message", ({ data }) => told.push({ data }));
        </script>
        <iframe src="${trusted}" width="900" height="900"></iframe>`,
      );
      const page = await hosts.browser.open(`${hosts.host.url}${outer}`);
      // Not before: until then the program's page may load itself once more, and that would undo the change of its address.
      await until(page, "told", `({ data }) => data === "ready"`);
      const address = `${hosts.trusting.url}embed.html?autorun=1#code=${await packText("print('unasked')")}`;
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
  });
}
