import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

const packages = ["@fontsource-variable/geist", "@fontsource-variable/geist-mono"];

/**
 * Starts loading the fonts with the page, so that `font-display: optional` mostly finds them there, and puts their licences
 * beside them: Vite's own list is of scripts alone.
 */
export function fonts(): Plugin {
  return {
    name: "webpool:fonts",
    generateBundle() {
      const licences = packages.map((name) => {
        const path = new URL(`../node_modules/${name}/LICENSE`, import.meta.url);
        return `${name}\n\n${readFileSync(path, "utf8").trim()}\n`;
      });
      this.emitFile({ type: "asset", fileName: "LICENSES-fonts.txt", source: licences.join("\n") });
    },
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const files = Object.keys(bundle ?? {}).filter((file) => file.endsWith(".woff2"));
        return files.map((file) => ({
          tag: "link",
          attrs: {
            rel: "preload",
            as: "font",
            type: "font/woff2",
            href: `./${file}`,
            crossorigin: "",
          },
          injectTo: "head-prepend",
        }));
      },
    },
  };
}
