// Calls that must not compile, each with what the compiler has to say about it in the end. (tests/types.mjs reads this file.)
import type { Pool } from "webpool";

declare const pool: Pool;
declare const square: (x: number) => number;

pool.map(square, ["2"]); // Type 'string' is not assignable to type 'number'.
pool.map(square, 2); // Argument of type 'number' is not assignable to parameter of type 'Iterable<number>'.
pool.starmap(square, [["2"]]); // Type 'string' is not assignable to type 'number'.
pool.apply(square, ["2"]); // Type 'string' is not assignable to type 'number'.
pool.applyAsync(square, [2, 3]); // Source has 2 element(s) but target allows only 1.
pool.applyAsync(square, [2], { chunksize: 1 }); // 'chunksize' does not exist in type
pool.imap(square, ["2"]); // Type 'string' is not assignable to type 'number'.
