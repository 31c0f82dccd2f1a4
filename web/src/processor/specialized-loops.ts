import { evaluate } from "../bindings/trusted-types";
import type { Callable } from "./compile";

/** How far a loop has come. */
export interface Progress {
  index: number;
}

/** Where the rows of a matrix lie. */
export interface RowsAt {
  readonly memory: ArrayBufferLike;
  readonly address: number;
  readonly columns: number;
}

// Each loop calls for item after item and stores results as long as they are numbers. It returns the first result that is
// none; `progress.index` is the item that was called last, or `count` at the end. They are told to the engine as text, so
// they see nothing around them.

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

/** Loops for one function. */
export class Loops {
  private list: typeof overList | undefined;
  private rows: typeof overRows | undefined;

  get overList(): typeof overList {
    return (this.list ??= own(overList));
  }
  get overRows(): typeof overRows {
    return (this.rows ??= own(overRows));
  }
}

const known = new WeakMap<Callable, Loops>();

/** The loops of a function. */
export function loopsOf(fn: Callable): Loops {
  let loops = known.get(fn);
  if (!loops) known.set(fn, (loops = new Loops()));
  return loops;
}

let made = 0;

// A copy of a loop. An engine optimises a loop for what it has seen there: one that calls one function alone is compiled
// together with it, while one that all functions share calls, and makes a view for each row. Its text differs from others',
// or the engine would take it for theirs.
function own<Loop extends (...args: never[]) => unknown>(loop: Loop): Loop {
  try {
    return evaluate(`(${loop.toString()})\n//# sourceURL=webpool-loop-${++made}`) as Loop;
  } catch {
    return loop; // the policy of the workers forbids it: the function is a module's
  }
}
