// A static host as there are many: files and their types, and no header of its own beyond what a `_headers` file asks for.
import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const types = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".woff2": "font/woff2",
};

/**
 * What a `_headers` file says, as Netlify and Cloudflare Pages read it: a path with `*` for the rest, then indented lines.
 * Every rule that fits counts, and values of the same header are joined.
 * @param {string} text
 * @returns {(path: string) => Record<string, string>} The headers of a path.
 */
export function readHeaders(text) {
  const rules = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    if (!/^\s/.test(line)) {
      const pattern = line.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
      rules.push({ pattern: new RegExp(`^${pattern}$`), headers: [] });
      continue;
    }
    const [, name, value] = /^\s+([\w-]+): (.+)$/.exec(line);
    rules.at(-1).headers.push([name, value]);
  }
  return (path) => {
    const found = {};
    for (const { pattern, headers } of rules) {
      if (!pattern.test(path)) continue;
      for (const [name, value] of headers)
        found[name] = found[name] === undefined ? value : `${found[name]}, ${value}`;
    }
    return found;
  };
}

/**
 * Serves a folder under a path; everything else is not found.
 * @param {object} options
 * @param {string} options.root The folder.
 * @param {string} [options.under] The path, with a slash at both ends.
 * @param {(path: string) => Record<string, string>} [options.headers] Those of a file, by its path in the folder.
 * @param {(path: string) => Promise<void> | void} [options.hold] What the rest of an answer waits for, after its first bytes.
 * @returns {Promise<{ url: string, missing: string[], close: () => Promise<void> }>} `missing` are the paths that were
 *   asked for and are not there.
 */
export async function staticHost({ root, under = "/", headers = () => ({}), hold }) {
  const missing = [];
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const path = normalize(`/${pathname.slice(under.length)}`);
    let file = join(root, path);
    if (pathname.startsWith(under) && statSync(file, { throwIfNoEntry: false })?.isDirectory())
      file = join(file, "index.html");
    if (!pathname.startsWith(under) || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      missing.push(pathname);
      response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n");
      return;
    }
    const content = readFileSync(file);
    response.writeHead(200, {
      "Content-Type": types[extname(file)] ?? "application/octet-stream",
      "Content-Length": content.length,
      ...headers(path),
    });
    response.write(content.subarray(0, 20));
    await hold?.(path);
    response.end(content.subarray(20));
  });
  await new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${server.address().port}${under}`, missing, close };
}

/** Waits until something is true in the page, which may be loaded anew meanwhile. */
export async function until(page, isTrue, what) {
  const end = Date.now() + page.timeout;
  while (Date.now() < end) {
    if (await page.evaluate(isTrue).catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`the page was not ${what} within ${page.timeout} ms`);
}

/** Waits until the page, which may be loaded once more for it, is isolated. */
export const untilIsolated = (page) => until(page, () => crossOriginIsolated, "isolated");
