// Records the runs that the page shows before the reader has run anything: of the first program and of the figures.
// Usage: node web/scripts/record-runs.mjs "description of the computer" [first|figures]; build the site first.
import { writeFile, mkdir } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { browsers, serve, site } from "../../tests/browser/drivers/index.mjs";

const [machine, only] = process.argv.slice(2);
if (!machine) throw new Error('name the computer: node web/scripts/record-runs.mjs "…"');
const folder = new URL("../programs/recorded/", import.meta.url);
const date = new Date().toISOString().slice(0, 10);
/** The figures, and how many rounds of each are recorded. A fixed number, since "as needed" fills the page with rounds. */
const figures = { overhead: 5, chunksize: 5, matrix: 5, speedup: 7 };

await mkdir(folder, { recursive: true });
const server = await serve({ root: site });
const browser = await browsers.find(({ name }) => name === "chromium").launch();
try {
  const page = await browser.open();
  page.timeout = 600_000;
  await page.setViewport(1280, 900);
  if (only !== "figures") await recordFirst(page);
  if (only !== "first")
    for (const [name, rounds] of Object.entries(figures)) await recordFigure(page, name, rounds);
} finally {
  await browser.close();
  await server.close();
}

async function recordFirst(page) {
  const source = readFileSync(new URL("../programs/first.py", import.meta.url), "utf8");
  await page.goto(server.url);
  const run = await page.evaluate(async (text) => {
    const { Program } = await import("./lib/webpool.js");
    const processes = navigator.hardwareConcurrency; // as on the page, and as the name of the computer says
    const lines = [];
    const events = new Map();
    const spans = new Map();
    const notes = new Map();
    const program = new Program(text, {
      language: "python",
      processes,
      onOutput: (printed) => lines.push(...printed),
      onTrace: (news) => news.forEach((one) => events.set(`${one.processor}.${one.sequence}`, one)),
      onCall: (note) => {
        const name = `${note.pool}.${note.job}`;
        notes.set(name, { ...notes.get(name), ...note });
      },
      onProgramState: (news) => news.forEach((one) => spans.set(one.begin, one)),
    });
    await program.prepare();
    const begin = performance.timeOrigin + performance.now();
    await program.run();
    const end = performance.timeOrigin + performance.now();
    const since = (one) => ({
      ...one,
      begin: Math.round(1_000 * (one.begin - begin)) / 1_000,
      end: Math.round(1_000 * ((one.end ?? end) - begin)) / 1_000,
    });
    return {
      processes,
      milliseconds: Math.round(end - begin),
      lines: lines.map((line) => ({ ...line, time: Math.round(line.time) })),
      events: [...events.values()].map(since),
      spans: [...spans.values()].map(since),
      notes: [...notes.values()],
    };
  }, source);
  await save("first", { ...run });
}

async function recordFigure(page, name, rounds) {
  await page.goto("about:blank");
  await page.goto(`${server.url}#figure-${name}`);
  const record = async (id, wanted) => {
    const figure = document.getElementById(id);
    const until = (holds) =>
      new Promise((resolve) => {
        const look = () => holds() && (observer.disconnect(), resolve());
        const observer = new MutationObserver(look);
        observer.observe(figure, { attributes: true });
        look();
      });
    await until(() => "mounted" in figure.dataset);
    const languages = figure.querySelector("[name=languages]");
    if (languages) {
      languages.value = "all";
      languages.dispatchEvent(new Event("change"));
    }
    const slider = figure.querySelector("[name=rounds]");
    for (let place = 0; slider.getAttribute("aria-valuetext") !== String(wanted); place++) {
      if (place > Number(slider.max)) throw new Error(`${id} cannot measure ${wanted} rounds`);
      slider.valueAsNumber = place;
      slider.dispatchEvent(new Event("input"));
    }
    figure.querySelector("[data-part=figure-run]").click();
    await until(() => ["done", "failed", "stopped"].includes(figure.dataset.state));
    if (figure.dataset.state !== "done") throw new Error(figure.innerText);
    return figure.figureData.recordable;
  };
  const data = await page.evaluate(record, `figure-${name}`, rounds);
  await save(name, data);
}

async function save(name, data) {
  const recording = { machine, date, ...data };
  await writeFile(new URL(`${name}.json`, folder), `${JSON.stringify(recording)}\n`);
  console.log(`recorded ${name}`);
}
