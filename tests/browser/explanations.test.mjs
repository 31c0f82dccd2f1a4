// The sentences that explain the errors of a learner's program: by the words of each browser, by the text, and in time that
// grows with the length alone.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { computingTime } from "./computing-time.mjs";

const { explain, languageOf } = await import("../../web/src/playground/run/explain.ts");
const { hintAfter } = await import("../../web/src/playground/run/hints.ts");

describe("what errors are explained as", () => {
  test("the same mistake is known by the words of each browser", () => {
    for (const [name, message, wanted] of [
      ["TypeError", 'Failed to resolve module specifier "x". Relative …', /no module “x”/],
      [
        "TypeError",
        "The specifier “x” was a bare specifier, but was not remapped",
        /no module “x”/,
      ],
      ["SyntaxError", "The requested module 'u' does not provide an export named 'Pol'", /“Pol”/],
      ["SyntaxError", "The requested module 'u' doesn't provide an export named: 'Pol'", /“Pol”/],
      ["ReferenceError", "Can't find variable: Pool", /has to be imported/],
      ["ReferenceError", "Pool is not defined", /has to be imported/],
      ["TypeError", "class constructors must be invoked with 'new'", /made with new/],
      ["SyntaxError", "await is only valid in async functions and the top level …", /top level/],
      ["SyntaxError", "Strict mode code may not include a with statement", /new Pool\(\)/],
      ["SyntaxError", "strict mode code may not contain 'with' statements", /new Pool\(\)/],
      ["SyntaxError", "'with' statements are not valid in strict mode.", /new Pool\(\)/],
      ["SyntaxError", "Unexpected identifier 'and'", /JavaScript writes &&/],
      ["SyntaxError", "Illegal return statement", /belongs in a function/],
      ["SyntaxError", "return not in function", /belongs in a function/],
      ["SyntaxError", "Identifier 'a' has already been declared", /Two variables.*“a”/],
      ["SyntaxError", "redeclaration of const a", /Two variables.*“a”/],
      ["ReferenceError", "Cannot access 'a' before initialization", /“a” is used above/],
      ["ReferenceError", "can't access lexical declaration 'a' before …", /“a” is used above/],
      ["ReferenceError", "Cannot access uninitialized variable.", /used above/],
      ["ReferenceError", "cout is not defined", /C\+\+.*print/],
      ["ReferenceError", "assignment to undeclared variable processes", /new Pool\(4\)/],
      ["RangeError", "Maximum call stack size exceeded.", /again and again/],
      ["InternalError", "too much recursion", /again and again/],
      ["TypeError", "Cannot read properties of null (reading 'k')", /“\.k” has no value/],
      ["TypeError", `can't access property "k", a is null`, /“\.k” has no value/],
      ["TypeError", "pool.mapp is not a function", /Did you mean map\?/],
      ["TypeError", "pool.mapasync is not a function", /Did you mean mapAsync\?/],
      ["TypeError", "pool.frobnicate is not a function", /no method “frobnicate”/],
      ["TypeError", "f(...) is not a function", /“f\(\.\.\.\)” is called here/],
      ["TypeError", "r.get(...).foreach is not a function", /Did you mean forEach\?/],
      ["TypeError", "pool.cpuCount is not a function", /import { Pool, cpuCount }/],
      ["ReferenceError", "pool is not defined", /Make the pool first/],
      ["SyntaxError", `Unexpected token 'N', "Not found" is not valid JSON`, /is no JSON/],
      ["SyntaxError", "JSON.parse: unexpected character at line 1 …", /is no JSON/],
      ["SyntaxError", 'JSON Parse error: Unexpected identifier "Not"', /is no JSON/],
      ["SyntaxError", "Invalid left-hand side in assignment", /To compare, write ===/],
      ["SyntaxError", "invalid assignment left-hand side", /To compare, write ===/],
      ["Thrown", "5", /throw new Error/],
    ])
      assert.match(explain({ name, message }, "", "js")?.text ?? "", wanted, message);
  });

  test("what a mistake means may depend on the text", () => {
    const said = (message, source) => explain({ name: "TypeError", message }, source, "js").text;
    assert.match(
      said("pool.map is not a function", "const pool = Pool.create();"),
      /const pool = await Pool\.create/,
    );
    const readable = (source) =>
      explain({ name: "SyntaxError", message: "Unexpected identifier 'x'" }, source, "js");
    for (const [source, line, sentence] of [
      [`print(1);\nprint x;`, 2, /stands in brackets: print/],
      [`import webpool;`, 1, /imports by name/],
      [`const a = 1;\n# a comment`, 2, /comment begins with \/\//],
      [`pool.map(lambda x: x, [1]);`, 1, /“lambda” is Python’s/],
      [`const a = 1;\nint x = 2;`, 2, /without a type/],
      [`print(1);\nif x === 3 { print(x); }`, 2, /condition stands in brackets/],
      [`import { Pool } from webpool;`, 1, /stands in quotes: import/],
      [`const a = 1;\nfor (let i = 0, i < 3, i++) print(i);`, 2, /separated by semicolons/],
      [`const a = 1 x;`, undefined, /bracket, a quote or a comma is missing/],
      // What other languages are known by may stand in ordinary programs.
      [`for (const [a, b, c] of rows) print(a x);`, undefined, /bracket, a quote or a comma/],
      [`for (const { a = 1, b, c } of rows) print(a x);`, undefined, /bracket, a quote or a comma/],
      [`for (const x of [a, b, c]) print(x x);`, undefined, /bracket, a quote or a comma/],
      [`/*\nif you see this {\n*/\nprint(1 x);`, undefined, /bracket, a quote or a comma/],
      [`const a = \`\nwhile it runs: lambda\n# 1\`;\nprint(1 x);`, undefined, /a quote or a comma/],
      [`/* a\n"b" */ print("it's // \\" lambda");\nif x === 3 { }`, 2 + 1, /stands in brackets/],
    ]) {
      assert.match(readable(source).text, sentence);
      assert.equal(readable(source).line, line, source);
    }
    const open = { name: "SyntaxError", message: "Unexpected end of input" };
    const { text, line } = explain(open, "function f(x) {\n  return x;\n\nprint(f(2));\n", "js");
    assert.match(text, /opened somewhere above is never closed/);
    assert.equal(line, 4);
    const ofPool = /A pool has map/;
    assert.match(said("p.frobnicate is not a function", "const p = new Pool(2);"), ofPool);
    assert.match(said("p.frobnicate is not a function", "const p = await Pool.create();"), ofPool);
    assert.doesNotMatch(said("xs.frobnicate is not a function", "const xs = [1];"), /pool/i);
    // A name that the library does not have is not promised.
    assert.match(said("two_times is not a function", ""), /“two_times” is called here/);
    assert.doesNotMatch(said("pool.two_times is not a function", ""), /twoTimes/);
    assert.match(said("r.map is not a function", "const r = pool.mapAsync(f, xs);"), /r\.get\(\)/);
    const inTask = (name, source) =>
      explain(
        { name: "ReferenceError", message: `${name} is not defined in the processor. A …` },
        source,
        "js",
      ).text;
    assert.match(inTask("pool", "const pool = new Pool();"), /give that to “pool” in the program/);
    const thrown = (source) => explain({ name: "Thrown", message: "5" }, source, "js").line;
    assert.equal(thrown("function f() {\n  throw  new Error(1);\n}\n// throw 1\nthrow 5;"), 5);
    assert.equal(thrown("const text = `throw it`;\nthrow 'no error';"), 2);
    assert.doesNotMatch(said("store(...).get is not a function", ""), /has waited already/);
    assert.match(
      inTask("g", "function g(x) {}"),
      /no function of the program.*within the function/,
    );
    assert.match(inTask("g", "const g = (x) => x;"), /no function of the program/);
    assert.match(inTask("g", "const g = 3;"), /no variable of the program/);
    const indices = "for (const x in xs) x.toFixed();";
    assert.match(said("x.toFixed is not a function", indices), /for \(const x of …\)/);
    const elif = { name: "SyntaxError", message: "Unexpected token '{'" };
    assert.deepEqual(explain(elif, "if (a) {\n}\nelif (b) {\n}", "js"), {
      text: "“elif” is Python’s. JavaScript writes else if.",
      line: 3,
    });
  });

  test("a successful program that hardly printed what was meant gets a hint", () => {
    for (const [printed, language, hint] of [
      ["[Function: get]", "js", /with brackets/],
      ["AsyncResult: pending (await it)", "js", /handle to future results/],
      ["Promise [Promise] {}", "js", /handle to future results/],
      ["Results: [ undefined, undefined ]", "js", /return statement/],
      ["[ NaN, NaN ]", "js", /starmap is for functions of several arguments/],
      ["<multiprocessing.pool.IMapIterator object at 0x1>", "python", /list\(results\)/],
      ["<multiprocessing.pool.MapResult object at 0x1>", "python", /handle to future results/],
      ["[None, None]", "python", /return statement/],
    ])
      assert.match(hintAfter(printed, language) ?? "", hint, printed);
    for (const printed of ["[ 1, 4 ]", "undefined", "AsyncResult: done (await it, or get())"])
      assert.equal(hintAfter(printed, "js"), null);
    assert.equal(hintAfter("[1, 4]\nNone", "python"), null);
  });

  test("the language of a text is recognised by its signs, and an empty text has none", () => {
    assert.equal(languageOf("def f(x):\n    return x\n"), "python");
    assert.equal(languageOf("#include <vector>\n"), "cpp");
    assert.equal(languageOf("const x = 1;\n"), "js");
    assert.equal(languageOf("x"), null);
    assert.equal(languageOf("\n\tclass Point(Base):\n"), "python");
    assert.equal(explain({ name: "RangeError", message: "mine" }, "throw …", "js"), null);
    assert.equal(
      explain({ name: "SyntaxError", message: "invalid syntax" }, "let x = 1;", "python").language,
      "js",
    );
  });
});

test("the language of a text of 300,000 characters is found, and its signs of another one, in time that grows with its length alone", () => {
  const texts = [
    "\n",
    " ",
    "\t\n",
    ";",
    "; ",
    "def f(",
    "def f()",
    "class a",
    "with :",
    "import a",
    "import a from b",
    "import ",
    ": ",
    ",",
    "? ",
    '"',
    '\\"',
    "'''",
    '"""',
    "`",
    "\\`",
    "/*",
    "if a",
    "if a:",
    "switch a",
    "for (=",
    "throw ",
    "p.map(",
    "p.map(a,b",
    "p.map(a, [",
    "p.map(a, b ,",
  ];
  const ofImports = [
    ["TypeError", 'Failed to resolve module specifier "zz".', "js"],
    ["TypeError", "Failed to fetch dynamically imported module: blob:x", "js"],
    ["SyntaxError", "The requested module does not provide an export named 'zz'", "js"],
  ];
  for (const text of texts) {
    for (const [begin, end] of [
      ["", "x"],
      ["def f(", ""],
      ["class a", "!"],
      ["with a", "!"],
      ["for (", "!"],
      ["import a from b", "!"],
      ["import", "!"],
    ]) {
      const whole = begin + text.repeat(300_000 / text.length) + end;
      const took = computingTime(() => {
        languageOf(whole);
        for (const [name, message, language] of [
          ["SyntaxError", "invalid syntax", "js"],
          ["SyntaxError", "invalid syntax", "python"],
          ["Thrown", "5", "js"],
          ...(/import/.test(begin + text) ? ofImports : []),
          ["TypeError", "'>' not supported between instances of 'list' and 'int'", "python"],
        ])
          explain({ name, message }, whole, language);
      });
      assert.ok(took < 2000, `${JSON.stringify(begin + text)}…${end}: ${Math.round(took)} ms`);
    }
  }
});

test("an error with a message of 300,000 characters is explained at once", () => {
  for (const text of [
    "IMap",
    "'MapResult'",
    "SyntaxError: ",
    "TypeError: ",
    "a.",
    ").",
    ".map(",
    "_a",
  ])
    for (const name of ["TypeError", "SyntaxError", "AttributeError", "ReferenceError"])
      for (const language of ["js", "python"]) {
        const message = text.repeat(300_000 / text.length);
        const took = computingTime(() => explain({ name, message }, "", language));
        assert.ok(took < 2000, `${name}: ${text}… in ${language}: ${Math.round(took)} ms`);
      }
});
