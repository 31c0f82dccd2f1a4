// Words that readers stumbled over, and what the page, its figures and the README say instead.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";

const read = (path) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");
const sources = (folder) =>
  readdirSync(new URL(`../../${folder}`, import.meta.url), { recursive: true })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => read(`${folder}/${name}`));
/** Text without tags, with plain quotes, on one line. */
const plain = (text) =>
  text
    .replace(/<[^>]+>/g, "")
    .replace(/[’‘]/g, "'")
    .replace(/[`*]/g, "")
    .replace(/\s+/g, " ");

const site = plain(
  [read("web/index.html"), read("web/authors.html"), ...sources("web/src/playground")].join("\n"),
);
const readme = plain(read("README.md"));

/** What was written, and what is written now. */
const words = [
  ["The ground", "Basics"],
  ["The program waits / goes on", "Blocking calls"],
  ["The program goes on meanwhile", "Non-blocking calls"],
  ["Why not four times", "Why 4 processors are not 4 times as fast"],
  ["Which to take", "Which method to use"],
  ["every claim can be tried", "with Python's names, and you can run every example"],
  ["the machine before you", "your computer"],
  ["the others have nothing to do with it", "the rest sit idle"],
  [
    "somebody has to cut and collect",
    "the program itself has to split the work and gather the results",
  ],
  ["from how much work on does a pool pay", "how much work makes a pool worthwhile?"],
  ["map, by default", "map, default chunksize"],
  ["take a receipt for the results", "a handle to future results"],
  ["so what counts is the overhead", "so overhead dominates"],
  ["Who reads results slowly", "A slow reader slows the input"],
  ["takes no harm", "keeps working"],
  ["that are possible", "out of an ideal 4"],
  ["each tenth power equally long", "Log scale"],
  ["A frame, which every site takes", "An iframe, which works on any site"],
  ["Without scripts it is read as it stands", "Without JavaScript, readers see the code"],
  ["Who serves this site decides otherwise", "If you host this site, change this in"],
];

describe("the words of the page", () => {
  for (const [before, now] of words) {
    test(`“${now}”, not “${before}”`, () => {
      assert.ok(!site.includes(before), before);
      assert.ok(site.includes(now), now);
    });
  }

  test("“Where it is slower”, not “Where it loses”, in the README", () => {
    assert.ok(!readme.includes("Where it loses"));
    assert.ok(readme.includes("Where it is slower"));
  });
});
