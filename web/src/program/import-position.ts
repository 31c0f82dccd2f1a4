/** Longer names and specifiers are not searched for, since a program may throw messages of any length. */
const longestName = 300;

/**
 * Finds the import that an error is about; browsers report only its name or specifier, in the message. Returns the index in
 * the source, or undefined if it is not found. Takes linear time for any source.
 */
export function positionOfImport(source: string, message: string): number | undefined {
  const named = /export named:? '([^']+)'|specifier ["“']([^"”']+)["”']/.exec(
    message.slice(0, 2 * longestName),
  );
  const name = named?.[1] ?? named?.[2];
  if (name === undefined || name.length > longestName) return undefined;
  for (const [from, to] of importStatements(source)) {
    const at = indexOfWord(source.slice(from, to), name);
    if (at >= 0) return from + at;
  }
  return undefined;
}

/** Ranges from the word `import` to the end of the next string, if no semicolon precedes that. */
function* importStatements(source: string): Generator<[from: number, to: number]> {
  const word = /\bimport\b/g;
  const next = /[;'"]/g;
  const mark = /['"]/g;
  for (let end = 0; ;) {
    word.lastIndex = end;
    const from = word.exec(source)?.index;
    if (from === undefined) return;
    next.lastIndex = from;
    const start = next.exec(source);
    if (!start) return;
    end = start.index + 1;
    if (start[0] === ";") continue;
    // Finds the end of the string. If the other kind of quote comes first, this is not a specifier.
    mark.lastIndex = end;
    const close = mark.exec(source);
    if (!close) return;
    if (close[0] !== start[0]) continue;
    end = close.index + 1;
    yield [from, end];
  }
}

/** Index of a name that is not a part of a longer name; -1 if there is none. */
function indexOfWord(text: string, name: string): number {
  const part = /[\p{ID_Continue}$]/u;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1];
    const after = text[at + name.length];
    if (!(before && part.test(before)) && !(after && part.test(after))) return at;
  }
  return -1;
}
