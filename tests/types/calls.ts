// What each call's types say, as code: `tests/types.mjs` compiles it as a user of the package would, and nothing of it runs.
import { expectTypeOf } from "expect-type";
import {
  AsyncResult,
  ImapIterator,
  kernels,
  Matrix,
  type ModuleFunction,
  Pool,
  Program,
  type ProgramError,
  type ProgramOutput,
  share,
} from "webpool";

declare const pool: Pool;
declare const module: ModuleFunction;
const square = (x: number): number => x * x;
const later = async (x: number): Promise<string> => String(x);
const count = kernels.howmanyWithinRange(4, 8);

// The arguments of a function that is written in the call are inferred from what it is given.
expectTypeOf(pool.map((x) => x + 1, [1, 2])).toEqualTypeOf<number[]>();
expectTypeOf(pool.map((text) => text.length, new Set(["a"]))).toEqualTypeOf<number[]>();
expectTypeOf(pool.map(later, [1])).toEqualTypeOf<string[]>();
expectTypeOf(pool.starmap((a, b) => a + b, [[1, 2]] as [number, number][])).toEqualTypeOf<
  number[]
>();
expectTypeOf(pool.apply((a, b) => a + b, [1, 2])).toEqualTypeOf<number>();
expectTypeOf(pool.apply((text, n) => text.repeat(n), ["a", 2])).toEqualTypeOf<string>();
expectTypeOf(pool.apply(Math.hypot, [3, 4])).toEqualTypeOf<number>();
expectTypeOf(pool.apply(() => "x")).toEqualTypeOf<string>();
expectTypeOf(pool.apply(later, [1])).toEqualTypeOf<string>();
expectTypeOf(
  pool.apply((a, { factor }) => a * factor, [2], { kwds: { factor: 3 } }),
).toEqualTypeOf<number>();
expectTypeOf(pool.applyAsync((a, b) => a + b, [1, 2])).toEqualTypeOf<AsyncResult<number>>();
expectTypeOf(pool.mapAsync(square, [1, 2])).toEqualTypeOf<AsyncResult<number[]>>();
expectTypeOf(pool.mapAsync(later, [1])).toEqualTypeOf<AsyncResult<string[]>>();
pool.mapAsync(square, [1], {
  callback: (squares) => expectTypeOf(squares).toEqualTypeOf<number[]>(),
});
// @ts-expect-error: a string is not a number
pool.map(square, ["a"]);
// @ts-expect-error: one argument too many
pool.apply(square, [1, 2]);
// @ts-expect-error: the option's name is chunksize
pool.map(square, [1], { chunkSize: 2 });

// A subclass creates its own pools.
class Counting extends Pool {
  calls = 0;
}
expectTypeOf(Counting.create(2)).toEqualTypeOf<Promise<Counting>>();
class Named extends Pool {
  constructor(readonly name: string) {
    super(2);
  }
}
expectTypeOf(Named.create(2)).toEqualTypeOf<Promise<Pool>>();
const api = { create: Pool.create };
expectTypeOf(api.create(1)).toEqualTypeOf<Promise<Pool>>();
expectTypeOf((0, Pool.create)(1)).toEqualTypeOf<Promise<Pool>>();
expectTypeOf(Pool.create(2, { initializer: (n: number) => n, initargs: [1] })).toEqualTypeOf<
  Promise<Pool>
>();

// Kernels give integers.
const rows = Matrix.zeros(2, 2).rows();
expectTypeOf(pool.map(count, rows)).toEqualTypeOf<Int32Array>();
expectTypeOf(pool.map(count, [[1, 2], share(new Int32Array(2))])).toEqualTypeOf<Int32Array>();
expectTypeOf(pool.mapAsync(count, rows)).toEqualTypeOf<AsyncResult<Int32Array>>();
expectTypeOf(
  pool.starmap(kernels.howmanyWithinRange, [[[1, 2], 4, 8]]),
).toEqualTypeOf<Int32Array>();
expectTypeOf(pool.apply(count, [[1, 5]])).toEqualTypeOf<number>();
expectTypeOf(pool.apply(kernels.howmanyWithinRange, [[1, 5], 4, 8])).toEqualTypeOf<number>();
expectTypeOf(pool.applyAsync(count, [[1, 5]])).toEqualTypeOf<AsyncResult<number>>();
expectTypeOf(pool.imap(count, rows)).toEqualTypeOf<ImapIterator<number>>();

// What a module's function gives is unknown until it is said.
expectTypeOf(pool.map(module, [1])).toEqualTypeOf<unknown[]>();
expectTypeOf(pool.map<number>({ module: "./tasks.js", name: "f" }, [1])).toEqualTypeOf<number[]>();
expectTypeOf(pool.apply(module, [1])).toEqualTypeOf<unknown>();
expectTypeOf(pool.applyAsync<string>(module, [1])).toEqualTypeOf<AsyncResult<string>>();
expectTypeOf(pool.imap<number>(module, [1])).toEqualTypeOf<ImapIterator<number>>();

// Streams, of either kind of input.
async function* numbers() {
  yield 1;
}
expectTypeOf(pool.imap((x) => x + 1, numbers())).toEqualTypeOf<ImapIterator<number>>();
for await (const text of pool.imapUnordered(later, [1])) expectTypeOf(text).toEqualTypeOf<string>();
for (const y of pool.imap(square, [1])) expectTypeOf(y).toEqualTypeOf<number>();

// An initializer's arguments are a tuple.
Pool.create(2, {
  initializer: (n, text) => {
    expectTypeOf(n).toEqualTypeOf<number>();
    expectTypeOf(text).toEqualTypeOf<string>();
  },
  initargs: [1, "x"],
});
expectTypeOf(Pool.create(2, { initializer: module, initargs: [1, "x"] })).toEqualTypeOf<
  Promise<Pool>
>();
// @ts-expect-error: the initializer takes a number
Pool.create(2, { initializer: square, initargs: ["a"] });

// A result is a promise; only calls make one.
const promise: Promise<number[]> = pool.mapAsync(square, [1]);
expectTypeOf(await promise).toEqualTypeOf<number[]>();
expectTypeOf(pool.mapAsync(square, [1]).get(100)).toEqualTypeOf<number[]>();
// @ts-expect-error: its constructor is private
new AsyncResult();
// @ts-expect-error: its constructor is private
new ImapIterator();
// @ts-expect-error: there is no third argument
new Pool(2, {}, Symbol());
// @ts-expect-error: there is no third argument
new Program("", {}, "name");

// A timeout, which functions have and kernels do not.
pool.mapAsync(square, [1], { timeout: 100, chunksize: 1 });
pool.apply(square, [1], { timeout: null });
pool.imapUnordered(square, [1], { timeout: 100, buffersize: 1 });
// @ts-expect-error: milliseconds are a number
pool.map(square, [1], { timeout: "1s" });
// @ts-expect-error: a kernel runs to its end
pool.imap(kernels.howmanyWithinRange(1, 2), [new Int32Array(1)], { timeout: 100 });

// Programs.
const program = new Program("", {
  onOutput: (lines) => expectTypeOf(lines).toEqualTypeOf<ProgramOutput[]>(),
});
expectTypeOf(program.run()).toEqualTypeOf<Promise<void>>();
expectTypeOf<ProgramError["line"]>().toEqualTypeOf<number | undefined>();

// Pools and results end with their scope.
{
  await using scoped = await Pool.create(2);
  using matrix = Matrix.zeros(1, 1);
  expectTypeOf(scoped.processes).toEqualTypeOf<number>();
  expectTypeOf(matrix.data).toExtend<Int32Array>();
}
