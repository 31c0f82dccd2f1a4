// What the address of an embedded program says, and which messages are the library's.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, test } from "node:test";

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
