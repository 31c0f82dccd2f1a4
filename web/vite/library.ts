import { createReadStream, existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import type { Plugin } from "vite";

const types: Record<string, string> = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

/**
 * Offers the built library as `lib/`: copied beside the site by a build, served from where it was
 * built by the development server. The page imports it at run time, like any other user of it.
 */
export function library({ from }: { from: string }): Plugin {
  let site = "";
  return {
    name: "webpool:library",
    configResolved(config) {
      site = config.build.outDir;
    },
    async closeBundle() {
      if (existsSync(from)) await cp(from, resolve(site, "lib"), { recursive: true });
      else console.warn(`webpool: there is no library in ${from} yet; the site goes without it`);
    },
    configureServer(server) {
      server.middlewares.use("/lib", (request, response, next) => {
        const file = join(from, basename(new URL(request.url ?? "/", "http://localhost").pathname));
        if (!existsSync(file)) return next();
        response.setHeader("Content-Type", types[extname(file)] ?? "application/octet-stream");
        response.setHeader("Cache-Control", "no-store");
        for (const [name, value] of Object.entries(server.config.server.headers ?? {})) {
          if (value !== undefined) response.setHeader(name, value);
        }
        createReadStream(file).pipe(response);
      });
    },
  };
}
