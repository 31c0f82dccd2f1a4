import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
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
    Object.entries(readDeclarations(readFileSync(globals, "utf8"))).map(([key, entry]) => [
      key,
      { ...entry, global: true },
    ]),
  );
  const index = join(types, "webpool/index.d.ts");
  if (!existsSync(index)) {
    console.warn(`webpool: there is no ${index} yet; the editor knows nothing of the library`);
    return own;
  }
  const exported: Api = {};
  const text = readFileSync(index, "utf8");
  for (const [, names, file] of text.matchAll(
    /^export (?:type )?\{([^}]*)\} from "\.\/([\w-]+)\.js"/gm,
  )) {
    const declared = readDeclarations(readFileSync(join(types, `webpool/${file}.d.ts`), "utf8"));
    for (const item of names!.split(",")) {
      const key = item.replace(/^\s*type\s/, "").trim();
      if (declared[key]) exported[key] = declared[key];
    }
    // What an exported interface extends is needed for its members.
    for (const [key, entry] of Object.entries(declared))
      if (entry.kind === "interface" && key === "Callbacks") exported[key] ??= entry;
  }
  return { ...exported, ...own };
}
