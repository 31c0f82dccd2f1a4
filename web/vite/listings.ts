import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { highlight } from "./highlight.ts";

interface Folders {
  javascript: string;
  cpp: string;
}

/**
 * Puts the programs' texts into the page where it says `<div data-listing="pool_map"></div>`: the
 * page can then be read without JavaScript, and its script takes the texts from there.
 */
export function listings(folders: Folders): Plugin {
  return {
    name: "webpool:listings",
    transformIndexHtml: {
      order: "pre",
      async handler(html) {
        const places = [...html.matchAll(/<div data-listing="(\w+)"><\/div>/g)];
        for (const [place, name] of places) {
          html = html.replace(place, await listing(name!, folders));
        }
        return html;
      },
    },
    configureServer(server) {
      server.watcher.add([folders.javascript, folders.cpp]);
      server.watcher.on("change", (file) => {
        const isListing = [folders.javascript, folders.cpp].some((folder) =>
          file.startsWith(folder),
        );
        if (isListing) server.ws.send({ type: "full-reload" });
      });
    },
  };
}

async function listing(name: string, { javascript, cpp }: Folders): Promise<string> {
  const texts = [
    { id: "sync", title: "JavaScript, synchronous", file: `${javascript}/${name}.sync.js` },
    { id: "async", title: "JavaScript, asynchronous", file: `${javascript}/${name}.async.js` },
    { id: "cpp", title: "C++", file: `${cpp}/${name}.cpp` },
  ] as const;
  const parts: string[] = [];
  for (const { id, title, file } of texts) {
    if (!existsSync(file)) {
      console.warn(`webpool: there is no ${resolve(file)}; the page goes without it`);
      continue;
    }
    const code = highlight(await readFile(file, "utf8"), id === "cpp" ? "cpp" : "js");
    parts.push(`<h3>${title}</h3><pre tabindex="0" class="code" data-text="${id}">${code}</pre>`);
  }
  return `<div class="listing">${parts.join("\n")}</div>`;
}
