import assert from "node:assert/strict";
import { describe, test } from "node:test";

const { TimelineModel } = await import("../../web/src/playground/timeline/model.ts");
const { eventText, seriesName, valuesText } =
  await import("../../web/src/playground/timeline/describe.ts");
const { SpanList } = await import("../../web/src/playground/timeline/span-list.ts");

let sequence = 0;
const event = (job, begin, more = {}) => ({
  pool: 1,
  processor: 0,
  sequence: sequence++,
  job,
  chunk: 0,
  chunks: 1,
  item: 0,
  items: 1,
  begin,
  end: begin + 10,
  ...more,
});

describe("what a timeline says in the program's language", () => {
  test("a block bears its values and its results, and the line of its call", () => {
    const model = new TimelineModel(0, 1);
    model.addNote({ pool: 1, job: 0, line: 7, column: 3, items: ["1", "2", "3"] });
    model.add([event(0, 0, { items: 1 }), event(0, 20, { item: 1, items: 2 })]);
    const [first, second] = model.lanes[0].events;
    assert.equal(valuesText(first, model), "1");
    assert.equal(valuesText(second, model), "2, 3");
    model.addNote({ pool: 1, job: 0, results: ["1", "4", "9"] });
    assert.match(eventText(second, model, 100), /line 7, 2, 3 → 4, 9, 10/);
    assert.ok(model.hasCallIn(7));
    assert.ok(!model.hasCallIn(8));
  });

  test("notes and blocks are of the same pool, whichever of them comes first", () => {
    const model = new TimelineModel(0, 1);
    model.addNote({ pool: 2, job: 0, line: 9, column: 1, items: ["second"] });
    model.add([event(0, 0, { pool: 1 }), event(0, 20, { pool: 2 })]);
    model.addNote({ pool: 1, job: 0, line: 7, column: 1, items: ["first"] });
    assert.deepEqual(
      model.lanes.map(({ events }) => valuesText(events[0], model)),
      ["second", "first"],
    );
  });

  test("calls of one loop are one series, those of another line another one", () => {
    const model = new TimelineModel(0, 1);
    for (let job = 0; job < 20; job++)
      model.addNote({ pool: 1, job, line: 9, column: 2, items: [String(job)] });
    model.addNote({ pool: 1, job: 20, line: 12, column: 2, items: ["a"] });
    for (let job = 0; job <= 20; job++) model.add([event(job, 20 * job)]);
    assert.deepEqual(
      model.series.map((jobs) => seriesName(jobs)),
      ["jobs 0–19", "job 20"],
    );
  });

  test("a series has its calls in their order, however they are reported", () => {
    const model = new TimelineModel(0, 2);
    for (const job of [0, 1, 2, 3])
      model.addNote({ pool: 1, job, line: job < 3 ? 5 : 9, column: 1, items: [String(job)] });
    // First what one processor did, then what the other one did.
    model.add([event(1, 0), event(3, 20)]);
    model.add([event(0, 0, { processor: 1 }), event(2, 20, { processor: 1 })]);
    assert.deepEqual(
      model.series.map((jobs) => [seriesName(jobs), jobs.map(({ job }) => job)]),
      [
        ["jobs 0–2", [0, 1, 2]],
        ["job 3", [3]],
      ],
    );
  });

  test("that a later pool starts is no block, and its items are no tasks that have ended", () => {
    const model = new TimelineModel(0, 2);
    model.addNote({ pool: 1, job: 0, startsProcesses: true });
    model.addNote({ pool: 1, job: 1, line: 4, column: 1, items: ["a"] });
    const events = [event(0, 0), event(0, 0, { processor: 1 }), event(1, 20)];
    assert.deepEqual(
      model.add(events).map(({ job }) => job),
      [1],
    );
    assert.deepEqual(
      model.series.map((jobs) => seriesName(jobs)),
      ["job 1"],
    );
    assert.equal(model.itemsDone(100), 1);
  });

  test("without notes single calls are one series, others stand for themselves, and blocks bear indices", () => {
    const model = new TimelineModel(0, 1);
    for (let job = 0; job < 3; job++) model.add([event(job, 20 * job)]);
    model.add([event(3, 60, { item: 3, items: 4 }), event(4, 80)]);
    model.add([event(4, 90, { item: 1 })]);
    assert.deepEqual(
      model.series.map((jobs) => seriesName(jobs)),
      ["jobs 0–2", "job 3", "job 4"],
    );
    const { events } = model.lanes[0];
    assert.deepEqual(
      events.slice(0, 4).map((one) => valuesText(one, model)),
      ["#0", "#1", "#2", "#3–6"],
    );
  });

  test("being free is one span, whatever turns of the event loop lie within; the start has its name", () => {
    const list = new SpanList();
    const put = (state, begin, end) => list.put({ state, begin, end });
    put("running", 60, 62);
    put("free", 62, 100);
    for (let at = 100; at < 800; at += 100) {
      put("running", at, at + 0.5);
      put("free", at + 0.5, at + 100);
    }
    put("running", 800, 830);
    assert.deepEqual(
      list.all.map(({ state, begin, end }) => [state, begin, end]),
      [
        ["starting", 0, 60],
        ["running", 60, 62],
        ["free", 62, 800],
        ["running", 800, 830],
      ],
    );
  });

  test("a span that comes again with its end is the same one", () => {
    const list = new SpanList();
    list.put({ state: "locked", begin: 1, end: null });
    list.put({ state: "locked", begin: 1, end: 9 });
    assert.deepEqual(list.all, [{ state: "locked", begin: 1, end: 9 }]);
  });
});
