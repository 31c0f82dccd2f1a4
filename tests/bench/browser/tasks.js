// What all contestants do, and the numbers that they do it with.

export const square = (x) => x * x;
export const squares = (list) => list.map(square); // an array or a typed one

/** Counts for rows `begin` to `end` of a matrix in shared memory, into shared memory. */
export function countRows({ numbers, counts, columns, begin, end }) {
  for (let row = begin; row < end; ++row) {
    let count = 0;
    for (let i = row * columns; i < (row + 1) * columns; ++i) {
      if (4 <= numbers[i] && numbers[i] <= 8) ++count;
    }
    counts[row] = count;
  }
}

export const tasks = { square, squares, countRows };

export const numbersOf = (count) => Array.from({ length: count }, (_, i) => (i % 1000) + 0.5);

/** Fills with numbers from 0 to 9. */
export function fill(numbers) {
  const some = Math.min(numbers.length, 1_000_000);
  for (let i = 0, state = 1; i < some; ++i) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    numbers[i] = (state >>> 8) % 10;
  }
  for (let done = some; done < numbers.length; done *= 2) numbers.copyWithin(done, 0, done);
}

/** A matrix in shared memory. */
export function sharedMatrix(rows, columns) {
  const numbers = new Int32Array(new SharedArrayBuffer(rows * columns * 4));
  fill(numbers);
  return { numbers, rows, columns };
}

/** Cuts `count` into `parts`: pairs of begin and end. */
export const cut = (count, parts) =>
  Array.from({ length: Math.min(count, parts) }, (_, i, of = Math.min(count, parts)) => [
    Math.floor((count * i) / of),
    Math.floor((count * (i + 1)) / of),
  ]);
