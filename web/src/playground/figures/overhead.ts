import recorded from "../../../programs/recorded/overhead.json";
import source from "../../../programs/figures/overhead.js?raw";
import type { RunQueue } from "../run/run-queue.ts";
import { noteMeasured } from "../measured.ts";
import { amount } from "../amounts.ts";
import { Chart } from "./chart.ts";
import { decades, decadesAround } from "./ticks.ts";
import { Slider } from "./controls.ts";
import { programOf, runExperiment } from "./experiment.ts";
import { Figure } from "./figure.ts";
import { Rounds } from "./rounds.ts";
import { formatTick, formatTime, formatTimeRoughly } from "./format.ts";
import { crossing, spread, type Spread } from "./statistics.ts";
import { overheadVerdict, type Verdict } from "./verdicts.ts";

const methods = ["serial", "map, chunksize 1", "map"] as const;
type Method = (typeof methods)[number];

/** One method's run over a list of equal tasks. */
interface Run {
  round: number;
  steps: number;
  method: Method;
  ms: number;
  same: boolean;
}

/** The times of all methods for one length of the task. */
interface Point {
  steps: number;
  /** Milliseconds of work per item, by the fastest run of the plain loop. */
  work: number;
  times: Record<Method, Spread>;
}

const steps = [3, 32, 100, 316, 1_000, 3_162, 10_000, 31_623, 100_000, 316_228];

export function overheadFigure(root: HTMLElement, queue: RunQueue): void {
  const processors = navigator.hardwareConcurrency || 1;
  let runs: Run[] = [];
  let points: Point[] = [];

  const items = new Slider({
    name: "items",
    label: "Items",
    values: [20, 50, 100, 200, 500, 1_000, 2_000],
    value: 200,
  });
  const rounds = new Rounds([1, 2, 3, 5, 7, 11, 15], 5);
  const pool = new Slider({
    name: "processes",
    label: "Processors",
    values: Array.from({ length: 2 * processors }, (_, i) => i + 1),
    value: processors,
  });
  let measuredItems = items.value;
  let measuredProcessors = pool.value;

  const chart = new Chart({
    label: "Overhead",
    x: { label: "work for each item", logarithmic: true, format: formatTick, ticks: decades },
    y: { label: "time for all items", logarithmic: true, format: formatTick, ticks: decades },
    describe: (index) => describe(points[index]),
  });
  const experiment = () => ({
    source,
    settings: { items: items.value, steps, rounds: rounds.count },
  });
  const figure = new Figure(root, queue, {
    program: () => programOf(experiment()),
    method:
      "The task is arithmetic whose length a number sets; the work for each item is what the plain loop’s fastest run takes for it. " +
      "A time is the mean of as many runs as fill a millisecond, a point the median of the rounds; its bar is the 95 % range.",
    rounds,
    run: async (signal, adds) => {
      if (!adds) {
        runs = [];
        points = [];
        measuredItems = items.value;
        measuredProcessors = pool.value;
        figure.clear();
      }
      const before = runs.length;
      const perRound = steps.length * methods.length;
      await runExperiment(
        {
          source,
          settings: { items: measuredItems, steps, rounds: rounds.count },
          processes: measuredProcessors,
          onRecord: (record) => {
            const run = record as Run;
            runs.push(run);
            evaluate();
            draw();
            const share = (runs.length - before) / (rounds.count * perRound);
            figure.progress(share, rounds.describe(Math.ceil(runs.length / perRound)));
          },
        },
        signal,
      );
      conclude();
      noteTimes();
    },
  });
  figure.controls.append(items.root, pool.root, rounds.root);
  figure.drawing.append(chart.root);
  draw();
  figure.showRecorded(recorded, () => {
    runs = recorded.runs as Run[];
    measuredItems = recorded.items;
    measuredProcessors = recorded.processors;
    evaluate();
    draw();
    conclude();
  });

  function evaluate(): void {
    points = steps.flatMap((count) => {
      const of = (method: Method) =>
        runs.filter((run) => run.steps === count && run.method === method).map(({ ms }) => ms);
      if (!methods.every((method) => of(method).length > 0)) return [];
      const times = Object.fromEntries(methods.map((method) => [method, spread(of(method))]));
      // Takes the fastest run, since other activity of the machine can only add to a time.
      const work = Math.min(...of("serial")) / measuredItems;
      return [{ steps: count, work, times: times as Point["times"] }];
    });
    points.sort((a, b) => a.work - b.work);
  }

  function verdictOf(method: Method): Verdict {
    return overheadVerdict(
      points.map(({ work, times }) => ({ work, pool: times[method], loop: times.serial })),
      breakEven(method),
    );
  }

  /** The amount of work from which a method is faster than the plain loop, in milliseconds per item. */
  function breakEven(method: Method): number {
    return crossing(
      points.map(({ work }) => work),
      points.map(({ times }) => times[method].median),
      points.map(({ times }) => times.serial.median),
    );
  }

  function draw(): void {
    const marks = (["map", "map, chunksize 1"] as const).flatMap((method, index) => {
      const x = points.length === steps.length ? breakEven(method) : NaN;
      if (!Number.isFinite(x)) return [];
      const color = index === 0 ? ("accent" as const) : ("job-2" as const);
      return [{ method, x, color, text: `${method}: ${formatTimeRoughly(x)}` }];
    });
    const colors = { serial: "muted", "map, chunksize 1": "job-2", map: "accent" } as const;
    const all = points.flatMap(({ times }) =>
      methods.flatMap((m) => [times[m].low, times[m].high]),
    );
    const x = points.map(({ work }) => work);
    chart.draw({
      x,
      xRange: points.length < 2 ? [1e-6, 1] : [x[0]! / 1.3, x.at(-1)! * 1.3],
      yRange: decadesAround(all),
      measured: methods.map((method) => ({
        label:
          method === "serial" ? "plain loop" : method === "map" ? "map, default chunksize" : method,
        color: colors[method],
        values: points.map(({ times }) => times[method].median),
        low: points.map(({ times }) => times[method].low),
        high: points.map(({ times }) => times[method].high),
      })),
      marks: marks.filter(({ method }) => verdictOf(method).isCertain), // others would contradict the sentence
    });
    figure.tabulate(
      ["work for each item", "plain loop", "map, chunksize 1", "map, default chunksize"],
      points.map(({ work, times }) => [
        formatTime(work),
        ...methods.map((method) => formatTime(times[method].median)),
      ]),
    );
    figure.root.figureData = {
      runs,
      points,
      items: measuredItems,
      marks: marks.map(({ method, x: at }) => ({ method, x: at })),
      drawn: chart.drawn,
      recordable: { items: measuredItems, processors: measuredProcessors, runs },
    };
  }

  function describe(point: Point | undefined): string {
    if (!point) return "";
    const { work, times } = point;
    return (
      `${formatTime(work)} of work for each of ${measuredItems.toLocaleString("en")} items: plain loop ` +
      `${formatTime(times.serial.median)}, map with chunksize 1 ${formatTime(times["map, chunksize 1"].median)}, ` +
      `map with the default chunksize ${formatTime(times.map.median)}.`
    );
  }

  /** Notes the cost of the pool itself, measured with the shortest tasks, for the table of the reader's computer. */
  function noteTimes(): void {
    const [shortest] = points;
    if (!shortest) return;
    const perItem = shortest.times.map.median / measuredItems;
    noteMeasured("map", `${formatTimeRoughly(perItem)}, with the default chunksize`);
  }

  function conclude(): void {
    const wrong = runs.filter(({ same }) => !same).length;
    const [byDefault, byOne] = [verdictOf("map"), verdictOf("map, chunksize 1")];
    const isCertain = byDefault.isCertain && byOne.isCertain;
    figure.say(
      `${byDefault.text} With chunksize 1: ${byOne.text} ` +
        `Measured with ${amount(measuredItems, "item")} on ${amount(measuredProcessors, "processor")}` +
        (wrong === 0 ? "; all results are equal." : `; ${amount(wrong, "result")} DIFFER.`),
      isCertain,
    );
  }
}
