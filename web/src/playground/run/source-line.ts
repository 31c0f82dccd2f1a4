/** The first line of a source that has a pattern, from 1. */
export function lineOf(source: string, pattern: RegExp): { line?: number } {
  const index = source.search(pattern);
  return index < 0 ? {} : { line: source.slice(0, index).split("\n").length };
}

/**
 * The first line of a source that has an import and then a pattern, from 1. An expression of both would take time that grows
 * with the square of a line that repeats the word.
 */
export function lineOfImport(source: string, pattern: RegExp): { line?: number } {
  const index = source.split("\n").findIndex((line) => {
    const from = line.search(/\bimport\b/);
    return from >= 0 && pattern.test(line.slice(from));
  });
  return index < 0 ? {} : { line: index + 1 };
}
