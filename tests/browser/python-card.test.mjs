// A program in Python on its card: how Stop ends it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { CardOnPage } from "./card-tools.mjs";
import { browsers, serve, site } from "./drivers/index.mjs";

for (const { name, launch } of browsers) {
  describe(`a program in Python on its card in ${name}`, () => {
    let server, browser, page;
    before(async () => {
      server = await serve({ root: site });
      browser = await launch();
      page = await browser.open();
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });
    const running = async (text) => {
      const card = await CardOnPage.open(
        page,
        server.url,
        "pool_map",
        "language=python&processes=2",
      );
      await card.write(text);
      await card.click("run");
      await card.until("console", (list) => list.querySelector(".line:not(.line-probe)"));
      return card;
    };
    const own = ({ lines }) => lines.map(({ text }) => text.trim());

    // On one line, since the editor indents what is typed.
    const loop = (afterwards) =>
      `exec('try:\\n print("begun")\\n while True: pass\\nfinally:\\n ${afterwards}')`;

    test("Stop interrupts it, so that its finally runs, and shows where it stood", async () => {
      const card = await running(loop('print("in the end")'));
      await card.click("stop");
      const ended = await card.ended();
      assert.equal(ended.state, "stopped", JSON.stringify(ended));
      assert.equal(own(ended).at(-1), "in the end");
      assert.match(ended.failure, /KeyboardInterrupt/);
    });

    for (const [how, presses] of [
      ["another press of Stop", 2],
      ["a second later", 1],
    ]) {
      test(`a program that goes on in spite of it is ended by ${how}`, async () => {
        const card = await running(loop('print("goes on", flush=True)\\n while True: pass'));
        await card.click("stop");
        // In the page, since a second later the button is gone.
        const press = (list, again) => {
          if (!list.textContent.includes("goes on")) return false;
          if (again) list.closest(".card-live").querySelector("[data-part=stop]").click();
          return true;
        };
        await card.until("console", press, presses > 1);
        const ended = await card.ended();
        assert.equal(ended.state, "stopped", JSON.stringify(ended));
        assert.equal(ended.failure, null);
      });
    }
  });
}
