// Mistakes of learners in Python: the machine's own Python makes the error, the page says what it means.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, test } from "node:test";

const { explain } = await import("../../web/src/playground/run/explain.ts");

/** The error that ends a program, as CPython describes it: the last line of its traceback. */
function failureOf(source) {
  const { stderr } = spawnSync("python3", ["-"], {
    input: source,
    encoding: "utf8",
    timeout: 300_000,
  });
  const last = stderr.trimEnd().split("\n").at(-1);
  const [, name, message = ""] = /^(?:\w+\.)*(\w+)(?:: (.*))?$/.exec(last) ?? [
    null,
    "none",
    stderr,
  ];
  return { name, message };
}

const square = "def square(x):\n    return x * x\n";
const pool = `from multiprocessing import Pool\n${square}`;

/** A text, and what the sentence about it says. */
const mistakes = [
  ["import lodash_for_python", /no module “lodash_for_python”.*standard library/],
  ["from multiprocessing import pool_of_four", /nothing named “pool_of_four”.*import Pool/],
  ["with Pool() as pool:\n    pass", /begin the program with from multiprocessing import Pool/],
  ["print(time.time())", /begin the program with import time/],
  ["console.log(1)", /“console” is not Python’s. Python writes print/],
  ["x = null", /“null” is not Python’s. Python writes None/],
  ["numbers = [1]\nprint(numbrs)", /called “numbrs”.*spelling/],
  ["print 'one'", /stands in brackets: print\(…\)/],
  [`${pool}result = await Pool(1).map_async(square, [1])`, /no “await”: call get\(\)/],
  ["def f(x):\nreturn x", /beginning of a line/],
  ["if True:\n    a = 1\n      b = 2", /beginning of a line/],
  ["def f(x)\n    return x", /ends with a colon/],
  ["print((1)", /bracket or a quote that is opened/],
  ["print('one)", /bracket or a quote that is opened/],
  [`${pool}with Pool(1) as p:\n    p.mapAsync(square, [1])`, /called map_async/],
  ["{}.hasKey('a')", null],
  ["[1].forEach(print)", /JavaScript’s\. Python writes for value in numbers:/],
  ["numbers = [1]\nnumbers.push(2)", /append\(value\)/],
  [`${pool}with Pool(1) as p:\n    p.mapp(square, [1])`, /no method “mapp”.*starmap_async/],
  [`${pool}with Pool(1) as p:\n    pass\np.map(square, [1])`, /end of the with block/],
  [`${pool}p = Pool(1)\np.join()`, /call close\(\) or terminate\(\) before it/],
  [
    `${pool}with Pool(1) as p:\n    p.map(lambda x: x, [1])`,
    /write the function with def at the top level/,
  ],
  [`${pool}with Pool(1) as p:\n    p.map(square, 5)`, /can be iterated, is needed/],
  [`${pool}with Pool(1) as p:\n    p.map(square(2), [1])`, /function itself, without brackets/],
  [
    `${pool}with Pool(1) as p:\n    p.map(square, [1], callback=1)`,
    /“callback” is no setting.*map takes chunksize/,
  ],
  [`${pool}with Pool(1) as p:\n    p.starmap(square, [(1, 2)])`, /starmap unpacks a tuple/],
  [
    `${pool}with Pool(1) as p:\n    for y in p.map_async(square, [1]):\n        pass`,
    /Call get\(\) on it/,
  ],
  [`${pool}with Pool(1) as p:\n    p.map([1], square)`, /function stands first/],
  [`${pool}with Pool(1) as p:\n    p.apply(square, 3)`, /tuple of arguments: pool\.apply/],
  [`${pool}with Pool(1) as p:\n    p.map_async(square, [1]).get[0]`, /called with brackets/],
  ["from multiprocessing import pool\npool()", /import Pool, with a capital P/],
  ["pool(2)", /made by Pool\(\), with a capital P/],
  ["import Multiprocessing", /module is called multiprocessing/],
  ["import multiprocessing\nmultiprocessing.cpuCount()", /called cpu_count/],
  ["if 1 && 2:\n    pass", /writes and instead of &&/],
  ["i = 0\ni++", /writes i \+= 1/],
  ["if !True:\n    pass", /writes not instead of !/],
  ["// a comment\nx = 1", /comment begins with #/],
  ["if 1:\n    pass\nelse if 2:\n    pass", /writes elif/],
  ["return 2", /belongs in a function/],
  ["x = 1\nif x = 1:\n    pass", null],
  ["def f():\n    n += 1\nn = 0\nf()", /has its own of that name/],
  ["def f(x):\n    return f(x)\nf(1)", /calls itself again and again/],
  ["print('a' + 1)", /str\(value\) a text of anything/],
  ["[1][3]", /no element with this index/],
  ["{}['a']", /no such key/],
  [`${pool}Pool(process=4)`, /Pool takes processes, initializer/],
  [`${pool}with Pool(1) as p:\n    p.map(square)`, /a function and a list of values/],
  [`${pool}with Pool(1) as p:\n    p.map(square, range(3), range(3))`, /third argument.*zip/],
  [`${pool}with Pool(1) as p:\n    p.imap(square, [1])[0]`, /list\(results\)/],
  [`${pool}with Pool(1) as p:\n    p.map_async(square, [1]).result()`, /Call get\(\) on it.*ready/],
  [`${pool}with Pool(1) as p:\n    p.map_async(square, [1]).gett()`, /Did you mean get\?/],
  [`${pool}with Pool(1) as p:\n    p.map_async(square, [1]) + [2]`, /Call get\(\) on it/],
  [`${pool}with Pool(1) as p:\n    p.map(square, [1]).get()`, /has waited already/],
  [`${pool}with Pool(1) as p:\n    p.map(square, [None])`, /print\(type\(value\)\)/],
  ["import multiprocessing\nmultiprocessing.pool(2)", /capital P/],
  ["from multiprocessing.pool import pool", /import Pool, with a capital P/],
  ["for i in 5:\n    pass", /for i in range\(5\):/],
  ["[1].lenght", /len\(values\)/],
  ["[1].apend(2)", /Did you mean append\?/],
  ["{}.key", /values\["key"\]/],
  ["None.foo", /“\.foo” is None/],
  ["import math\nmath.squareroot(4)", /“math” has nothing called “squareroot”/],
  ["int('abc')", /is no number/],
  ["a, b = [1, 2, 3]", /as many variables/],
  ["1 / 0", /divided by 0/],
  ["open('missing.txt')", /no such file/],
  ["if name == '__main__':\n    pass", /__name__/],
  ["x = 1 ? 2 : 3", /a if condition else b/],
  ["raise TimeoutError", /in the time that get\(\) was given/],
  ["[1].add(2)", /Python writes append\(value\)/],
  ["'abc'.append('x')", /“append” exists, but not for a str/],
  ["'abc'.add(1)", /A str has nothing called “add”/],
  ["[1].split()", /“split” exists, but not for a list/],
  ["(1, 2).append(3)", /“append” exists, but not for a tuple/],
  ["range(3).strip()", /“strip” exists, but not for a range/],
  ["'abc'.uper()", /Did you mean upper\?/],
  ["[1] > 2", /A list and a number cannot be compared/],
  [
    `${pool}with Pool(1) as p:\n    xs = p.map(square, [1, 2])\n    xs > 2`,
    /A list and a number cannot be compared/,
  ],
  [`${pool}with Pool(1) as p:\n    p.map(square, [1, 2], [3, 4])`, /third argument of map/],
  [
    "def get(url):\n    pass\nget(1, retries=3)",
    /function “get” has no parameter called “retries”/,
  ],
  [
    "class Cache:\n    def get(self): pass\nCache().get(key=3)",
    /function “get” has no parameter called “key”/,
  ],
  [`${pool}with Pool(1) as p:\n    p.map_async(square, [1]).get(time=3)`, /get takes timeout/],
  ["def apply(func, x):\n    pass\napply(x=1)", /another number of arguments/],
  [`${pool}with Pool(1) as p:\n    p.apply()`, /a function and a tuple of its arguments/],
  ["[].get(1)", /A list has nothing called “get”/],
  ['s = "a"\nif s == "?":\n    print s', /stands in brackets: print/],
  ['s = "a"\nif s == "?":\n    s = = 1', /cannot be read from here on/],
  ['print("Ready?", {1: 2} 3)', null],
  ['x = 1\nprint(f"{x!r}" "Stop!" && 2)', /writes and instead of &&/],
  ["# why? since: a && b, else if !x\nx = = 1", /cannot be read from here on/],
  ["switch = 1\nx = = 1", /cannot be read from here on/],
  ["assert 1 == 2", /condition after assert does not hold/],
];

describe("mistakes of a learner in Python", () => {
  for (const [source, wanted] of mistakes)
    test(JSON.stringify(source.replace(pool, "")), () => {
      const failure = failureOf(source);
      const said = explain(failure, source, "python");
      const seen = `${failure.name}: ${failure.message} → ${said?.text}`;
      if (wanted === null) assert.equal(said, null, seen);
      else assert.match(said?.text ?? "", wanted, seen);
    });

  test("processes that cannot begin are explained by the text of the program", () => {
    const failure = {
      name: "WorkerLostError",
      message: "the processes of the pool could not begin: Traceback …",
    };
    const said = (source) => explain(failure, source, "python").text;
    const spawned = 'mp.set_start_method("spawn")\nwith mp.Pool(2) as pool:\n    pass';
    assert.match(said(spawned), /under if __name__ == "__main__":/);
    assert.match(said("Pool(2, initializer=prepare)"), /in its initializer/);
    failure.message = "the pool was terminated before the job had ended; use close() and join() …";
    assert.match(said("…"), /Call get\(\) within the block/);
  });

  test("a text of another language is recognized by its signs", () => {
    for (const [source, language] of [
      ['import { Pool } from "webpool";\nconst pool = new Pool();', "js"],
      ["#include <iostream>\nint main() {}", "cpp"],
    ]) {
      const failure = failureOf(source);
      const seen = `${failure.name}: ${failure.message}`;
      assert.equal(explain(failure, source, "python")?.language, language, seen);
    }
  });

  test("an error of the program's own is left to its own words", () => {
    assert.equal(explain({ name: "RuntimeError", message: "mine" }, "raise …", "python"), null);
  });
});
