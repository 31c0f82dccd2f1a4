import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withCards } from "./card-tools.mjs";
import { browsers } from "./drivers/index.mjs";

const { textOf } = await import("../../web/src/playground/console/line.ts");
const { LineHeights } = await import("../../web/src/playground/console/line-heights.ts");

test("of a text of billions of lines only the end is put together", () => {
  const line = (text, times) => ({ text, times });
  assert.equal(textOf([line("first", 1), line("same", 1e9), line("", 2)], 12), "same\nsame\n\n");
  assert.equal(textOf([line("a", 2), line("b", 1)], 100), "a\na\nb");
  assert.equal(textOf([], 100), "");
});

describe("the heights of a console's lines", () => {
  test("lines are counted by letters and line breaks, and found by their rows", () => {
    const heights = new LineHeights();
    heights.resize(10, []);
    for (const text of ["", "0123456789", "01234567890", "a\n\nb", "x"]) heights.push(text);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((line) => heights.above(line)),
      [0, 1, 2, 4, 7, 8],
    );
    assert.deepEqual(
      [0, 1, 2, 3, 4, 6, 7, 99].map((row) => heights.at(row)),
      [0, 1, 2, 2, 3, 3, 4, 4],
    );
  });

  test("lines break between words, and within a word only where it is longer than a row", () => {
    const heights = new LineHeights();
    heights.resize(10, []);
    const rows = (text) => {
      heights.push(text);
      return heights.above(heights.count) - heights.above(heights.count - 1);
    };
    assert.equal(rows("25, 36, 49, 64"), 2);
    assert.equal(rows("one two three"), 2);
    assert.equal(rows("a 0123456789 b"), 3);
    assert.equal(rows("0123456789abcdefghijk"), 3);
    assert.equal(rows("ends with spaces           "), 2);
  });

  test("what is put right moves the lines below it, and what is dropped moves them up", () => {
    const heights = new LineHeights();
    for (let line = 0; line < 5; ++line) heights.push("x");
    assert.equal(heights.correct(1, 3), true);
    assert.equal(heights.correct(1, 3), false);
    assert.deepEqual([heights.above(2), heights.total], [4, 7]);
    heights.drop(2);
    assert.deepEqual([heights.above(2), heights.total, heights.count], [2, 3, 3]);
  });
});

for (const { name, launch } of browsers) {
  describe(`the console in ${name}`, () => {
    const cards = withCards(launch);
    const lines = (card) =>
      card.read((root) =>
        [...root.querySelectorAll(".console .line:not(.line-probe)")].map(
          (line) => line.textContent,
        ),
      );

    test("of a hundred thousand lines those near the window are on the page, and all can be scrolled to and copied", async () => {
      const card = await cards.open("pool_map");
      await card.write(`for (let i = 0; i < 100000; i++) print("line", i);`);
      assert.equal((await card.run()).state, "done");
      const last = await lines(card);
      assert.equal(last.at(-1), "line 99999");
      assert.ok(last.length < 400, `${last.length} lines on the page`);
      const scrolled = await card.read(async (root) => {
        const list = root.querySelector(".console");
        const inView = () => {
          const { top } = list.getBoundingClientRect();
          return [...list.querySelectorAll(".line:not(.line-probe)")].find(
            (line) => line.getBoundingClientRect().bottom > top + 12,
          ).textContent;
        };
        const seen = [];
        for (const place of [0, 20 * 50_000, 0]) {
          list.scrollTop = place;
          await new Promise((resolve) =>
            requestAnimationFrame(() => requestAnimationFrame(resolve)),
          );
          seen.push(inView());
        }
        return seen;
      });
      assert.equal(scrolled[0], "line 0");
      assert.match(scrolled[1], /^line (49999|50000)$/);
      assert.equal(scrolled[2], "line 0");
      await card.click("reset");
    });

    test("lines show their level and who printed them; objects and typed arrays can be read", async () => {
      const card = await cards.open("pool_starmap", "processes=1");
      await card.write(
        `import { Pool } from "webpool"; const pool = new Pool(); pool.map((x) => print("task", x), [7]);` +
          `print({ a: 1, b: [1, 2, { c: new Map([[1, "one"]]) }] }, new Float64Array([1.5, 2.5]), new Int8Array(1000), null, undefined, 10n);` +
          `print({ inside: new Int32Array([4, 5]) }, "a string", ["a string"], new Date(0), /x/g, () => 1);` +
          `console.warn("careful"); console.error("wrong");`,
      );
      const { state, failure } = await card.run();
      assert.equal(state, "done", failure);
      const shown = await card.read((root) =>
        [...root.querySelectorAll(".console .line:not(.line-probe)")].map((line) => [
          line.dataset.tag,
          line.dataset.level,
          line.textContent,
        ]),
      );
      assert.deepEqual(shown[0], ["P0", "log", "task 7"]);
      assert.match(shown[1][2], /\{ a: 1, b: \[ 1, 2, \{ c: Map/);
      assert.match(
        shown[1][2],
        /Float64Array\(2\) \[1\.5, 2\.5\] Int8Array\(1000\) \[0, .*… 900 more\] null undefined 10n/,
      );
      assert.match(shown[2][2], /Int32Array\(2\) \[4, 5\].* a string \[ ["']a string["'] \]/);
      assert.deepEqual(
        shown.slice(3).map(([, level, text]) => [level, text]),
        [
          ["warn", "careful"],
          ["error", "wrong"],
        ],
      );
      await card.click("clear");
      assert.deepEqual(await lines(card), []);
      await card.click("reset");
    });

    test("numbers and words are not broken, and lines that repeat are folded into one", async () => {
      await cards.page.setViewport(390, 844);
      const card = await cards.open("pool_map", "processes=1");
      await card.write(
        `print([1, 4, 9, 16, 25, 36, 49, 64, 81, 100, 121, 144, 169, 196, 225, 256, 289, 324, 361, 400]);` +
          `print("200000 rows ".repeat(12)); for (let i = 0; i < 500; i++) print("again"); print("once");`,
      );
      const { state, lines: shown } = await card.run();
      assert.equal(state, "done");
      assert.deepEqual(
        shown.slice(2).map(({ text }) => text),
        ["again", "once"],
      );
      const seen = await card.read((root) => {
        const texts = [...root.querySelectorAll(".console .line:not(.line-probe) .line-text")];
        // A word that is in two rows has two rectangles.
        const broken = texts.flatMap((element) => {
          const node = element.firstChild;
          return [...node.data.matchAll(/[^ ]+/g)].filter((word) => {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            return range.getClientRects().length > 1;
          });
        });
        return {
          broken: broken.map(([word]) => word),
          rows: texts[0].getClientRects().length && texts[0].offsetHeight,
          times: texts[2].parentElement.dataset.times,
          status: root.querySelector("[data-part=announcer]").textContent,
        };
      });
      assert.deepEqual(seen.broken, []);
      assert.ok(seen.rows > 30, "the list takes several rows");
      assert.equal(seen.times, "× 500");
      assert.match(seen.status, /503 lines printed/);
      await card.click("reset");
      await cards.page.setViewport(1280, 800);
    });

    test("the library's own objects print as one line", async () => {
      const card = await cards.open("pool_map", "processes=1");
      await card.write(
        `import { Pool } from "webpool"; const pool = new Pool(); const result = pool.mapAsync((x) => x, [1]); result.wait();` +
          `print(result); print([result], { pool }); print(pool.imap((x) => x, [1]));`,
      );
      const { lines: shown } = await card.run();
      assert.deepEqual(
        shown.map(({ text }) => text),
        [
          "AsyncResult: done (await it, or get())",
          "[ AsyncResult: done (await it, or get()) ] { pool: Pool: 1 processes, running }",
          "ImapIterator: read it with `for await`, or `for` where you may block",
        ],
      );
      await card.click("reset");
    });

    test("while a program floods the console the page draws, and Stop answers", async () => {
      const card = await cards.open("pool_map", "processes=1");
      await card.write(`for (let i = 0; ; i++) print("line", i);`);
      const count = await card.read(async (root) => {
        const part = (name) => root.querySelector(`[data-part=${name}]`);
        const frame = () => new Promise(requestAnimationFrame);
        part("run").click();
        const lines = () => Number(/line (\d+)\D*$/.exec(part("console").textContent)?.[1] ?? 0);
        while (lines() < 2_000) await frame();
        for (let frames = 0; frames < 60 || lines() < 40_000; frames++) await frame();
        const count = lines();
        part("stop").click();
        while (part("status").dataset.state !== "stopped")
          await new Promise((resolve) => setTimeout(resolve));
        return count;
      });
      assert.ok(count >= 40_000, `${count} lines`);
      await card.click("reset");
    });

    test("long lines are broken, and the last one stays in view", async () => {
      const card = await cards.open("pool_map");
      await card.write(
        `for (let i = 0; i < 300; i++) print("€ and 漢字 ".repeat(i % 40), "x".repeat(i)); print("the end");`,
      );
      assert.equal((await card.run()).state, "done");
      const gap = await card.read(async (root) => {
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        const list = root.querySelector(".console");
        const last = [...list.querySelectorAll(".line:not(.line-probe)")].at(-1);
        const box = last.getBoundingClientRect();
        const frame = list.getBoundingClientRect();
        return {
          text: last.textContent,
          below: box.bottom - frame.bottom,
          above: frame.top - box.top,
        };
      });
      assert.equal(gap.text, "the end");
      assert.ok(gap.below <= 1 && gap.above <= 0, JSON.stringify(gap));
      await card.click("reset");
    });
  });
}
