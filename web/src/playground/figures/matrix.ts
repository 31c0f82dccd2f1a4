import pictureSource from "../../../programs/figures/matrix.picture.js?raw";
import recorded from "../../../programs/recorded/matrix.json";
import raceSource from "../../../programs/figures/matrix.js?raw";
import pythonSource from "../../../programs/figures/matrix.py?raw";
import type { Runnable, RunQueue } from "../run/run-queue.ts";
import { debounce, element } from "../dom.ts";
import { notePythonLoaded, pythonToLoad } from "../run/python-load.ts";
import { amount, megabytes } from "../amounts.ts";
import { choice, integers, Slider } from "./controls.ts";
import { noteMeasured } from "../measured.ts";
import { programOf, runExperiment } from "./experiment.ts";
import { Figure } from "./figure.ts";
import { Rounds } from "./rounds.ts";
import { formatTime, formatTimeRoughly } from "./format.ts";
import { raceSentence } from "./race-sentence.ts";
import { RaceView, type Racer } from "./race-view.ts";
import { spread } from "./statistics.ts";

interface Run {
  round: number;
  by: Racer["by"];
  method: string;
  /** How many rows it counted; apply counts only some of them. */
  rows: number;
  ms: number;
  same: boolean;
}

const shown = 12; // rows in the picture
const methods = ["map", "starmap", "apply", "mapAsync", "starmapAsync", "applyAsync"];
const racersOf = (by: Run["by"], names: string[]) => names.map((method) => ({ by, method }));
const racers = [
  ...racersOf("function", ["serial", ...methods]),
  ...racersOf("kernel", methods),
  ...racersOf("python", [
    "serial",
    ...["map", "starmap", "apply", "map_async", "starmap_async", "apply_async"],
  ]),
];

export function matrixFigure(root: HTMLElement, queue: RunQueue): void {
  let runs: Run[] = [];
  let picture: number[][] = recorded.picture;
  let failure = "";
  let first: number[] = [];
  let drawing: AbortController | null = null;

  const forget = () => {
    runs = [];
    first = [];
    race.clear();
    figure.clear();
    publish();
  };
  // Discards measurements that were made with other numbers.
  const reset = () => {
    figure.stop();
    forget();
  };
  const changed = debounce(() => void drawPicture(), 120);
  const newNumbers = () => (reset(), changed());
  const newRange = () => (reset(), showPicture());
  const rows = choice({
    name: "rows",
    label: "Rows",
    choices: { "1000": "1,000", "20000": "20,000", "200000": "200,000", "1000000": "1,000,000" },
    value: "200000",
    onChange: newNumbers,
  });
  const toLoad = pythonToLoad();
  const languages = choice({
    name: "languages",
    label: "Languages",
    choices: {
      compiled: "JavaScript, C++",
      all: toLoad > 0 ? `Python too (${megabytes(toLoad)} MB)` : "Python too",
    },
    value: toLoad > 0 ? "compiled" : "all",
    onChange: reset,
  });
  const columns = new Slider({
    name: "columns",
    label: "Columns",
    values: [1, 2, 3, 5, 8, 12, 16],
    value: 5,
    onInput: newNumbers,
  });
  const seed = new Slider({
    name: "seed",
    label: "Seed",
    values: integers(90, 110),
    value: 100,
    onInput: newNumbers,
  });
  const minimum = new Slider({
    name: "minimum",
    label: "From",
    values: integers(0, 9),
    value: 4,
    onInput: (value) => {
      if (maximum.value < value) maximum.value = value;
      newRange();
    },
  });
  const maximum = new Slider({
    name: "maximum",
    label: "To",
    values: integers(0, 9),
    value: 8,
    onInput: (value) => {
      if (minimum.value > value) minimum.value = value;
      newRange();
    },
  });
  const rounds = new Rounds([1, 3, 5, 7, 11], 5);

  const painter: Runnable = {
    title: "the picture of the matrix",
    stop: () => {
      queue.withdraw(painter);
      drawing?.abort();
    },
    discard: () => {}, // it prepares no workers
  };
  const grid = element("div", { className: "matrix-picture" });
  const race = new RaceView(racers);
  const numbers = () => ({ columns: columns.value, seed: seed.value, low: 0, high: 10 });
  const settings = () => ({
    rows: Number(rows.value),
    ...numbers(),
    minimum: minimum.value,
    maximum: maximum.value,
    rounds: rounds.count,
    shown,
  });
  const figure = new Figure(root, queue, {
    program: () => programOf({ source: raceSource, settings: settings() }),
    method:
      "A bar is the median of the rounds, after one that warms up. A call of apply for each row would take too long: it counts " +
      "500 rows, and its bar is scaled to all of them (≈). Every count of every run is compared with the plain loop’s. " +
      "Python runs a program of its own with the same rows and methods.",
    rounds,
    run: async (signal, adds) => {
      if (!adds) forget();
      const before = runs.length;
      const used = settings();
      const withPython = languages.value === "all";
      const runners = racers.filter(({ by }) => withPython || by !== "python");
      const total = used.rounds * runners.length;
      const experiment = {
        settings: used,
        processes: navigator.hardwareConcurrency || 1,
        onRecord: (record: unknown) => {
          if ("first" in (record as object)) first = (record as { first: number[] }).first;
          else runs.push(record as Run);
          showRace(used.rows);
          const done = runs.length - before;
          figure.progress(done / total, `${done} of ${amount(total, "run")}`);
        },
      };
      await runExperiment({ ...experiment, source: raceSource }, signal);
      if (withPython) {
        const share = (runs.length - before) / total;
        const onLoad = (loaded: number, size: number) =>
          figure.progress(share, `Loading Python: ${megabytes(loaded)} of ${megabytes(size)} MB`);
        await runExperiment(
          { ...experiment, source: pythonSource, language: "python", onLoad },
          signal,
        );
        notePythonLoaded();
      }
      conclude(used.rows);
      const call = race.racers.find(({ by, method }) => by === "function" && method === "apply");
      if (call?.time) noteMeasured("apply", formatTimeRoughly(call.time.median / used.rows));
    },
  });
  figure.controls.append(
    rows.root,
    languages.root,
    columns.root,
    seed.root,
    minimum.root,
    maximum.root,
    rounds.root,
  );
  figure.drawing.classList.add("matrix-drawing");
  figure.drawing.append(grid, race.root);
  showPicture();
  figure.showRecorded(recorded, () => {
    runs = recorded.runs as Run[];
    showRace(recorded.rows);
    conclude(recorded.rows);
  });

  /** Updates the picture with the numbers that the measured program uses, by running a program when no other runs. */
  async function drawPicture(): Promise<void> {
    painter.stop();
    const abort = (drawing = new AbortController());
    if (!(await queue.turn(painter))) return;
    try {
      if (abort.signal.aborted) return;
      failure = "";
      await runExperiment(
        {
          source: pictureSource,
          settings: { rows: shown, ...numbers() },
          processes: 1,
          onRecord: (record) => {
            picture = (record as { rows: number[][] }).rows;
            showPicture();
          },
        },
        abort.signal,
      );
    } catch (error) {
      if (abort.signal.aborted) return;
      picture = [];
      failure = (error as Error).message;
      showPicture();
    } finally {
      queue.release(painter);
    }
  }

  function showPicture(): void {
    const within = (n: number) => minimum.value <= n && n <= maximum.value;
    const table = element("table");
    table.append(
      element("caption", {
        textContent:
          failure === ""
            ? `The first ${shown} rows; numbers from ${minimum.value} to ${maximum.value} are coloured, and counted on the right`
            : `No numbers: ${failure}`,
      }),
      element(
        "tbody",
        {},
        ...(picture.length > 0 ? picture : Array<number[]>(shown).fill([])).map((row) => {
          const cells = row.map((n) => {
            const cell = element("td", { textContent: String(n) });
            if (within(n)) cell.dataset.within = "";
            return cell;
          });
          const count = row.length > 0 ? String(row.filter(within).length) : "\u00a0";
          const end = element("th", { textContent: count });
          end.scope = "row";
          return element("tr", {}, ...cells, end);
        }),
      ),
    );
    grid.replaceChildren(table);
    publish();
  }

  function showRace(all: number): void {
    race.show(
      racers.map(({ by, method }): Racer => {
        const mine = runs.filter((run) => run.by === by && run.method === method);
        if (mine.length === 0) return { by, method, time: null, scaled: false, same: null };
        const scale = all / mine[0]!.rows;
        return {
          by,
          method,
          time: spread(mine.map(({ ms }) => ms * scale)),
          scaled: scale !== 1,
          same: mine.every(({ same }) => same),
        };
      }),
    );
    const line = ({ by, method, time, scaled, same }: Racer) => [
      by === "function" ? method : `${method}, ${by === "kernel" ? "kernel" : "Python"}`,
      time ? `${scaled ? "≈ " : ""}${formatTime(time.median)}` : "–",
      time ? `${formatTime(time.low)} – ${formatTime(time.high)}` : "–",
      same === null ? "–" : same ? "equal" : "DIFFERENT",
    ];
    figure.tabulate(["method", "time", "likely range", "counts"], race.racers.map(line));
    publish();
  }

  function publish(): void {
    figure.root.figureData = {
      picture,
      first,
      runs,
      racers: race.racers,
      bars: race.bars,
      recordable: { rows: Number(rows.value), picture, runs },
    };
  }

  function conclude(all: number): void {
    const { text, isCertain } = raceSentence(race.racers, all);
    figure.say(text, isCertain);
  }
}
