import type { Extension } from "@codemirror/state";
import type { Language } from "../card/program.ts";

/** What the editor knows of each language, in files of their own: a reader who keeps to one loads one. */
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

/** Loads it; without it a text is plain. */
export async function loadGrammar(language: Language): Promise<Extension> {
  const known = loaded.get(language);
  if (known) return known;
  const grammar = await loaders[language]().catch((): Extension => []);
  loaded.set(language, grammar);
  return grammar;
}
