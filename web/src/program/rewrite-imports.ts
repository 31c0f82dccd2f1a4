import { init, parse } from "es-module-lexer";

/** Replaces the specifier "webpool" in the source of a module by `library`. The numbers of lines do not change. */
export async function rewriteImports(source: string, library: string): Promise<string> {
  await init;
  let imports;
  try {
    [imports] = parse(source);
  } catch {
    return source; // a syntax error, which the engine that runs it reports
  }
  let text = "";
  let from = 0;
  for (const { specifier, start, end, type } of imports) {
    if (specifier !== "webpool") continue;
    // The range of a dynamic import's specifier includes its quotes.
    text += source.slice(from, start) + (type === "dynamic" ? JSON.stringify(library) : library);
    from = end;
  }
  return text + source.slice(from);
}
