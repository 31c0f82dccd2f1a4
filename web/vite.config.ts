import { resolve } from "node:path";
import { defineConfig } from "vite";
import { api } from "./vite/api.ts";
import { classicScripts } from "./vite/classic-scripts.ts";
import { fonts } from "./vite/fonts.ts";
import { hosting } from "./vite/hosting.ts";
import { siteHeaders } from "./scripts/headers.mjs";
import { library } from "./vite/library.ts";
import { listings } from "./vite/listings.ts";

const root = import.meta.dirname;
const repository = resolve(root, "..");

export default defineConfig({
  root,
  base: "./",
  plugins: [
    listings({
      scripts: resolve(root, "programs"),
      cpp: resolve(repository, "src/programs"),
    }),
    api({
      types: resolve(repository, "build/web/types/webpool.d.ts"),
      globals: resolve(root, "src/webpool/globals.d.ts"),
    }),
    fonts(),
    classicScripts({
      "early.js": resolve(root, "src/site/early.ts"),
      "embed.js": resolve(root, "src/embed/element.ts"),
      "isolation-worker.js": resolve(root, "src/site/isolation-worker.ts"),
    }),
    library({ from: resolve(repository, process.env.WEBPOOL_WASM ?? "build/wasm", "lib") }),
    hosting(),
  ],
  build: {
    outDir: resolve(repository, "build/site"),
    emptyOutDir: true,
    // Shared memory, light-dark() and :has() set the floor.
    target: ["chrome123", "edge123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    license: { fileName: "LICENSES.txt" },
    rolldownOptions: {
      input: ["index.html", "embed.html", "authors.html"].map((page) => resolve(root, page)),
    },
  },
  server: { headers: siteHeaders, fs: { allow: [repository] } },
  preview: { headers: siteHeaders },
});
