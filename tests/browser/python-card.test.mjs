// A program in Python on its card: how Stop ends it, and what is shown while Python is loaded.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { CardOnPage, withCards } from "./card-tools.mjs";
import { browsers, isolationHeaders, site } from "./drivers/index.mjs";
import { staticHost } from "./static-host.mjs";

for (const { name, launch } of browsers) {
  describe(`a program in Python on its card in ${name}`, () => {
    const cards = withCards(launch);
    const running = async (text) => {
      const card = await cards.open("pool_map", "language=python&processes=2");
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

    test("while Python is loaded Stop ends the run, and what is no longer prepared shows no progress", async () => {
      let release;
      const held = new Promise((resolve) => (release = resolve));
      const host = await staticHost({
        root: site,
        headers: () => isolationHeaders,
        hold: (path) => (/\/python\/.*\.(?:wasm|zip|bin)$/.test(path) ? held : undefined),
      });
      const other = await cards.browser.open();
      try {
        const card = await CardOnPage.open(other, host.url, "pool_map", "language=python");
        const next = new CardOnPage(other, "pool_map_apply");
        await next.shows();
        await next.click("language-js");
        // A change of the program loads Python ahead, and another card that is pointed at takes its place.
        await card.read((root) => {
          const slider = root.querySelector("[data-part=processes]");
          slider.value = 1;
          slider.dispatchEvent(new Event("input"));
        });
        await card.until("cost", (cost) => /^Loading Python: /.test(cost.textContent));
        await next.read((root) =>
          root.querySelector(".card-live").dispatchEvent(new PointerEvent("pointerenter")),
        );
        await card.until("cost", (cost) => /^The first run loads/.test(cost.textContent));
        await card.click("run");
        await card.outcome("loading");
        await next.click("run");
        await next.outcome("waiting");
        await card.click("stop");
        assert.equal((await card.ended()).state, "stopped");
        assert.equal((await next.ended()).state, "done");
        assert.deepEqual(other.errors, []);
      } finally {
        release();
        await other.close();
        await host.close();
      }
    });
  });
}
