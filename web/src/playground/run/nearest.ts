/** The name that a misspelt one is closest to: the same but for capitals, or but for a letter or two; null if there is none. */
export function nearest(name: string, names: readonly string[]): string | null {
  const wanted = name.toLowerCase();
  const distances = names.map((known) => ({
    known,
    by: editDistance(wanted, known.toLowerCase()),
  }));
  const best = distances.reduce((a, b) => (b.by < a.by ? b : a));
  return best.by <= (name.length > 4 ? 2 : 1) ? best.known : null;
}

/** How many letters have to be inserted, removed or replaced to make `a` of `b`. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of [...a].entries()) {
    const above = row;
    row = [index + 1];
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1]! + (letter === b[column - 1] ? 0 : 1);
      row.push(Math.min(replaced, above[column]! + 1, row[column - 1]! + 1));
    }
  }
  return row[b.length]!;
}
