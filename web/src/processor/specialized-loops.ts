import { evaluate } from "../bindings/trusted-types";
import type { Callable } from "./compile";

/** The position of a loop. */
export interface Progress {
  index: number;
}

/** The location of the rows of a matrix. */
export interface RowsAt {
  readonly memory: ArrayBufferLike;
  readonly address: number;
  readonly columns: number;
}

// Each loop calls the function for one item after another, and stores the results as long as they are numbers. It returns the
// first other result; `progress.index` is the item of the last call, or `count` at the end. The loops are evaluated from their
// source text, so they must not use any variables from around them.

function overList(
  fn: Callable,
  items: ArrayLike<unknown>,
  results: Float64Array,
  progress: Progress,
  count: number,
): unknown {
  for (let index = progress.index; index < count; ++index) {
    progress.index = index;
    const result = fn(items[index]);
    if (typeof result !== "number") return result;
    results[index] = result;
  }
  progress.index = count;
  return undefined;
}

function overRows(
  fn: Callable,
  rows: RowsAt,
  results: Float64Array,
  progress: Progress,
  count: number,
): unknown {
  const { memory, columns } = rows;
  let address = rows.address + progress.index * columns * 4;
  for (let index = progress.index; index < count; ++index, address += columns * 4) {
    progress.index = index;
    const result = fn(new Int32Array(memory, address, columns));
    if (typeof result !== "number") return result;
    results[index] = result;
  }
  progress.index = count;
  return undefined;
}

/** Specialized loops for one function. */
export class Loops {
  private list: typeof overList | undefined;
  private rows: typeof overRows | undefined;

  get overList(): typeof overList {
    return (this.list ??= copyOf(overList));
  }
  get overRows(): typeof overRows {
    return (this.rows ??= copyOf(overRows));
  }
}

const known = new WeakMap<Callable, Loops>();

/** The loops of a function. */
export function loopsOf(fn: Callable): Loops {
  let loops = known.get(fn);
  if (!loops) known.set(fn, (loops = new Loops()));
  return loops;
}

let copies = 0;

// Creates a copy of a loop. Engines optimise a loop for the functions it calls: they inline the only function of a copy, and
// avoid the views of rows, which they cannot do in a loop that all functions share. The source URL makes the text unique,
// since engines may share code between scripts with the same text.
function copyOf<Loop extends (...args: never[]) => unknown>(loop: Loop): Loop {
  try {
    return evaluate(`(${loop.toString()})\n//# sourceURL=webpool-loop-${++copies}`) as Loop;
  } catch {
    return loop; // the Content-Security-Policy of the workers forbids evaluation
  }
}
