// A static server for the built site. serve.sh runs it, and the browser tests import `serve`.

import { realpathSync } from "node:fs";
import { createServer } from "node:http";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import sirv from "sirv";
import { isolationHeaders, siteHeaders } from "./headers.mjs";

export { isolationHeaders };

/** The site's folder of files that never change, since their names contain a hash of the content. */
export const hashedFolder = "assets";

/** The Cache-Control headers for files in that folder and for others. */
export const caching = {
  hashed: "public, max-age=31536000, immutable",
  other: "no-cache",
};

/**
 * Serves a folder on the loopback interface only.
 * @param {object} options
 * @param {string} options.root The folder.
 * @param {number} [options.port] The port; 0, the default, for any free one.
 * @param {boolean} [options.isolation] Whether to send the isolation headers.
 * @param {Record<string, string>} [options.headers] Additional headers.
 * @param {(path: string) => number | undefined} [options.refuse] Returns the status to refuse a request with, or undefined.
 * @param {(request: import("node:http").IncomingMessage) => void} [options.onRequest] Called with each request.
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>} `url` ends with a slash.
 */
export async function serve({ root, port = 0, isolation = true, headers = {}, refuse, onRequest }) {
  // `dev` reads the disk on each request, so that a new build is served at once.
  const files = sirv(resolve(root), {
    dev: true,
    etag: true,
    setHeaders: (response, path) => {
      response.setHeader(
        "Cache-Control",
        path.startsWith(`/${hashedFolder}/`) ? caching.hashed : caching.other,
      );
    },
  });
  const answer = (request, response) => {
    onRequest?.(request);
    if (isolation)
      for (const [name, value] of Object.entries(isolationHeaders)) response.setHeader(name, value);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    const status = refuse?.(new URL(request.url, "http://localhost").pathname);
    if (status !== undefined) {
      response.writeHead(status, { "Content-Type": "text/plain" }).end("refused\n");
      return;
    }
    files(request, response, () =>
      response.writeHead(404, { "Content-Type": "text/plain" }).end("Not found\n"),
    );
  };

  const servers = [await listen(answer, port, "127.0.0.1")];
  const bound = servers[0].address().port;
  const close = async () => {
    await Promise.all(
      servers.map((server) => {
        server.closeAllConnections();
        return new Promise((done) => server.close(done));
      }),
    );
  };
  // Browsers also try ::1 for "localhost", where another server might answer instead.
  try {
    servers.push(await listen(answer, bound, "::1"));
  } catch (error) {
    if (error.code === "EADDRINUSE") {
      await close();
      if (port === 0) return serve({ root, port, isolation, headers, refuse, onRequest });
      throw error;
    }
  }
  return { url: `http://localhost:${bound}/`, port: bound, close };
}

function listen(answer, port, host) {
  return new Promise((done, fail) => {
    const server = createServer(answer);
    server.once("error", fail);
    server.listen({ port, host }, () => done(server));
  });
}

async function main() {
  const { values } = parseArgs({
    options: {
      root: { type: "string", default: "build/site" },
      port: { type: "string" },
      "no-isolation": { type: "boolean", default: false },
    },
  });
  const wanted = values.port === undefined ? undefined : Number(values.port);
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 0 && wanted < 65536)) {
    throw new Error(`--port ${values.port}: a port is a number from 0 to 65535`);
  }
  const first = wanted ?? 8080;
  const last = wanted ?? 8179;
  for (let port = first; port <= last; ++port) {
    try {
      const isolation = !values["no-isolation"];
      const headers = isolation ? siteHeaders : {};
      const server = await serve({ root: values.root, port, isolation, headers });
      console.log(server.url);
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
        process.once(signal, () => server.close().then(() => process.exit()));
      }
      return;
    } catch (error) {
      if (error.code === "EACCES")
        throw new Error(`port ${port} is reserved: choose one above 1023`);
      if (error.code !== "EADDRINUSE") throw error;
    }
  }
  throw new Error(
    wanted === undefined
      ? `no port from ${first} to ${last} is free`
      : `port ${wanted} is taken: choose another one`,
  );
}

if (process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  main().catch((error) => {
    console.error(`serve: ${error.message}`);
    process.exitCode = 1;
  });
}
