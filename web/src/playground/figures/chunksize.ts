import type { TraceEvent } from "webpool";
import recorded from "../../../programs/recorded/chunksize.json";
import source from "../../../programs/figures/chunksize.js?raw";
import type { RunQueue } from "../run/run-queue.ts";
import { element } from "../dom.ts";
import { amount } from "../amounts.ts";
import { Chart } from "./chart.ts";
import { decadesAround, roundTicks } from "./ticks.ts";
import { choice, Slider } from "./controls.ts";
import { programOf, runExperiment } from "./experiment.ts";
import { Figure } from "./figure.ts";
import { Rounds } from "./rounds.ts";
import { formatTick, formatTime, formatTimeRoughly, percent } from "./format.ts";
import { spread, type Spread } from "./statistics.ts";
import { fastest } from "./verdicts.ts";

interface Run {
  round: number;
  chunksize: number;
  job: number;
  ms: number;
  same: boolean;
}

interface Point {
  chunksize: number;
  time: Spread;
  /** How many milliseconds each processor worked, in the run with the median time. */
  busy: number[];
  /** Mean busy time of the processors over that of the busiest, 0 to 1. */
  balance: number;
}

const items = 20_000;
const steps = 1_000;

export function chunksizeFigure(root: HTMLElement, queue: RunQueue): void {
  const processors = navigator.hardwareConcurrency || 1;
  const standard = defaultFor(processors);
  const stops = [
    ...new Set([1, 4, 16, 64, 256, 1_000, standard, Math.ceil(items / processors), items]),
  ].sort((a, b) => a - b);
  let runs: Run[] = [];
  let points: Point[] = [];
  let trace: TraceEvent[] = [];

  const slider = new Slider({
    name: "chunksize",
    label: "Chunksize",
    values: stops,
    value: standard,
    onInput: () => show(),
    // Measures a chunksize that was not measured yet.
    onChange: (chunksize) => {
      if (!figure.busy && !points.some((point) => point.chunksize === chunksize))
        void figure.run((signal, adds) => {
          if (!adds) forget();
          return measure([chunksize], 3, signal);
        }, true);
    },
  });
  const work = choice({
    name: "work",
    label: "Work per item",
    choices: { growing: "increasing", alike: "equal" },
    value: "growing",
    onChange: () => {
      figure.stop(); // its runs would be of either work
      forget();
    },
  });
  const rounds = new Rounds([1, 3, 5, 7, 11], 5);

  const chart = new Chart({
    label: "Chunksize",
    x: {
      label: "chunksize",
      logarithmic: true,
      format: (value) => value.toLocaleString("en"),
      ticks: () => [1, 10, 100, 1_000, 10_000],
    },
    y: { label: "time", format: formatTick, ticks: roundTicks },
    describe: (index) => describe(points[index]),
    onSelect: (index) => {
      slider.value = points[index]!.chunksize;
      showLanes();
    },
  });
  const lanes = element("div", { className: "balance" });
  const settings = (chunksizes: number[], count: number) => ({
    items,
    steps,
    growing: work.value === "growing",
    chunksizes,
    rounds: count,
  });
  const figure = new Figure(root, queue, {
    program: () => programOf({ source, settings: settings(stops, rounds.count) }),
    method:
      `${items.toLocaleString("en")} items of about a microsecond each. Busy is the time from the beginning to the end of each ` +
      "processor’s chunks, as the pool’s trace tells it; balance is the mean busy time over the longest, 100 % where all worked alike long.",
    rounds,
    run: (signal, adds) => {
      if (!adds) forget();
      return measure(stops, rounds.count, signal);
    },
  });
  figure.controls.append(slider.root, work.root, rounds.root);
  figure.drawing.append(chart.root, lanes);
  draw();
  figure.showRecorded(recorded, () => {
    points = recorded.points;
    draw();
    show();
    conclude();
  });

  async function measure(chunksizes: number[], count: number, signal: AbortSignal): Promise<void> {
    trace = [];
    const kept = points.filter((point) => !chunksizes.includes(point.chunksize));
    const fresh: Run[] = [];
    const total = chunksizes.length * count;
    await runExperiment(
      {
        source,
        settings: settings(chunksizes, count),
        processes: processors,
        onRecord: (record) => {
          fresh.push(record as Run);
          figure.progress(fresh.length / total, `${fresh.length} of ${amount(total, "run")}`);
        },
        onTrace: (events) => trace.push(...events.filter(({ end }) => end !== null)),
      },
      signal,
    );
    runs = [...runs, ...fresh];
    points = [...kept, ...chunksizes.map((chunksize) => pointOf(chunksize, fresh))].sort(
      (a, b) => a.chunksize - b.chunksize,
    );
    draw();
    show();
    conclude();
  }

  /** The time of all runs with a chunksize; what the processors did is known of the `fresh` ones. */
  function pointOf(chunksize: number, fresh: readonly Run[]): Point {
    const mine = fresh.filter((run) => run.chunksize === chunksize);
    const all = runs.filter((run) => run.chunksize === chunksize);
    const time = spread(all.map(({ ms }) => ms));
    const middle = mine.reduce((a, b) =>
      Math.abs(b.ms - time.median) < Math.abs(a.ms - time.median) ? b : a,
    );
    const busy = Array<number>(processors).fill(0);
    for (const { job, processor, begin, end } of trace)
      if (job === middle.job) busy[processor] = (busy[processor] ?? 0) + (end! - begin);
    return { chunksize, time, busy, balance: balanceOf(busy) };
  }

  function forget(): void {
    runs = [];
    points = [];
    trace = [];
    figure.clear();
    lanes.replaceChildren();
    draw();
  }

  function draw(): void {
    const usual = defaultFor(points[0]?.busy.length ?? processors); // of the computer that measured
    // An outlier may reach beyond the chart, so that it does not flatten everything else.
    const highest = Math.min(
      Math.max(0, ...points.map(({ time }) => time.high)),
      2.5 * Math.max(0, ...points.map(({ time }) => time.median)),
    );
    chart.draw({
      x: points.map(({ chunksize }) => chunksize),
      xRange: [0.8, items * 1.25],
      yRange: [0, highest === 0 ? decadesAround([])[1] : highest * 1.08],
      measured: [
        {
          label: "time for all items",
          color: "accent",
          values: points.map(({ time }) => time.median),
          low: points.map(({ time }) => time.low),
          high: points.map(({ time }) => time.high),
        },
      ],
      marks: [{ x: usual, color: "muted", text: `default: ${usual.toLocaleString("en")}` }],
    });
    figure.tabulate(
      ["chunksize", "time", "likely range", "balance", "busy, by processor"],
      points.map(({ chunksize, time, busy, balance }) => [
        chunksize.toLocaleString("en"),
        formatTime(time.median),
        `${formatTime(time.low)} – ${formatTime(time.high)}`,
        percent(balance),
        busy.map(formatTime).join(", "),
      ]),
    );
    figure.root.figureData = {
      runs,
      points,
      trace,
      standard: usual,
      drawn: chart.drawn,
      recordable: { points },
    };
  }

  function show(): void {
    const index = points.findIndex(({ chunksize }) => chunksize === slider.value);
    if (index >= 0) chart.select(index);
    else lanes.replaceChildren();
  }

  /** Shows a bar for each processor: how much of the time of the map it was busy. */
  function showLanes(): void {
    const point = points.find(({ chunksize }) => chunksize === slider.value);
    if (!point) return;
    const longest = Math.max(point.time.median, ...point.busy);
    const rows = point.busy.map((busy, processor) => {
      const bar = element("span", { className: "bar" });
      bar.style.setProperty("--share", String(busy / longest));
      return element(
        "div",
        { className: "balance-lane" },
        element("span", { textContent: `P${processor}` }),
        element("span", { className: "bar-track" }, bar),
        element("span", { textContent: formatTime(busy) }),
      );
    });
    lanes.replaceChildren(
      element("p", {
        className: "balance-title",
        textContent: `Busy with chunks of ${point.chunksize.toLocaleString("en")}: balance ${percent(point.balance)}`,
      }),
      ...rows,
    );
  }

  function describe(point: Point | undefined): string {
    if (!point) return "";
    const { chunksize, time, balance } = point;
    return (
      `Chunksize ${chunksize.toLocaleString("en")}, ${amount(Math.ceil(items / chunksize), "chunk")}: ` +
      `${formatTime(time.median)} (${formatTime(time.low)} to ${formatTime(time.high)}), balance ${percent(balance)}.`
    );
  }

  function conclude(): void {
    const wrong = runs.filter(({ same }) => !same).length;
    const end = (point: Point | undefined, what: string) =>
      point
        ? `${what}: ${formatTimeRoughly(point.time.median)}, balance ${percent(point.balance)}. `
        : "";
    const best = fastest(points, ({ time }) => time);
    const sizes = best.map(({ chunksize }) => chunksize.toLocaleString("en"));
    const [first, last] = [sizes[0]!, sizes.at(-1)!];
    const name =
      best.length === points.length
        ? "The times of all chunksizes overlap, so these rounds cannot tell which is fastest. "
        : first === last
          ? `Fastest: ${first} in a chunk, ${formatTimeRoughly(best[0]!.time.median)}. `
          : `Fastest: from ${first} to ${last} in a chunk, whose times overlap. `;
    figure.say(
      end(
        points.find(({ chunksize }) => chunksize === 1),
        "One item in a chunk",
      ) +
        end(
          points.find(({ chunksize }) => chunksize === items),
          "All items in one chunk",
        ) +
        (points.length > 2 ? name : "") +
        (wrong === 0 ? "All results are equal." : `${amount(wrong, "result")} DIFFER.`),
      points.length < 3 || best.length <= points.length / 2,
    );
  }
}

/** The default chunksize with that many processors, as in Python. */
function defaultFor(processors: number): number {
  return Math.ceil(items / (4 * processors));
}

function balanceOf(busy: readonly number[]): number {
  const longest = Math.max(...busy);
  return longest === 0 ? 0 : busy.reduce((a, b) => a + b, 0) / busy.length / longest;
}
