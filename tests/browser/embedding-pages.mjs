// Pages of another site that embed programs, for the tests of what they may do.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { siteHeaders } from "../../web/scripts/headers.mjs";
import { eventually } from "./drivers/eventually.mjs";
import { serve, site } from "./drivers/index.mjs";

/** A page with that body, which keeps all events of its elements in `seen`, and all messages in `messages`. */
const hostPage = (site, body) => `<!doctype html>
<meta charset="utf-8" />
<title>An article</title>
<script>
  const seen = [];
  const messages = [];
  addEventListener("message", ({ data, origin }) => messages.push({ ...data, origin }));
  for (const type of ["ready", "run", "result", "error", "stopped"])
    addEventListener(type, ({ target, detail }) => target.localName === "webpool-example" && seen.push({ type, ...detail }), true);
</script>
<script src="${site}embed.js" async></script>
${body}`;

/**
 * Starts a browser and servers before the tests of the `describe` that this is called in, and ends them after the last one.
 * @param {() => Promise<any>} launch Of one of `browsers`.
 * @returns What can be used in these tests: the `browser`; `server`, the site; `trusting`, one that trusts the pages of `host`
 *   and lets their programs ask `other`; `host`, the site of the articles; `write` and `open`, which make them.
 */
export function withHosts(launch) {
  const hosts = {};
  let folder, articles;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "webpool-embed-"));
    articles = join(folder, "articles");
    cpSync(site, join(folder, "trusting"), { recursive: true });
    writeFileSync(join(folder, "page.html"), "a page\n");
    cpSync(join(folder, "page.html"), join(articles, "page.html"));
    hosts.server = await serve({ root: site, headers: siteHeaders });
    hosts.host = await serve({ root: articles, isolation: false });
    hosts.other = await serve({ root: articles, headers: { "Access-Control-Allow-Origin": "*" } });
    const origin = new URL(hosts.host.url.replace("localhost", "127.0.0.1")).origin;
    writeFileSync(
      join(folder, "trusting/embed-config.js"),
      `self.webpoolSite = ${JSON.stringify({ trustedOrigins: [origin], connect: [new URL(hosts.other.url).origin] })};`,
    );
    // A host without headers: what its programs may ask is what its settings say.
    hosts.trusting = await serve({ root: join(folder, "trusting"), isolation: false });
    hosts.browser = await launch();
  });
  after(async () => {
    await hosts.browser?.close();
    for (const one of ["server", "trusting", "host", "other"]) await hosts[one]?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  let pages = 0;
  /** Writes an article of that text; gives its name. */
  hosts.write = (text) => {
    const file = `article-${++pages}.html`;
    writeFileSync(join(articles, file), text);
    return file;
  };
  /** Opens an article with that body; `from` is the site of its frames. */
  hosts.open = async (body, from = hosts.server) => {
    const file = hosts.write(hostPage(from.url, body));
    return hosts.browser.open(`${hosts.host.url.replace("localhost", "127.0.0.1")}${file}`);
  };
  return hosts;
}

/** Waits until `list` of the page has something that fits, and gives it. */
export const until = async (page, list, fits) => {
  const look = `((list) => ({ found: list.find(${fits}), list }))(${list})`;
  return (await eventually(page, look, ({ found }) => found !== undefined)).found;
};
/** Waits for the event of that type and number. */
export const event = (page, type, count = 1) =>
  until(page, "seen", `((left) => (one) => one.type === "${type}" && --left === 0)(${count})`);
/** The frame of the page's first element, once it is ready. */
export const inFrame = async (page) => {
  await event(page, "ready");
  return page.frame("webpool-example >>> iframe");
};

export const editorText = `document.querySelector("[data-part=editor]").textContent`;

export const notIcon = (error) => !/favicon|404/.test(error);
