// What a learner writes that does not work, and the sentence that the card says about it, with the line that it marks.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { withCards } from "./card-tools.mjs";
import { browsers, site } from "./drivers/index.mjs";

const pool = `import { Pool } from "webpool";\nconst pool = new Pool();\n`;

/** The text, the line that is marked, and a part of the sentence. */
const mistakes = [
  [`function main() {\n  const x = await 1;\n}`, 2, /top level.*get\(\)/],
  [`import _ from "lodash";`, 1, /no module “lodash”.*Pool, Matrix, kernels, cpuCount/],
  [`print(1);\nimport "./other.js";`, 2, /no module “\.\/other\.js”.*files of this site/],
  [
    `import x from "https://other.example/x.js";`,
    1,
    /No module.*other\.example\/x\.js\. .*this site/,
  ],
  [
    `const numbers = [1];\nnumbers.append(2);`,
    2,
    /Python’s\. JavaScript writes numbers\.push\(value\)/,
  ],
  [`print(1);\nimport { Pol } from "webpool";`, 2, /exports nothing named “Pol”/],
  [`${pool}pool.map_async((x) => x, [1]);`, 3, /called mapAsync/],
  [`${pool}pool.starmap_async((x) => x, [[1]]);`, 3, /called starmapAsync/],
  [`${pool}pool.imap_unordered((x) => x, [1]);`, 3, /called imapUnordered/],
  [`${pool}pool.Map((x) => x, [1]);`, 3, /no method “Map”/],
  [`const pool = new Pool();`, 1, /has to be imported/],
  [`import { Pool } from "webpool";\nconst pool = Pool();`, 2, /made with new/],
  [`${pool}const f = (x) => x;\npool.map(f(2), [1]);`, 4, /function itself, without brackets/],
  [`${pool}pool.map((x) => x, 5);`, 3, /list of values/],
  [`${pool}pool.starmap((a, b) => a + b, [1, 2]);`, 3, /list of arguments for each call/],
  [`${pool}pool.map((x) => x, [1], 4);`, 3, /by name: .*chunksize: 4/],
  [`${pool}const factor = 3;\npool.map((x) => x * factor, [1]);`, 4, /no variable of the program/],
  [`${pool}pool.close();\n\npool.map((x) => x, [1]);`, 5, /comes after close\(\)/],
  [`${pool}const f = () => 1;\npool.map((x) => x, [f]);`, 4, /Functions.*cannot be copied/],
  [`${pool}pool.map((x) => () => x, [1]);`, 3, /Functions.*cannot be copied/],
  [`for (const i of range(3)) print(i);`, 1, /“range” is Python’s.*Array\.from/],
  [`print(len([1]));`, 1, /“len” is Python’s.*length/],
  [`const { Pool } = require("webpool");`, 1, /instead of require/],
  [`document.title = "x";`, 1, /worker, which has no page/],
  [`const a = 1;\na = 2;`, 2, /with let/],
  [`print([1, 2);\nprint(3);`, 1, /bracket, a quote or a comma is missing/],
  [`${pool}const r = pool.mapAsync((x) => x, [1]);\nfor (const y of r) print(y);`, 4, /is no list/],
  [`${pool}const r = pool.mapAsync((x) => x, [1]);\nr.forEach(print);`, 4, /handle.*r\.get\(\)/],
  [`${pool}print(pool.map((x) => x, [1]).get());`, 3, /has waited already/],
  [`${pool}pool.starMap((a, b) => a + b, [[1, 2]]);`, 3, /Did you mean starmap\?/],
  [`${pool}pool.starmap((a, b) => a + b, [1, 2], [3, 4]);`, 3, /in one list/],
  [`${pool}pool.map((x) => document.title, [1]);`, 3, /worker, which has no page/],
  [`import { Pool } from "webpool";\nconst pool = new Pool(processes = 4);`, 2, /new Pool\(4\)/],
  [`print(1);\nreturn 2;`, 2, /belongs in a function/],
  [`${pool}pool.map((a, b) => a + b, [1, 2], [3, 4]);`, 3, /several arguments use starmap/],
  [
    `${pool}const r = pool.mapAsync((x) => sleep(99), [1]);\npool.terminate();\nr.get();`,
    5,
    /terminate\(\) ends the pool at once/,
  ],
];

/** Texts of another language, pasted into the tab for JavaScript. */
const pasted = [
  [
    `from multiprocessing import Pool\nif __name__ == "__main__":\n    print(1)`,
    /looks like Python/,
  ],
  [`def square(x):\n    return x * x\n`, /looks like Python/],
  [`#include <iostream>\nint main() { std::cout << 1; }`, /looks like C\+\+/],
];

for (const { name, launch } of browsers) {
  describe(`mistakes of a learner in ${name}`, () => {
    const cards = withCards(launch);

    const shown = (card) =>
      card.read((root) => ({
        meaning: root.querySelector(".failure-meaning")?.textContent ?? "",
        place: root.querySelector(".failure-place")?.textContent ?? "",
        text: root.querySelector(".failure")?.innerText ?? "",
      }));

    const tab = (card) =>
      card.read((root) => root.querySelector("[data-part=languages] :checked").value);

    test("mistakes each have their sentence and their line", async () => {
      const card = await cards.open("pool_map", "processes=1");
      const wrong = [];
      // Firefox has half of them: its words for the others are known above.
      const some = mistakes.filter((_, index) => name === "chromium" || index % 2 === 0);
      for (const [text, line, sentence] of some) {
        await card.write(text);
        const { state } = await card.run();
        const said = await shown(card);
        if (state !== "failed" || !sentence.test(said.meaning))
          wrong.push(`${JSON.stringify(text)}: ${state}, ${said.text}`);
        // Where Firefox and Safari name no place of a broken text, none is marked.
        else if (name === "chromium" && !said.place.includes(`line ${line}`))
          wrong.push(`${JSON.stringify(text)}: “${said.place}” instead of line ${line}`);
      }
      await card.click("reset");
      assert.deepEqual(wrong, []);
    });

    test("a text of another language is known, and a button goes to its tab", async () => {
      const card = await cards.open("pool_map", "processes=1");
      for (const [text, sentence] of pasted) {
        await card.write(text);
        assert.equal((await card.run()).state, "failed");
        assert.match((await shown(card)).meaning, sentence);
      }
      const press = `.card-place[data-program="pool_map"] .failure-meaning button`;
      await cards.page.click(press);
      assert.equal(await tab(card), "cpp");
      // The text stays in its tab, since that of C++ cannot be edited.
      await card.click("language-js");
      assert.match(await card.text(), /std::cout/);
      // A draft in the other tab can be had back.
      await card.click("language-python");
      await card.write("print('mine')");
      await card.click("language-js");
      await card.write("def square(x):");
      await card.run();
      await cards.page.click(press);
      assert.equal(await tab(card), "python");
      assert.equal(await card.text(), "def square(x):");
      await card.read((root) => root.querySelector(".cm-content").focus());
      await cards.page.press("Control+z");
      assert.equal(await card.text(), "print('mine')");
      await card.click("reset");
      await card.click("language-js");
      assert.match(await card.text(), /function square/);
    });

    test("an error is explained in the language that ran, and its place leads to the text that ran", async () => {
      const card = await cards.open("pool_map", "processes=1");
      await card.write(`print(1);\nprint(len([1]));`);
      await card.read((root) => {
        root.querySelector("[data-part=run]").click();
        root.querySelector("[data-part=language-python] input").click();
      });
      assert.equal((await card.ended()).state, "failed");
      assert.match((await shown(card)).meaning, /“len” is Python’s/);
      assert.equal(await tab(card), "python");
      await cards.page.click(`.card-place[data-program="pool_map"] .failure-place button`);
      assert.equal(await tab(card), "js");
      await card.until("editor", (editor) =>
        /len/.test(editor.querySelector(".cm-activeLine")?.textContent),
      );
      await card.click("reset");
    });

    test("a call that failed and whose result nobody read is reported at the end, with its line marked", async () => {
      const card = await cards.open("pool_map", "processes=1");
      await card.write(
        `${pool}const job = pool.mapAsync(() => { throw new RangeError("unread"); }, [1]);\njob.wait();`,
      );
      const { state, failure } = await card.run();
      assert.equal(state, "done", failure);
      assert.match(failure, /RangeError: unread/);
      assert.match(failure, /did not read its result.*get\(\)/);
      assert.match(failure, /At line 3/);
      await card.until("editor", (editor) => editor.querySelector(".cm-lint-marker-error"));
      await card.click("reset");
      assert.deepEqual(cards.page.errors, []);
    });

    test("a hint says that a task returns nothing", async () => {
      const card = await cards.open("pool_map", "processes=1");
      await card.write(`${pool}print(pool.map((x) => { x * x; }, [1, 2]));`);
      assert.equal((await card.run()).state, "done");
      await card.until("console", (list) =>
        /needs a return statement/.test(list.querySelector(".console-hint")?.textContent ?? ""),
      );
      await card.click("reset");
      assert.deepEqual(cards.page.errors, []);
    });
  });
}
