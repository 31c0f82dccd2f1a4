import { element, part } from "../dom.ts";
import { jobName, laneName, valuesText } from "./describe.ts";
import type { TimelineModel } from "./model.ts";
import { timeText } from "./viewport.ts";

/** The maximum number of rows of chunks. */
const maxRows = 500;

/** Shows a timeline within `root` as tables instead of the drawing; without a model, the drawing again. */
export function showTables(root: HTMLElement, model: TimelineModel | null, now: number): void {
  const tables = part(root, "[data-part=tables]");
  tables.hidden = model === null;
  tables.replaceChildren(...(model ? [timelineTables(model, now)] : []));
  for (const name of ["drawing", "strip"])
    part(root, `[data-part=${name}]`).hidden = model !== null;
  part(root, "[data-part=table]").setAttribute("aria-pressed", String(model !== null));
}

/** The timeline as tables: the totals of each processor, the program's states, and each run of chunks. */
function timelineTables(model: TimelineModel, now: number): HTMLElement {
  const { pools } = model;
  const end = model.end(now);
  const lanes = table(
    "Processors",
    ["processor", "chunks", "items", "busy", "idle"],
    model.lanes.map((lane) => {
      const busy = lane.busy(end);
      return [
        laneName(lane, pools),
        lane.chunks.toLocaleString("en"),
        lane.items.toLocaleString("en"),
        timeText(busy),
        timeText(Math.max(0, end - busy)),
      ];
    }),
  );
  const events = model.lanes.flatMap((lane) => lane.events).sort((a, b) => a.begin - b.begin);
  const rest = events.length - maxRows;
  const more = rest > 0 ? `; ${rest.toLocaleString("en")} more are left out` : "";
  const chunks = table(
    `Chunks in the order in which they began${more}`,
    ["begin", "processor", "job", "items", "time"],
    events
      .slice(0, maxRows)
      .map((event) => [
        timeText(event.begin),
        laneName(event, pools),
        jobName(event, pools),
        valuesText(event, model),
        event.end === null ? "running" : timeText(event.end - event.begin),
      ]),
  );
  const program = model.program.map(({ state, begin, end: ended }) => [
    timeText(begin),
    state,
    timeText((ended ?? end) - begin),
  ]);
  const own = program.length > 0 ? [table("Program", ["begin", "state", "time"], program)] : [];
  return element("div", { className: "timeline-tables" }, lanes, ...own, chunks);
}

function table(caption: string, heads: string[], rows: string[][]): HTMLElement {
  const head = element("tr", {}, ...heads.map((text) => cell("th", text)));
  const body = rows.map((row) => element("tr", {}, ...row.map((text) => cell("td", text))));
  return element(
    "table",
    {},
    element("caption", { textContent: caption }),
    element("thead", {}, head),
    element("tbody", {}, ...body),
  );
}

function cell(tag: "th" | "td", textContent: string): HTMLElement {
  const made = element(tag, { textContent });
  if (tag === "th") made.setAttribute("scope", "col");
  return made;
}
