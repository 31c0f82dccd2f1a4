import { build } from "esbuild";
import type { Plugin } from "vite";

/**
 * Scripts at the site's root under names that stay, each in one file that is no module: for pages of other sites, for a
 * service worker, and for what has to run before the page's modules.
 */
export function classicScripts(scripts: Readonly<Record<string, string>>): Plugin {
  async function bundle(entry: string): Promise<string> {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      format: "iife",
      target: "es2022",
      minify: true,
      write: false,
      logLevel: "warning",
    });
    return outputFiles[0]!.text;
  }
  return {
    name: "webpool:classic-scripts",
    async generateBundle() {
      for (const [fileName, entry] of Object.entries(scripts))
        this.emitFile({ type: "asset", fileName, source: await bundle(entry) });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const { pathname } = new URL(request.url ?? "/", "http://localhost");
        const entry = scripts[pathname.slice(1)];
        if (!entry) return next();
        bundle(entry).then((text) => {
          response.setHeader("Content-Type", "text/javascript");
          for (const [name, value] of Object.entries(server.config.server.headers ?? {}))
            if (value !== undefined) response.setHeader(name, value);
          response.end(text);
        }, next);
      });
    },
  };
}
