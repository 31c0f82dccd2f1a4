import type { Extension } from "@codemirror/state";
import type { Language } from "../run/program.ts";

/** The editor's support of each language, in separate files, so that only those of used languages are loaded. */
const loaders: Readonly<Record<Language, () => Promise<Extension>>> = {
  js: async () => (await import("./grammar-js.ts")).grammar,
  python: async () => (await import("./grammar-python.ts")).grammar,
  cpp: async () => (await import("./grammar-cpp.ts")).grammar,
};

const loaded = new Map<Language, Extension>();

/** The grammar of a language, if it has been loaded. */
export function grammarOf(language: Language): Extension | null {
  return loaded.get(language) ?? null;
}

/** Loads the grammar of a language; resolves with an empty extension if that fails. */
export async function loadGrammar(language: Language): Promise<Extension> {
  const known = loaded.get(language);
  if (known) return known;
  const grammar = await loaders[language]().catch((): Extension => []);
  loaded.set(language, grammar);
  return grammar;
}
