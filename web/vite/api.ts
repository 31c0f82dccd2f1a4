import { existsSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { readDeclarations, type Api } from "./declarations.ts";

const name = "virtual:webpool-api";

/**
 * Offers the library's documentation to the editor as a module: what its declarations say of each public name, so that
 * nothing is written twice.
 */
export function api({ types, globals }: { types: string; globals: string }): Plugin {
  return {
    name: "webpool:api",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      this.addWatchFile(globals);
      return `export default ${JSON.stringify(readApi(types, globals))};`;
    },
  };
}

/** All names that a program can use: those that the library exports, and those that are there without an import. */
export function readApi(types: string, globals: string): Api {
  const own = Object.fromEntries(
    Object.entries(readDeclarations(readFileSync(globals, "utf8")).declared).map(([key, entry]) => [
      key,
      { ...entry, global: true },
    ]),
  );
  if (!existsSync(types)) {
    console.warn(`webpool: there is no ${types} yet; the editor knows nothing of the library`);
    return own;
  }
  const { declared, exported } = readDeclarations(readFileSync(types, "utf8"));
  return {
    ...Object.fromEntries(Object.entries(declared).filter(([key]) => exported.has(key))),
    ...own,
  };
}
