/** Longer names and addresses are not looked for: what a program throws decides how long they are. */
const longestName = 300;

/**
 * Where the import stands that an error is about: browsers name what cannot be imported in the message, and say no more. The
 * index in the text; undefined where that is not known. Takes time in proportion to the length of the text, whatever it is.
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

/** From the word `import` to the end of the next string that stands before any semicolon. */
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
    // The string's end: its own mark, and the other kind before it says that it is none.
    mark.lastIndex = end;
    const close = mark.exec(source);
    if (!close) return;
    if (close[0] !== start[0]) continue;
    end = close.index + 1;
    yield [from, end];
  }
}

/** Where a name stands as a whole, and not as a part of another; -1 where it does not. */
function indexOfWord(text: string, name: string): number {
  const part = /[\p{ID_Continue}$]/u;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const before = text[at - 1];
    const after = text[at + name.length];
    if (!(before && part.test(before)) && !(after && part.test(after))) return at;
  }
  return -1;
}
