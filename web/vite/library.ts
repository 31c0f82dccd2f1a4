import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join, resolve, sep } from "node:path";
import type { Plugin } from "vite";

const name = "virtual:webpool-library";

const types: Record<string, string> = {
  ".js": "text/javascript",
  ".map": "application/json",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * Offers the built library to the page, which imports it at run time like any other user of it. A build puts it into a
 * folder whose name has a hash of all its files, since they find each other by their names; `lib/webpool.js`, for users of
 * the site, hands that on under a name that stays, with the types beside it. The development server takes it from where it
 * was built.
 */
export function library({ from }: { from: string }): Plugin {
  let isBuild = false;
  return {
    name: "webpool:library",
    configResolved(config) {
      isBuild = config.command === "build";
    },
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load(id) {
      if (id !== `\0${name}`) return undefined;
      const folder = isBuild && existsSync(from) ? hashedFolder(filesIn(from)) : "lib";
      return `export default ${JSON.stringify(`${folder}/webpool.js`)};
export const pythonBytes = ${pythonBytes(from)};`;
    },
    generateBundle() {
      if (!existsSync(from)) {
        console.warn(`webpool: there is no library in ${from} yet; the site goes without it`);
        return;
      }
      const files = filesIn(from);
      const folder = hashedFolder(files);
      const emit = (fileName: string, source: string | Uint8Array) =>
        this.emitFile({ type: "asset", fileName, source });
      for (const [file, source] of files)
        emit(`${file.endsWith(".d.ts") ? "lib" : folder}/${file}`, source);
      emit("lib/webpool.js", `export * from "../${folder}/webpool.js";\n`);
    },
    configureServer(server) {
      server.middlewares.use("/lib", (request, response, next) => {
        const { pathname } = new URL(request.url ?? "/", "http://localhost");
        const file = resolve(from, `.${pathname}`);
        if (!file.startsWith(from + sep) || !types[extname(file)] || !existsSync(file))
          return next();
        response.setHeader("Content-Type", types[extname(file)]!);
        response.setHeader("Cache-Control", "no-store");
        for (const [name, value] of Object.entries(server.config.server.headers ?? {})) {
          if (value !== undefined) response.setHeader(name, value);
        }
        createReadStream(file).pipe(response);
      });
    },
  };
}

/** How many bytes programs in Python load before they begin. */
function pythonBytes(from: string): number {
  const manifest = join(from, "python", "manifest.json");
  if (!existsSync(manifest)) return 0;
  const { files } = JSON.parse(readFileSync(manifest, "utf8")) as { files: Record<string, number> };
  return Object.values(files).reduce((sum, bytes) => sum + bytes, 0);
}

type Files = [path: string, contents: Buffer][];

function filesIn(folder: string): Files {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [file.slice(folder.length + 1).replaceAll(sep, "/"), readFileSync(file)]);
}

function hashedFolder(files: Files): string {
  const hash = createHash("sha256");
  for (const [path, contents] of files)
    if (!path.endsWith(".d.ts")) hash.update(`${path}\n${contents.length}\n`).update(contents);
  return `assets/lib-${hash.digest("hex").slice(0, 8)}`;
}
