import { firstWhere } from "../first-where.ts";

/**
 * Estimates how many rows each line of a console takes, without laying it out: the font is monospaced and lines wrap at
 * spaces, so counting characters suffices. A line that turns out to differ is corrected.
 */
export class LineHeights {
  #columns = 80;
  readonly #rows: number[] = [];
  // Rows above each line, valid up to `#valid`.
  readonly #above: number[] = [0];
  #valid = 0;

  get count(): number {
    return this.#rows.length;
  }

  /** The number of rows of all lines. */
  get total(): number {
    return this.above(this.#rows.length);
  }

  push(text: string): void {
    this.#rows.push(rowsOf(text, this.#columns));
  }

  /** Changes the text of the last line. */
  replaceLast(text: string): void {
    const line = this.#rows.length - 1;
    this.#rows[line] = rowsOf(text, this.#columns);
    this.#valid = Math.min(this.#valid, line);
  }

  /** Removes the first lines. */
  drop(count: number): void {
    this.#rows.splice(0, count);
    this.#valid = 0;
  }

  /** Counts again for another width of the console. */
  resize(columns: number, texts: Iterable<string>): void {
    this.#columns = Math.max(1, columns);
    let line = 0;
    for (const text of texts) this.#rows[line++] = rowsOf(text, this.#columns);
    this.#valid = 0;
  }

  /** Sets the actual number of rows of a line; returns whether the estimate was different. */
  correct(line: number, rows: number): boolean {
    if (this.#rows[line] === rows) return false;
    this.#rows[line] = rows;
    this.#valid = Math.min(this.#valid, line);
    return true;
  }

  /** The number of rows above a line. */
  above(line: number): number {
    for (; this.#valid < line; ++this.#valid)
      this.#above[this.#valid + 1] = this.#above[this.#valid]! + this.#rows[this.#valid]!;
    return this.#above[line]!;
  }

  /** The line at a row. */
  at(row: number): number {
    this.above(this.#rows.length);
    const after = firstWhere(this.#rows.length, (line) => this.#above[line]! > row);
    return Math.max(0, after - 1);
  }
}

function rowsOf(text: string, columns: number): number {
  if (text.length <= columns && !text.includes("\n")) return 1;
  let rows = 0;
  for (const line of text.split("\n")) rows += wrappedRows(line, columns);
  return rows;
}

/** The rows of a line that wraps between words, or within words that are longer than a row. */
function wrappedRows(line: string, columns: number): number {
  if (line.length <= columns) return 1;
  let rows = 1;
  let column = 0;
  for (const [part] of line.matchAll(/ +|[^ ]+/g)) {
    if (part[0] === " ") {
      column = Math.min(column + part.length, columns); // spaces at the end of a row do not wrap
      continue;
    }
    if (column > 0 && column + part.length > columns) {
      rows++;
      column = 0;
    }
    rows += Math.ceil(part.length / columns) - 1;
    column += part.length % columns || columns;
    column = Math.min(column, columns);
  }
  return rows;
}
