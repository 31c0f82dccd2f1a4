import { existsSync, readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { escapeHtml, highlight } from "./highlight.ts";

interface Folders {
  /** Programs in JavaScript (`<name>.sync.js`, `<name>.async.js`) and Python (`<name>.py`, `<name>.async.py`). */
  scripts: string;
  /** Programs in C++: `<name>.cpp`, `async/<name>.cpp`. */
  cpp: string;
}

/**
 * Puts the programs' texts into the page where it says `<div class="card-place" data-program="pool_map"></div>`: the
 * page can then be read without JavaScript. What stands there already has the size of the program's card, which its
 * script later builds in its place (src/playground/card), and which takes the texts from there. They are plain: a
 * highlighted page is three times as large, and a card loads its own highlighted texts when it comes near the window,
 * from the module `virtual:listings`, where `listings[name]()` imports them and the number of their lines. A place with
 * `data-highlighted` has them highlighted from the start.
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
      const { lines, html } = await listing(id.slice(index.length + 2), folders, highlight);
      return `export const lines = ${lines}, html = ${JSON.stringify(html)};`;
    },
    transformIndexHtml: {
      order: "pre",
      async handler(html) {
        const places = [
          ...html.matchAll(/<div\s+class="card-place"\s+data-program="(\w+)"([^>]*)>\s*<\/div>/g),
        ];
        for (const [place, name, attributes] of places) {
          const mark = attributes!.includes("data-highlighted") ? highlight : escapeHtml;
          const { lines, html: texts } = await listing(name!, folders, mark);
          html = html.replace(
            place,
            () =>
              `<div class="card-place" data-program="${name}"${attributes} style="--lines: ${lines}"><div class="card">${texts}</div></div>`,
          );
        }
        return html;
      },
    },
    configureServer(server) {
      server.watcher.add([folders.scripts, folders.cpp]);
      server.watcher.on("change", (file) => {
        const isListing = [folders.scripts, folders.cpp].some((folder) => file.startsWith(folder));
        if (isListing) server.ws.send({ type: "full-reload" });
      });
    },
  };
}

function programsIn({ scripts }: Folders): string[] {
  const names = readdirSync(scripts).map((file) => file.match(/^(\w+)\.sync\.js$/)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

/** The texts of a program as HTML, and the number of lines of the longest that can be edited, which sizes the card. */
async function listing(
  name: string,
  { scripts, cpp }: Folders,
  mark: (text: string, language: "python" | "js" | "cpp") => string,
): Promise<{ lines: number; html: string }> {
  // The first one is seen until the card is built.
  const texts = [
    { id: "python", language: "python", title: "Python", file: `${scripts}/${name}.py` },
    {
      id: "python-async",
      language: "python",
      title: "Python, asynchronous",
      file: `${scripts}/${name}.async.py`,
    },
    {
      id: "sync",
      language: "js",
      title: "JavaScript, synchronous",
      file: `${scripts}/${name}.sync.js`,
    },
    {
      id: "async",
      language: "js",
      title: "JavaScript, asynchronous",
      file: `${scripts}/${name}.async.js`,
    },
    { id: "cpp", language: "cpp", title: "C++", file: `${cpp}/${name}.cpp` },
    {
      id: "cpp-async",
      language: "cpp",
      title: "C++, asynchronous",
      file: `${cpp}/async/${name}.cpp`,
    },
  ] as const;
  const parts: string[] = [];
  let lines = 0;
  for (const { id, language, title, file } of texts) {
    if (!existsSync(file)) {
      if (id === "sync")
        console.warn(`webpool: there is no ${resolve(file)}; the page goes without it`);
      continue;
    }
    const text = await readFile(file, "utf8");
    if (language !== "cpp") lines = Math.max(lines, text.trimEnd().split("\n").length);
    parts.push(
      `<figure class="listing" data-text="${id}"><figcaption>${title}</figcaption><pre tabindex="0" class="code" aria-label="${name} in ${title}" role="group">${mark(text, language)}</pre></figure>`,
    );
  }
  return { lines, html: parts.join("\n") };
}
