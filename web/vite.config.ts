import { resolve } from "node:path";
import { defineConfig } from "vite";
import { api } from "./vite/api.ts";
import { fontPreloads } from "./vite/font-preloads.ts";
import { hosting } from "./vite/hosting.ts";
import { isolationHeaders } from "./scripts/serve.mjs";
import { library } from "./vite/library.ts";
import { listings } from "./vite/listings.ts";

const root = import.meta.dirname;
const repository = resolve(root, "..");

export default defineConfig({
  root,
  base: "./",
  plugins: [
    listings({
      javascript: resolve(root, "programs"),
      cpp: resolve(repository, "src/programs"),
    }),
    api({
      types: resolve(repository, "build/web/types"),
      globals: resolve(root, "src/playground/editor/program-globals.d.ts"),
    }),
    fontPreloads(),
    library({ from: resolve(repository, "build/wasm/lib") }),
    hosting(),
  ],
  build: {
    outDir: resolve(repository, "build/site"),
    emptyOutDir: true,
    // Shared memory, light-dark() and :has() set the floor.
    target: ["chrome123", "edge123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
  },
  server: { headers: isolationHeaders, fs: { allow: [repository] } },
  preview: { headers: isolationHeaders },
});
