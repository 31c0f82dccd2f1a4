// What is inferred from the functions and items of calls, and which misspelt options are errors of the types.
import { expectTypeOf } from "expect-type";
import {
  AsyncResult,
  type ImapIterator,
  kernels,
  Matrix,
  Pool,
  Program,
  TimeoutError,
} from "webpool";

declare const pool: Pool;

// Items of all kinds of iterables.
expectTypeOf(pool.map((x) => x, [1, 2] as const)).toEqualTypeOf<(1 | 2)[]>();
expectTypeOf(pool.map((x) => x.length, ["a"] as readonly string[])).toEqualTypeOf<number[]>();
expectTypeOf(pool.map((x) => x * 2, new Float64Array(2))).toEqualTypeOf<number[]>();
expectTypeOf(pool.map((letter) => letter, "text")).toEqualTypeOf<string[]>();
expectTypeOf(pool.map(([key, n]) => key.repeat(n), new Map([["a", 1]]))).toEqualTypeOf<string[]>();
expectTypeOf(pool.map((row) => row.length, Matrix.zeros(1, 1).rows())).toEqualTypeOf<number[]>();
expectTypeOf(
  pool.map((block) => block.rowCount, Matrix.zeros(1, 1).rows({ block: 1 })),
).toEqualTypeOf<number[]>();
expectTypeOf(pool.map((x) => ({ x }), [1])).toEqualTypeOf<{ x: number }[]>();
expectTypeOf(pool.map((x: number | string) => x, [1, "a"])).toEqualTypeOf<(number | string)[]>();

// Built-in functions.
expectTypeOf(pool.map(String, [1])).toEqualTypeOf<string[]>();
expectTypeOf(pool.map(Math.sqrt, [4])).toEqualTypeOf<number[]>();
expectTypeOf(pool.map(parseInt, ["7"])).toEqualTypeOf<number[]>();
expectTypeOf(pool.apply(String.fromCharCode, [87, 80])).toEqualTypeOf<string>();

// Tuples, written in the call or not.
expectTypeOf(
  pool.starmap(
    (text, n) => text.repeat(n),
    [
      ["a", 1],
      ["b", 2],
    ],
  ),
).toEqualTypeOf<string[]>();
expectTypeOf(pool.starmap((key, n) => key.repeat(n), new Map([["a", 1]]))).toEqualTypeOf<
  string[]
>();
expectTypeOf(pool.starmap((a, b) => [a, b] as const, [[1, "x"]] as const)).toEqualTypeOf<
  (readonly [1, "x"])[]
>();
expectTypeOf(pool.starmap((a: number, b?: string) => b ?? a, [[1], [2, "b"]])).toEqualTypeOf<
  (number | string)[]
>();
expectTypeOf(pool.starmap(Math.pow, [[2, 3]])).toEqualTypeOf<number[]>();
expectTypeOf(pool.starmapAsync(async (a, b) => a + b, [[1, 2]])).toEqualTypeOf<
  AsyncResult<number[]>
>();
expectTypeOf(pool.apply((a: number, b?: string) => b ?? a, [1])).toEqualTypeOf<number | string>();
expectTypeOf(pool.apply((...all: number[]) => all.length, [1, 2, 3])).toEqualTypeOf<number>();
expectTypeOf(pool.apply((...all) => all, [1, "b"] as const)).toEqualTypeOf<[1, "b"]>();
expectTypeOf(pool.apply((x) => x.n, [{ n: 5 }])).toEqualTypeOf<number>();
// @ts-expect-error: the second argument is a string
pool.starmap((a: number, b: string) => b.repeat(a), [[1, 2]]);
// @ts-expect-error: an argument is missing
pool.apply((a: number, b: number) => a + b, [1]);
// @ts-expect-error: the arguments are an array
pool.apply((a: number) => a, 1);

// Async functions, and those that may be either.
expectTypeOf(pool.imap(async (x) => x, [1])).toEqualTypeOf<ImapIterator<number>>();
expectTypeOf(pool.map((x: number) => (x > 0 ? Promise.resolve("a") : null), [1])).toEqualTypeOf<
  (string | null)[]
>();

// A result is a promise wherever one is taken.
const one = pool.applyAsync((x) => x + 1, [1]);
const [a, b] = await Promise.all([one, pool.mapAsync((x) => `${x}`, [1])]);
expectTypeOf(a).toEqualTypeOf<number>();
expectTypeOf(b).toEqualTypeOf<string[]>();
expectTypeOf<Awaited<typeof one>>().toEqualTypeOf<number>();
expectTypeOf(await Promise.race([one, Promise.resolve("late")])).toEqualTypeOf<number | string>();
expectTypeOf(one.then((x) => String(x))).toEqualTypeOf<Promise<string>>();
expectTypeOf(one.catch(() => null)).toEqualTypeOf<Promise<number | null>>();
expectTypeOf(one.finally(() => {})).toEqualTypeOf<Promise<number>>();
export const returned = async (): Promise<number> => one;
export const likes: PromiseLike<number> = one;
export const wider: AsyncResult<number | string> = one;

// Options that do not exist.
const f = (x: number): number => x;
// @ts-expect-error: maxtasksperchild
await Pool.create(1, { maxTasksPerChild: 1 });
// @ts-expect-error: only the async calls have callbacks
pool.map(f, [1], { callback: f });
// @ts-expect-error: errorCallback
pool.mapAsync(f, [1], { errorcallback: f });
// @ts-expect-error: onProgress
pool.starmapAsync(f, [[1]], { progress: f });
// @ts-expect-error: kwds
pool.apply(f, [1], { b: 5 });
// @ts-expect-error: apply has no chunks
pool.applyAsync(f, [1], { chunksize: 5 });
// @ts-expect-error: buffersize
pool.imap(f, [1], { bufferSize: 1 });
// @ts-expect-error: buffersize is of imap
pool.imapUnordered(f, [1], { callback: f });
// @ts-expect-error: the options are an object
pool.mapAsync(f, [1], 50);
// @ts-expect-error: force
one.cancel({ forced: true });
// @ts-expect-error: seed, low and high
Matrix.random(1, 1);
// @ts-expect-error: low
Matrix.random(1, 1, { seed: 1, min: 0, high: 2 });
// @ts-expect-error: block
Matrix.zeros(1, 1).rows({ blok: 1 });
// @ts-expect-error: onOutput
new Program("", { onoutput: f });
// @ts-expect-error: module
pool.map({ modul: "./tasks.js" }, [1]);
// @ts-expect-error: the kernel's range is of numbers
kernels.howmanyWithinRange("4", 8);
// @ts-expect-error: a function, not its text
pool.map("x => x", [1]);

// Errors.
export const itemOf = (error: unknown): number | undefined =>
  error instanceof TimeoutError ? error.item : undefined;
