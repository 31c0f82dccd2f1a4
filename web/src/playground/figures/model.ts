import { element } from "../dom.ts";
import { integers, Slider } from "./controls.ts";
import { digits } from "./format.ts";
import type { FigureElement } from "./figure.ts";

const tasks = 16;
const work = 10; // units of time for each task
const maxProcessors = 8;

interface Block {
  begin: number;
  end: number;
}

interface Plan {
  /** When the program is busy handing over tasks. */
  program: Block[];
  processors: Block[][];
  end: number;
}

/** Computes a schedule: the program hands over one task after another, and the processor that is free first takes it. */
export function plan(processes: number, overhead: number): Plan {
  const processors: Block[][] = Array.from({ length: processes }, () => []);
  const program: Block[] = [];
  for (let task = 0; task < tasks; task++) {
    const handed = (task + 1) * overhead;
    if (overhead > 0) program.push({ begin: handed - overhead, end: handed });
    const free = (blocks: Block[]) => blocks.at(-1)?.end ?? 0;
    const next = processors.reduce((a, b) => (free(b) < free(a) ? b : a));
    const begin = Math.max(handed, free(next));
    next.push({ begin, end: begin + work });
  }
  return {
    program,
    processors,
    end: Math.max(...processors.map((blocks) => blocks.at(-1)?.end ?? 0)),
  };
}

/** Shows a computed model of the effect of overhead on different numbers of processors; nothing is measured. */
export function modelFigure(root: HTMLElement): void {
  const processes = new Slider({
    name: "processes",
    label: "Processors",
    values: integers(1, maxProcessors),
    value: 4,
    onInput: () => draw(),
  });
  const overhead = new Slider({
    name: "overhead",
    label: "Overhead of each task",
    values: [0, 0.5, 1, 2, 3, 4, 5, 6, 8, 10, 12],
    value: 1,
    onInput: () => draw(),
  });
  const lanes = element("div", { className: "model-lanes" });
  lanes.setAttribute("aria-hidden", "true"); // the result says it in words
  const result = element("p", { className: "figure-result" });
  result.setAttribute("role", "status");
  root
    .querySelector(".figure-place")!
    .replaceChildren(
      element(
        "div",
        { className: "figure-head" },
        element("div", { className: "figure-controls" }, processes.root, overhead.root),
      ),
      lanes,
      result,
    );
  draw();

  function draw(): void {
    const made = plan(processes.value, overhead.value);
    const alone = tasks * work;
    const widest = tasks * 12 + work; // the maximum for all settings, which keeps the scale constant
    const lane = (name: string, blocks: readonly Block[], kind: string) => {
      const row = element(
        "div",
        { className: "schematic-lane" },
        element("span", { textContent: name }),
      );
      for (const { begin, end } of blocks) {
        const block = element("i", { className: kind });
        block.style.setProperty("--at", String((100 * begin) / widest));
        block.style.setProperty("--for", String((100 * (end - begin)) / widest));
        row.append(block);
      }
      return row;
    };
    lanes.replaceChildren(
      lane("program", made.program, "runs"),
      ...integers(0, maxProcessors - 1).map((i) => {
        const row = lane(`P${i}`, made.processors[i] ?? [], "task");
        if (i >= processes.value) row.dataset.absent = "";
        return row;
      }),
    );
    const line = element("span", { className: "model-alone" });
    line.style.setProperty("--at", String((100 * alone) / widest));
    lanes.append(element("div", { className: "model-scale" }, line));
    const ratio = alone / made.end;
    result.textContent =
      `${alone} units of work take ${digits(made.end).replace(/\.0+$/, "")}: ` +
      (ratio >= 1
        ? `${digits(ratio)} times as fast as a plain loop, out of an ideal ${processes.value}.`
        : `slower than a plain loop, by a factor of ${digits(1 / ratio)}.`) +
      (overhead.value * processes.value >= work && processes.value > 1
        ? " The program cannot hand over fast enough: processors wait for it."
        : "");
    (root as FigureElement).figureData = { ...made, alone };
  }
}
