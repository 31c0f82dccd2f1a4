import recorded from "../../../programs/recorded/speedup.json";
import measureText from "../../../programs/figures/speedup.js?raw";
import half from "../../../programs/figures/speedup.half.js?raw";
import kernel from "../../../programs/figures/speedup.kernel.js?raw";
import matrix from "../../../programs/figures/speedup.matrix.js?raw";
import primes from "../../../programs/figures/speedup.primes.js?raw";
import type { RunQueue } from "../run/run-queue.ts";
import { element } from "../dom.ts";
import { noteMeasured } from "../measured.ts";
import { amount } from "../amounts.ts";
import { Chart } from "./chart.ts";
import { roundTicks } from "./ticks.ts";
import { choice, integers, Slider } from "./controls.ts";
import { programOf, runExperiment } from "./experiment.ts";
import { Figure } from "./figure.ts";
import { Rounds } from "./rounds.ts";
import { digits, formatTime, percent, roughly } from "./format.ts";
import { amdahl, fitAmdahl, spread, type Spread } from "./statistics.ts";
import { lawHolds, speedupVerdict } from "./verdicts.ts";

/** A run of the problem: by the plain loop (`processes` is 0), or by a pool of that many processors. */
interface Run {
  round: number;
  processes: number;
  ms: number;
  same: boolean;
}

interface Point {
  processors: number;
  time: Spread;
  /** The speed-ups of the rounds, each relative to the plain loop of the same round. */
  speedup: Spread;
}

const problems = { matrix, kernel, primes, half };
const names = {
  matrix: "Matrix in JavaScript",
  kernel: "Matrix, C++ kernel",
  primes: "Primes: long tasks",
  half: "Half stays serial",
  own: "Your own",
};
type Problem = keyof typeof names;

export function speedupFigure(root: HTMLElement, queue: RunQueue): void {
  const hardware = navigator.hardwareConcurrency || 1;
  let runs: Run[] = [];
  let points: Point[] = [];
  let serial: number | null = null;
  let own = primes;

  const problem = choice<Problem>({
    name: "problem",
    label: "Problem",
    choices: names,
    value: "matrix",
    onChange: () => {
      figure.stop();
      forget();
      showOwn();
    },
  });
  const most = new Slider({
    name: "most",
    label: `Processors, of ${hardware}: up to`,
    values: integers(2, Math.max(2, 2 * hardware)),
    value: Math.max(2, hardware),
    onInput: () => figure.busy || draw(),
  });
  const rounds = new Rounds([2, 3, 5, 7, 11, 15, 21], 7);
  const text = element("textarea", { className: "figure-own" });
  text.spellcheck = false;
  text.value = own;
  text.setAttribute(
    "aria-label",
    "A program with two functions, serial() and parallel(pool), that give the same list",
  );
  text.addEventListener("input", () => (own = text.value));

  const chart = new Chart({
    label: "Speed-up",
    x: { label: "processors", format: String, ticks: (low, high) => wholeTicks(low, high) },
    y: { label: "times as fast as the plain loop", format: String, ticks: roundTicks },
    describe: (index) => describe(points[index]),
  });
  const experiment = () => ({
    source: `${problem.value === "own" ? own : problems[problem.value]}\n${measureText}`,
    settings: { sizes: sizesUpTo(most.value), rounds: rounds.count },
  });
  let used = experiment();
  let usedName = names[problem.value];
  const figure = new Figure(root, queue, {
    program: () => programOf(experiment()),
    method:
      "Each round runs the plain loop and a fresh pool of every size once, in an order that changes, after two that warm up. " +
      "A point is the median of the rounds, its bar is the 95 % range of that median. Other programs, other tabs " +
      "and a processor that gets warm show in it: run it again before you believe a surprise.",
    rounds,
    run: async (signal, adds) => {
      if (!adds) forget();
      const { source, settings } = used;
      const before = runs.length;
      const roundsBefore = new Set(runs.map(({ round }) => round)).size;
      const total = settings.rounds * (settings.sizes.length + 1);
      await runExperiment(
        {
          source,
          settings,
          processes: Math.max(...settings.sizes),
          onRecord: (record) => {
            const run = record as Run;
            const round = roundsBefore + run.round;
            runs.push({ ...run, round });
            evaluate();
            draw();
            figure.progress((runs.length - before) / total, rounds.describe(round + 1));
          },
        },
        signal,
      );
      conclude();
      const best = points.reduce((a, b) => (b.speedup.median > a.speedup.median ? b : a));
      noteMeasured(
        "speed-up",
        `${roughly(best.speedup.median)} times, with ${amount(best.processors, "processor")} (${usedName})`,
      );
    },
  });
  figure.controls.append(problem.root, most.root, rounds.root);
  figure.drawing.append(chart.root, text);
  showOwn();
  draw();
  figure.showRecorded(recorded, () => {
    runs = recorded.runs as Run[];
    evaluate();
    draw();
    conclude();
  });

  function forget(): void {
    used = experiment();
    usedName = names[problem.value];
    runs = [];
    points = [];
    serial = null;
    figure.clear();
    draw();
  }

  function showOwn(): void {
    text.hidden = problem.value !== "own";
  }

  function evaluate(): void {
    const loop = new Map(
      runs.filter((run) => run.processes === 0).map((run) => [run.round, run.ms]),
    );
    const sizes = [...new Set(runs.map((run) => run.processes))].filter((size) => size > 0);
    points = sizes
      .sort((a, b) => a - b)
      .flatMap((processors) => {
        const mine = runs.filter((run) => run.processes === processors && loop.has(run.round));
        if (mine.length === 0) return [];
        const speedups = mine.map((run) => loop.get(run.round)! / run.ms);
        return [{ processors, time: spread(mine.map((run) => run.ms)), speedup: spread(speedups) }];
      });
    // Amdahl's law does not apply to more processors than the machine has.
    const lawful = points.filter(({ processors }) => processors <= hardware);
    serial = fitAmdahl(
      lawful.map(({ processors, speedup }) => ({ processors, speedup: speedup.median })),
    );
  }

  function draw(): void {
    const last = Math.max(most.value, points.at(-1)?.processors ?? 0);
    // An outlier may reach beyond the chart, so that it does not flatten everything else.
    const highest = Math.min(
      Math.max(last, ...points.map(({ speedup }) => speedup.high)),
      2 * Math.max(last, ...points.map(({ speedup }) => speedup.median)),
    );
    const law = serial !== null && lawHolds(points, serial) ? serial : null;
    chart.draw({
      x: points.map(({ processors }) => processors),
      xRange: [0.5, last + 0.5],
      yRange: [0, highest * 1.05],
      measured: [
        {
          label: "measured",
          color: "accent",
          values: points.map(({ speedup }) => speedup.median),
          low: points.map(({ speedup }) => speedup.low),
          high: points.map(({ speedup }) => speedup.high),
        },
      ],
      curves: [
        { label: "ideal", color: "muted", dash: [6, 4], y: (p) => p },
        ...(law === null
          ? []
          : [
              {
                label: `Amdahl’s law, serial part ${percent(law)}`,
                color: "job-1" as const,
                dash: [2, 3],
                y: (p: number) => amdahl(law, p),
              },
            ]),
      ],
      aside:
        last > hardware
          ? { from: hardware + 0.5, to: last + 0.5, text: "more processors than the machine has" }
          : null,
    });
    figure.tabulate(
      ["processors", "time", "likely range", "speed-up", "likely range", "Amdahl"],
      points.map(({ processors, time, speedup }) => [
        String(processors),
        formatTime(time.median),
        `${formatTime(time.low)} – ${formatTime(time.high)}`,
        digits(speedup.median),
        `${digits(speedup.low)} – ${digits(speedup.high)}`,
        law === null ? "–" : digits(amdahl(law, processors)),
      ]),
    );
    figure.root.figureData = {
      runs,
      points,
      serial,
      drawn: chart.drawn,
      recordable: { runs },
    };
  }

  function describe(point: Point | undefined): string {
    if (!point) return "";
    const { processors, time, speedup } = point;
    const law =
      serial === null || !lawHolds(points, serial)
        ? ""
        : `, by Amdahl’s law ${digits(amdahl(serial, processors))}`;
    return (
      `${amount(processors, "processor")}: ${formatTime(time.median)}, ${digits(speedup.median)} times as fast ` +
      `(${digits(speedup.low)} to ${digits(speedup.high)}); ideal ${processors}${law}.`
    );
  }

  function conclude(): void {
    const wrong = runs.filter(({ same }) => !same).length;
    const verdict = speedupVerdict(points, hardware > 1 ? serial : null);
    const parts = [verdict.text];
    if (hardware === 1)
      parts.push("This computer shows one processor, so nothing can run at the same time.");
    parts.push(
      wrong === 0 ? "All results are equal." : `In ${amount(wrong, "run")} results DIFFER.`,
    );
    figure.say(parts.join(" "), verdict.isCertain);
  }
}

/** All sizes up to 12; otherwise about twelve of them, including the first and the last. */
function sizesUpTo(last: number): number[] {
  if (last <= 12) return integers(1, last);
  const sizes = integers(0, 11).map((i) => Math.round(last ** (i / 11)));
  return [...new Set([1, 2, ...sizes])].sort((a, b) => a - b);
}

function wholeTicks(low: number, high: number): number[] {
  const step = Math.max(1, Math.ceil((high - low) / 16));
  return integers(1, Math.floor(high)).filter((n) => n === 1 || n % step === 0);
}
