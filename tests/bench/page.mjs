// Measures the guide's page in Chromium: its size, the longest tasks while it is scrolled, the frames while a program prints
// 200,000 lines, and how long Stop takes meanwhile. Usage: node tests/bench/page.mjs; build the site first. Other programs that
// run at the same time lengthen tasks and frames, so run it on two quiet cores.

import { readFileSync } from "node:fs";
import { loadavg } from "node:os";
import { CardOnPage } from "../browser/card-tools.mjs";
import { browsers, serve, site } from "../browser/drivers/index.mjs";

const server = await serve({ root: site });
const browser = await browsers.find(({ name }) => name === "chromium").launch();
try {
  const page = await browser.open();
  page.timeout = 300_000;
  await page.setViewport(1440, 900);
  await page.goto(server.url);
  const say = (what, value) => console.log(`${what.padEnd(44)} ${value}`);
  say("other programs (load average)", loadavg()[0].toFixed(1));
  say("HTML, kB", (readFileSync(`${site}/index.html`).length / 1e3).toFixed(1));
  say("elements at load", await page.evaluate("document.querySelectorAll('*').length"));
  say("longest tasks of the first scroll, ms", await page.evaluate(scroll));
  for (const program of ["pool_map", "pool_starmap", "matrix"]) {
    const card = new CardOnPage(page, program);
    await card.shows();
    await card.run();
  }
  say("longest tasks after three runs, ms", await page.evaluate(scroll));
  for (const [language, text] of [
    ["javascript", `for (let i = 0; ; i++) print("line", i);`],
    ["python", `i = 0\nwhile True: print("line", i); i += 1`],
  ]) {
    const card = await CardOnPage.open(page, server.url, "pool_map", `language=${language}`);
    await card.write(text);
    const { frames, stop } = await card.read(printed);
    say(`${language}: longest frames of 200,000 lines, ms`, frames);
    say(`${language}: Stop, ms`, stop);
  }
} finally {
  await browser.close();
  await server.close();
}

/** In the page: scrolls through it, and gives the durations of the longest tasks over 50 ms. */
async function scroll() {
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ entryTypes: ["longtask"] });
  for (let y = 0; y < document.documentElement.scrollHeight; y += 60) {
    scrollTo({ top: y, behavior: "instant" });
    await new Promise(requestAnimationFrame);
  }
  await new Promise((resolve) => setTimeout(resolve, 500)); // the observer is told of tasks late
  observer.disconnect();
  const longest = tasks.map(({ duration }) => Math.round(duration)).sort((a, b) => b - a);
  return longest.slice(0, 5).join(", ") || "none over 50";
}

/** In the page: runs the card's program until it has printed 200,000 lines, then stops it. */
async function printed(card) {
  const part = (name) => card.querySelector(`[data-part=${name}]`);
  const isIn = (...states) => states.includes(part("status").dataset.state);
  const frame = () => new Promise(requestAnimationFrame);
  const lines = () => {
    const last = [...part("console").querySelectorAll(".line:not(.line-probe)")].at(-1);
    return Number(/^line (\d+)$/.exec(last?.textContent ?? "")?.[1] ?? 0);
  };
  part("run").click();
  while (!(isIn("running") && lines() > 0)) {
    if (isIn("failed", "done")) throw new Error(part("console").innerText);
    await frame();
  }
  const gaps = [];
  for (let before = performance.now(); lines() < 200_000; before += gaps.at(-1)) {
    await frame();
    gaps.push(performance.now() - before);
  }
  const asked = performance.now();
  part("stop").click();
  while (!isIn("stopped")) await new Promise((resolve) => setTimeout(resolve));
  const longest = gaps.map(Math.round).sort((a, b) => b - a);
  const median = longest[longest.length >> 1];
  return {
    frames: `${longest.slice(0, 5).join(", ")}; median ${median}`,
    stop: Math.round(performance.now() - asked),
  };
}
