// A program in Python that goes on for long: many tasks, of which some fail, and many pools, without growing memory.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before, describe, test } from "node:test";
import { browsers, serve } from "./drivers/index.mjs";
import { librarySite } from "./library-site.mjs";
import { runHere, streamOf } from "./python-page.mjs";

// In one browser alone: what it finds is in Python and the library, and it takes a while.
const first = browsers[0];

describe(first?.name ?? "a browser", { skip: !first && "there is no browser" }, () => {
  let server;
  let browser;
  let page;
  before(async () => {
    server = await serve({ root: librarySite() });
    browser = await first.launch();
    page = await browser.open(server.url);
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  const printed = async (text) => {
    const { end, lines } = await page.evaluate(runHere, `${server.url}lib/webpool.js`, text);
    assert.equal(end, "resolved", end.stack);
    assert.equal(streamOf(lines, "error"), "");
    return streamOf(lines);
  };

  test("100,000 tasks, of which every 1,000th fails or ends its process, each give their own result", async () => {
    const text = await printed(`import os, sys
import multiprocessing as mp

class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")

def task(n):
    kind = n % 1000
    if kind == 1:
        raise ValueError(n)
    if kind == 2:
        sys.exit(1)
    if kind == 3:
        os._exit(1)
    if kind == 4:
        return Deep().a
    if kind == 5:
        return lambda: n
    return n * 2

def outcome(result):
    try:
        return result.get()
    except Exception as error:
        return type(error).__name__

LOST = "WorkerLostError"
# Browsers have stacks of their own sizes, of which Python knows nothing.
FAULTS = {1: ["ValueError"], 2: [LOST], 3: [LOST], 4: [LOST, "RecursionError"], 5: ["MaybeEncodingError"]}
wrong = []
with mp.Pool(2) as pool:
    for begin in range(0, 100_000, 10_000):
        numbers = range(begin, begin + 10_000)
        for n, result in zip(numbers, [pool.apply_async(task, (n,)) for n in numbers]):
            if outcome(result) not in FAULTS.get(n % 1000, [n * 2]):
                wrong.append((n, outcome(result)))
print(wrong[:5])
`);
    assert.equal(text, "[]\n");
  });

  const pools = (count) =>
    printed(`import multiprocessing as mp
for n in range(${count}):
    with mp.Pool(2) as pool:
        assert pool.map(abs, [-n, n]) == [n, n]
print("well")
`);

  test("200 pools that come and go take no more memory than 20", async (t) => {
    assert.equal(await pools(20), "well\n");
    const few = new PeakMemory();
    assert.equal(await pools(20), "well\n");
    few.end();
    const many = new PeakMemory();
    assert.equal(await pools(200), "well\n");
    many.end();
    t.diagnostic(`${few.megabytes} MB with 20 pools, ${many.megabytes} MB with 200`);
    // A pool's interpreters and the image from which they go on have some 100 MB: 180 of them 18 GB.
    assert.ok(
      many.megabytes < few.megabytes + 3000,
      `${few.megabytes} MB with 20 pools, ${many.megabytes} MB with 200`,
    );
  });
});

/** The most memory that the processes which this one has started have had at once. */
class PeakMemory {
  megabytes = 0;
  #timer = setInterval(() => this.#look(), 200);
  constructor() {
    this.#look();
  }
  end() {
    clearInterval(this.#timer);
    this.#look();
  }
  #look() {
    const lines = execFileSync("ps", ["-axo", "pid=,ppid=,rss="], { encoding: "utf8" });
    const all = lines
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/).map(Number));
    const ours = new Set([process.pid]);
    let size;
    do {
      size = ours.size;
      for (const [pid, parent] of all) if (ours.has(parent)) ours.add(pid);
    } while (ours.size > size);
    const kilobytes = all.reduce((sum, [pid, , rss]) => sum + (ours.has(pid) ? rss : 0), 0);
    this.megabytes = Math.max(this.megabytes, Math.round(kilobytes / 1024));
  }
}
