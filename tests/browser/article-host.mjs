// The sites of the tests of embedding: webpool's own, with and without headers, and one of an author, whose pages hold frames
// of it. The first are "localhost", the last is 127.0.0.1: other sites to every browser.
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { siteHeaders } from "../../web/scripts/headers.mjs";
import { serve, site } from "./drivers/index.mjs";

const articles = fileURLToPath(new URL("../data/articles", import.meta.url));
/** What the articles have in place of the site's address. */
const placeholder = "https://webpool.example/";

/** webpool's site, which keeps what it was asked for. */
export async function webpoolSite({ headers }) {
  const requests = [];
  const onRequest = ({ method, url, headers }) => requests.push({ method, url, headers });
  const own = headers ? { headers: siteHeaders } : { isolation: false };
  return { ...(await serve({ root: site, onRequest, ...own })), requests };
}

const generators = {
  mkdocs: (from, to) =>
    execFileSync("mkdocs", ["build", "--quiet", "--site-dir", to], { cwd: from, timeout: 120_000 }),
  sphinx: (from, to) =>
    execFileSync("sphinx-build", ["-q", "-b", "html", from, to], { timeout: 120_000 }),
};

/** The generators that are installed here. */
export const installed = Object.entries({ mkdocs: "mkdocs", sphinx: "sphinx-build" })
  .filter(([, program]) => {
    try {
      execFileSync(program, ["--version"], { stdio: "ignore" });
      return true;
    } catch {
      return false;
    }
  })
  .map(([name]) => name);

/** Has a generator make its pages, with frames of the site at `url`; gives their folder. */
export function generate(name, url) {
  const folder = mkdtempSync(join(tmpdir(), `webpool-${name}-`));
  const source = join(folder, "source");
  cpSync(join(articles, name), source, { recursive: true });
  for (const file of readdirSync(source, { recursive: true })) {
    if (!/\.(md|rst|yml|py)$/.test(file)) continue;
    const path = join(source, file);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(placeholder, url));
  }
  generators[name](source, join(folder, "made"));
  return { root: join(folder, "made"), remove: () => rmSync(folder, { recursive: true }) };
}

const types = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/**
 * The author's site: pages by their paths, `{ html, headers }`, and folders of files, `{ root }`.
 * @param {Record<string, { html?: string, headers?: Record<string, string>, root?: string }>} pages
 */
export function authorSite(pages) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const [, name, rest = ""] = /^\/([^/]*)\/?(.*)$/.exec(pathname);
    if (pathname === "/favicon.ico") return void response.writeHead(204).end();
    const page = pages[name];
    try {
      const file = normalize(rest === "" ? "/index.html" : `/${rest}`);
      const body = page.html ?? readFileSync(join(page.root, file));
      const type = types[page.html ? ".html" : extname(file)] ?? "application/octet-stream";
      response.writeHead(200, { "Content-Type": type, ...page.headers }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () =>
      resolve({
        url: `http://127.0.0.1:${server.address().port}/`,
        async close() {
          server.closeAllConnections();
          await new Promise((done) => server.close(done));
        },
      }),
    ),
  );
}
