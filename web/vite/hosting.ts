import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { siteHeaders } from "../scripts/headers.mjs";
import { caching, hashedFolder } from "../scripts/serve.mjs";

/**
 * Writes beside the site what makes hosts send its headers, those of scripts/headers.mjs: `_headers` for Netlify and
 * Cloudflare Pages, `vercel.json` for Vercel; and `.nojekyll`, without which GitHub Pages leaves some files of a branch out.
 */
export function hosting(): Plugin {
  let site = "";
  return {
    name: "webpool:hosting",
    apply: "build",
    configResolved(config) {
      site = config.build.outDir;
    },
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        if (!existsSync(site)) return; // the build has failed
        writeFileSync(join(site, "_headers"), headersFile(changingPaths(site)));
        writeFileSync(join(site, "vercel.json"), vercelFile());
        writeFileSync(join(site, ".nojekyll"), "");
      },
    },
  };
}

/**
 * Patterns for all that is not in the folder of hashed names. Hosts join the values when two rules set the same header, so
 * that no rule for caching may cover what another covers. Pages are also found without ".html".
 */
function changingPaths(site: string): string[] {
  const isSettings = (name: string) =>
    name.startsWith(".") || /^(_headers|vercel\.json)$/.test(name);
  const paths = readdirSync(site, { withFileTypes: true })
    .filter(({ name }) => name !== hashedFolder && !isSettings(name))
    .flatMap((entry) => {
      if (entry.isDirectory()) return [`/${entry.name}/*`];
      const page = /^(.+)\.html$/.exec(entry.name)?.[1];
      if (page === "index") return ["/", "/index.html"];
      return page === undefined ? [`/${entry.name}`] : [`/${page}`, `/${entry.name}`];
    });
  return paths.sort();
}

function headersFile(changing: string[]): string {
  const rule = (path: string, headers: Record<string, string>) =>
    [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ""].join("\n");
  return [
    "# For Netlify and Cloudflare Pages. In a folder of a larger site, put its path before these.\n",
    rule("/*", siteHeaders),
    rule(`/${hashedFolder}/*`, { "Cache-Control": caching.hashed }),
    ...changing.map((path) => rule(path, { "Cache-Control": caching.other })),
  ].join("");
}

function vercelFile(): string {
  const rule = (source: string, headers: Record<string, string>) => ({
    source,
    headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
  });
  const rules = [
    rule("/(.*)", siteHeaders),
    rule(`/${hashedFolder}/(.*)`, { "Cache-Control": caching.hashed }),
    rule(`/((?!${hashedFolder}/).*)`, { "Cache-Control": caching.other }),
  ];
  return `${JSON.stringify({ headers: rules }, null, 2)}\n`;
}
