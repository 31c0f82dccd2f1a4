/** The first line of a source that has a pattern, from 1. */
export function lineOf(source: string, pattern: RegExp): { line?: number } {
  const index = source.search(pattern);
  return index < 0 ? {} : { line: source.slice(0, index).split("\n").length };
}
