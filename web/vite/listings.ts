import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { highlight } from "./highlight.ts";

interface Folders {
  javascript: string;
  cpp: string;
}

/**
 * Puts the programs' texts into the page where it says `<div class="card-place" data-program="pool_map"></div>`: the
 * page can then be read without JavaScript. What stands there already has the size of the program's card, which its
 * script later builds in its place (src/playground/card), and which takes the texts from there. The module
 * `virtual:listings` has them for pages that show one program or another: `listings[name]()` imports what stands in a
 * place, and the number of its lines.
 */
export function listings(folders: Folders): Plugin {
  const index = "virtual:listings";
  return {
    name: "webpool:listings",
    resolveId(id) {
      return id === index || id.startsWith(`${index}/`) ? `\0${id}` : null;
    },
    async load(id) {
      if (id === `\0${index}`) {
        const entries = programsIn(folders).map(
          (name) => `${name}: () => import("${index}/${name}")`,
        );
        return `export const listings = { ${entries.join(", ")} };`;
      }
      if (!id.startsWith(`\0${index}/`)) return null;
      const { lines, text } = await listing(id.slice(index.length + 2), folders);
      return `export const lines = ${lines}, html = ${JSON.stringify(text)};`;
    },
    transformIndexHtml: {
      order: "pre",
      async handler(html) {
        const places = [
          ...html.matchAll(/<div\s+class="card-place"\s+data-program="(\w+)"([^>]*)>\s*<\/div>/g),
        ];
        for (const [place, name, attributes] of places) {
          const { lines, text } = await listing(name!, folders);
          html = html.replace(
            place,
            () =>
              `<div class="card-place" data-program="${name}"${attributes} style="--lines: ${lines}"><div class="card">${text}</div></div>`,
          );
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

function programsIn({ javascript }: Folders): string[] {
  const names = readdirSync(javascript).map((file) => file.match(/^(\w+)\.sync\.js$/)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

/** The texts of a program as HTML, and the number of lines of the longest in JavaScript, which sizes the card. */
async function listing(
  name: string,
  { javascript, cpp }: Folders,
): Promise<{ lines: number; text: string }> {
  const texts = [
    { id: "sync", title: "JavaScript, synchronous", file: `${javascript}/${name}.sync.js` },
    { id: "async", title: "JavaScript, asynchronous", file: `${javascript}/${name}.async.js` },
    { id: "cpp", title: "C++", file: `${cpp}/${name}.cpp` },
  ] as const;
  const parts: string[] = [];
  let lines = 0;
  for (const { id, title, file } of texts) {
    if (!existsSync(file)) {
      console.warn(`webpool: there is no ${resolve(file)}; the page goes without it`);
      continue;
    }
    const text = await readFile(file, "utf8");
    if (id !== "cpp") lines = Math.max(lines, text.trimEnd().split("\n").length);
    const code = highlight(text, id === "cpp" ? "cpp" : "js");
    parts.push(
      `<figure class="listing" data-text="${id}"><figcaption>${title}</figcaption><pre tabindex="0" class="code" aria-label="${name} in ${title}" role="group">${code}</pre></figure>`,
    );
  }
  return { lines, text: parts.join("\n") };
}
