import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { withCards } from "./card-tools.mjs";
import { computingTime } from "./computing-time.mjs";
import { browsers } from "./drivers/index.mjs";

const { fromSlider, readKnobs, sliderMax, toSlider, writeNumber } =
  await import("../../web/src/playground/card/knobs.ts");

const { pythonApi } = await import("../../web/src/playground/editor/python-api.ts");
const { argumentsOf, knownAt, membersOf } =
  await import("../../web/src/playground/editor/python-names.ts");

describe("what the editor knows of Python", () => {
  test("its names and their arguments are those of CPython", () => {
    const text = `import inspect, json, multiprocessing, multiprocessing.pool as pool, sys
def arguments(value):
    return [str(p).split(":")[0] for p in inspect.signature(value).parameters.values() if p.name != "self"]
members = lambda owner, names: {name: arguments(getattr(owner, name)) for name in names}
wanted = json.load(sys.stdin)
del wanted["multiprocessing"]["TimeoutError"]
print(json.dumps({name: members({"multiprocessing": multiprocessing}.get(name) or getattr(pool, name), names)
                  for name, names in wanted.items() if name != "Pool"} | {"Pool": members(pool.Pool, wanted["Pool"])}))`;
    const { stdout, stderr } = spawnSync("python3", ["-c", text], {
      input: JSON.stringify(pythonApi),
      encoding: "utf8",
    });
    assert.equal(stderr, "");
    const { TimeoutError, ...functions } = pythonApi.multiprocessing;
    assert.ok(TimeoutError.doc);
    const written = ({ signatures: [signature] }) =>
      (/\((.*)\)$/.exec(signature)[1] || null)?.split(/, (?=\w)/) ?? [];
    const ours = Object.fromEntries(
      Object.entries({ ...pythonApi, multiprocessing: functions }).map(([type, members]) => [
        type,
        Object.fromEntries(Object.entries(members).map(([name, entry]) => [name, written(entry)])),
      ]),
    );
    assert.deepEqual(ours, JSON.parse(stdout));
  });

  test("a variable's type is that of the call that gave its value", () => {
    const text = `import multiprocessing as mp
with mp.Pool(4) as workers:
    later = workers.map_async(f, xs)
    for y in (results := workers.imap(f, xs)): pass
other = mp.get_context("spawn").Pool()
`;
    const first = (name) => membersOf(name, text)[0]?.name;
    assert.equal(first("mp"), "Pool");
    assert.equal(first("workers"), "map");
    assert.equal(first("other"), "map");
    assert.equal(first("later"), "get");
    assert.equal(first("f"), undefined);
    const line = "    later = workers.map_async(f, xs)";
    assert.match(knownAt(line, line.indexOf("map_") + 2, text).entry.doc, /AsyncResult at once/);
    assert.equal(knownAt(line, line.indexOf("later"), text), null);
    assert.deepEqual(argumentsOf("pool.map(f, [g(x) for x in xs], chu"), ["chunksize"]);
    assert.deepEqual(argumentsOf("print(pool.map(f, xs), "), []);
  });

  test("a name is looked for in a text of 300,000 characters in time that grows with its length alone", () => {
    for (const text of [
      "\n",
      "import ",
      "with Pool(",
      "with Pool() ",
      "p = ",
      "p = a.",
      "p = a(",
      ") as ",
    ]) {
      const whole = text.repeat(300_000 / text.length);
      const took = computingTime(() => {
        for (const name of ["p", "multiprocessing"]) membersOf(name, whole);
      });
      assert.ok(took < 2000, `${JSON.stringify(text)}…: ${Math.round(took)} ms`);
    }
  });
});

describe("the numbers that a program offers", () => {
  test("a constant with a range behind it is one; other lines are none", () => {
    const text = `const chunksize = 4; // 1 to 16\nconst rows = 200_000; // 1_000 to 1_000_000 rows\nconst x = 1;\n  const y = 2; // 1 to 3\nconst z = 5; // 9 to 2\n`;
    const knobs = readKnobs(text);
    assert.deepEqual(
      knobs.map(({ name, value, low, high, unit }) => [name, value, low, high, unit]),
      [
        ["chunksize", 4, 1, 16, ""],
        ["rows", 200_000, 1_000, 1_000_000, "rows"],
      ],
    );
    assert.deepEqual(
      knobs.map(({ from, to }) => text.slice(from, to)),
      ["4", "200_000"],
    );
  });

  test("a slider reaches both ends, and gives a value that it shows at the same place", () => {
    for (const [low, high] of [
      [1, 8],
      [0, 1],
      [10, 1_000],
      [1_000, 1_000_000],
      [0, 0.5],
    ]) {
      const [knob] = readKnobs(`const x = ${low}; // ${low} to ${high}`);
      assert.equal(fromSlider(knob, 0), low);
      assert.equal(fromSlider(knob, sliderMax(knob)), high);
      assert.equal(toSlider({ ...knob, value: high }), sliderMax(knob));
      const middle = Math.round(sliderMax(knob) / 2);
      assert.ok(Math.abs(toSlider({ ...knob, value: fromSlider(knob, middle) }) - middle) <= 1);
    }
    assert.deepEqual([5, 1_234, 200_000, 0.25].map(writeNumber), ["5", "1_234", "200_000", "0.25"]);
  });

  test("both texts of a program of the guide offer the same ones", () => {
    const folder = new URL("../../web/programs/", import.meta.url);
    const offered = (file) =>
      readKnobs(readFileSync(new URL(file, folder), "utf8")).map(({ from, to, ...rest }) => rest);
    // The first program of the page has one text alone.
    const all = readdirSync(folder);
    const files = all.filter(
      (file) => file.endsWith(".sync.js") && all.includes(file.replace(".sync.", ".async.")),
    );
    assert.ok(files.some((file) => offered(file).length > 0));
    for (const file of files)
      assert.deepEqual(offered(file.replace(".sync.", ".async.")), offered(file), file);
  });
});

for (const { name, launch } of browsers) {
  describe(`the sliders of a card in ${name}`, () => {
    const cards = withCards(launch);

    test("moving one edits the number in the text, and editing the text moves it", async () => {
      const card = await cards.open("pool_map", "processes=2");
      await card.read((root) => root.querySelector("[data-knob=chunksize]").focus());
      await cards.page.press("ArrowRight");
      await cards.page.press("ArrowRight");
      await cards.page.press("ArrowRight");
      await card.until("editor", (editor) => editor.textContent.includes("const chunksize = 4;"));
      const { state } = await card.run();
      assert.equal(state, "done");
      // Eight values in chunks of four: two chunks.
      await card.until("strip", (strip) => strip.textContent.includes("2 of 2 ended"));
      await card.write(`const size = 30; // 10 to 50 ms\nprint(size);`);
      await card.until("knobs", (knobs) => knobs.textContent.includes("size 30 ms"));
      assert.equal(await card.read((root) => root.querySelector("[data-knob=chunksize]")), null);
      assert.equal((await card.run()).lines[0].text, "30");
      await card.click("reset");
    });

    test("a slider that is moved before the editor is loaded writes each value over the one before", async () => {
      const card = await cards.open("cpu_count", "processes=2");
      const atOnce = await card.read((root) => {
        const slider = root.querySelector("[data-knob=count]");
        for (const value of [9, 10, 12, 11]) {
          slider.value = value - 1;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }
        const isLoaded = root.querySelector(".cm-content") !== null;
        root.querySelector("[data-part=run]").click();
        return { isLoaded, shown: slider.getAttribute("aria-valuetext") };
      });
      assert.deepEqual(atOnce, { isLoaded: false, shown: "11" });
      // What ran, and what the editor shows when it is there, have the value of the slider.
      const { state, lines } = await card.ended();
      assert.equal(state, "done");
      assert.ok(
        lines.some(({ text }) => text.startsWith("11 tasks of 150 ms")),
        JSON.stringify(lines),
      );
      await card.until("editor", (editor) => editor.querySelector(".cm-content"));
      assert.match(await card.text(), /^const count = 11; \/\/ 1 to 24$/m);
      await card.click("reset");
    });

    test("the pool's names are completed, with what the library says of them", async () => {
      const card = await cards.open("pool_map");
      await card.write(`const pool = new Pool();\npool.mapA`);
      await cards.page.press("Control+Space");
      const shown = () =>
        document.querySelector(".cm-completionInfo")?.innerText &&
        document.querySelector(".cm-tooltip-autocomplete").innerText;
      const list = await card.until("editor", shown);
      assert.match(list, /mapAsync/);
      const info = await cards.page.evaluate(
        () => document.querySelector(".cm-completionInfo").innerText,
      );
      assert.match(info, /map that returns at once/);
      await cards.page.press("Escape");
      await card.click("reset");
      assert.deepEqual(cards.page.errors, []);
    });

    test("in Python, too, and the pointer over a name shows the same", async () => {
      const card = await cards.open("pool_map", "language=python");
      await card.write(`from multiprocessing import Pool\npool = Pool()\npool.map_a`);
      await cards.page.press("Control+Space");
      const shown = () => document.querySelector(".cm-completionInfo")?.innerText;
      assert.match(await card.until("editor", shown), /map_async\(func, .*AsyncResult at once/s);
      await cards.page.press("Escape");
      const hovered = await card.until("editor", (editor) => {
        const name = editor.querySelector(".cm-line:nth-child(2)");
        const range = document.createRange();
        range.selectNodeContents(name);
        const { right, top, height } = range.getBoundingClientRect();
        name.dispatchEvent(
          new MouseEvent("mousemove", {
            bubbles: true,
            clientX: right - 24, // within the word Pool
            clientY: top + height / 2,
          }),
        );
        return document.querySelector(".cm-tooltip-hover")?.innerText;
      });
      assert.match(hovered, /Pool\(processes=None.*A pool of processes/s);
      await card.click("reset");
      assert.deepEqual(cards.page.errors, []);
    });
  });
}
