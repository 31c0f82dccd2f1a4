// The figures of the guide: their looks, what they say, and that their runs can be stopped.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axeLooks, violations } from "./card-tools.mjs";
import { browsers } from "./drivers/index.mjs";
import { FigureOnPage, withFigures } from "./figure-on-page.mjs";

for (const { name, launch } of browsers) {
  describe(`the figures in ${name}`, () => {
    const figures = withFigures(launch);
    const { open } = figures;

    test("the model's sentence is what its lanes say", async () => {
      const figure = await open("model");
      await figure.keys("[name=overhead]", "Home");
      await figure.keys("[name=processes]", "End");
      assert.match(await figure.result(), /^160 units of work take 20: 8\.00 times as fast/);
      await figure.keys("[name=overhead]", "End");
      assert.match(await figure.result(), /slower than a plain loop/);
      const { processors, end } = await figure.data();
      assert.equal(Math.max(...processors.flat().map((block) => block.end)), end);
    });

    test("Stop ends a figure's run, and a figure waits for another that runs", async () => {
      const first = await open("speedup");
      await first.keys("[name=rounds]", "End");
      await first.click();
      const second = new FigureOnPage(figures.page, "matrix");
      await second.read((root) => root.scrollIntoView());
      await second.until("mounted", [""]);
      await second.click();
      const status = await second.read((root) => root.querySelector(".figure-status").textContent);
      assert.match(status, /^Waits for the figure “Speed-up/);
      await second.click();
      assert.equal(await second.until("state", ["done", "failed", "stopped"]), "stopped");
      assert.equal(await second.read((root) => root.dataset.recorded), ""); // nothing was measured
      assert.match(await second.result(), /^Recorded on/);
      assert.equal(await first.read((root) => root.dataset.state), "running");
      await first.click();
      assert.equal(await first.until("state", ["done", "failed", "stopped"]), "stopped");
      // Another problem has nothing of the one that was measured.
      await first.choose("problem", "primes");
      assert.deepEqual((await first.data()).points, []);
      await second.choose("rows", "1000");
      await second.keys("[name=rounds]", "Home");
      assert.equal(await second.run(), "done");
    });

    test("no choice is cut off, in three widths", async () => {
      const cutOff = (figure) => {
        const wide = document.createElement("canvas").getContext("2d");
        return [...figure.querySelectorAll("select")].flatMap((select) => {
          const style = getComputedStyle(select);
          wide.font = style.font;
          const room =
            select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
          return [...select.options].map((option) => [
            option.text,
            wide.measureText(option.text).width <= room,
          ]);
        });
      };
      let choices = 0;
      for (const figure of ["overhead", "chunksize", "matrix", "speedup"]) {
        const shown = await FigureOnPage.open(figures.page, figures.url, figure);
        for (const width of [360, 768, 1440]) {
          await figures.page.setViewport(width, 900);
          for (const [text, fits] of await shown.read(cutOff)) {
            ++choices;
            assert.ok(fits, `${text}, of ${figure} at ${width} px`);
          }
        }
      }
      assert.ok(choices > 20, `${choices}`);
      await figures.page.setViewport(1280, 900);
    });

    test("axe finds nothing to object to in figures that were run, in three widths, light and dark", async () => {
      for (const width of [360, 768, 1440]) {
        await figures.page.setViewport(width, 900);
        const figure = await open("chunksize");
        await figure.keys("[name=rounds]", "Home");
        await figure.run();
        await figures.page.evaluate(() =>
          document.querySelectorAll(".figure details").forEach((one) => (one.open = true)),
        );
        for (const scheme of axeLooks(name, width) ? ["light", "dark"] : []) {
          await figures.page.setColorScheme(scheme);
          assert.deepEqual(await violations(figures.page), [], `${width} px, ${scheme}`);
        }
        const wide = await figures.page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth,
        );
        assert.ok(wide <= 0, `${wide} px too wide for ${width}`);
      }
      await figures.page.setColorScheme("light");
      await figures.page.setViewport(1280, 900);
    });

    test("nothing went wrong meanwhile", () => assert.deepEqual(figures.page.errors, []));
  });
}
