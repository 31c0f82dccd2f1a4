import assert from "node:assert/strict";
import { describe, test } from "node:test";

// What the page knows of a run, without a browser; Node reads TypeScript itself.
const folder = "../../web/src/playground";
const { Lane } = await import(`${folder}/timeline/lane.ts`);
const { TimelineModel } = await import(`${folder}/timeline/model.ts`);
const { ordersOf, overtaken } = await import(`${folder}/timeline/strip.ts`);
const { Viewport, axisStep, timeText } = await import(`${folder}/timeline/viewport.ts`);
const { chromeTrace } = await import(`${folder}/timeline/chrome-trace.ts`);
const { momentText } = await import(`${folder}/timeline/describe.ts`);

const origin = 1_000_000;
let sequences = 0;
const event = (processor, begin, end, { item = 0, items = 1, job = 0, pool = 1 } = {}) => ({
  pool,
  processor,
  sequence: sequences++,
  job,
  chunk: item,
  chunks: 1,
  item,
  items,
  begin: origin + begin,
  end: end === null ? null : origin + end,
});

describe("the timeline's model", () => {
  test("an event that comes again is the same event, now with its end", () => {
    const model = new TimelineModel(origin, 2);
    const running = event(0, 10, null);
    model.add([running]);
    assert.equal(model.lanes[0].at(50, 0, 60), model.lanes[0].events[0]);
    model.add([{ ...running, end: origin + 30, items: 4 }]);
    assert.equal(model.lanes[0].events.length, 1);
    assert.deepEqual([model.lanes[0].events[0].end, model.lanes[0].items], [30, 4]);
    assert.equal(model.jobs[0].events[0].end, 30);
    assert.equal(model.lanes[0].at(50, 0, 60), null);
  });

  test("an event that is shown ends, even if a note says later that it starts processes", () => {
    const model = new TimelineModel(origin, 1);
    const running = event(0, 10, null);
    model.add([running]);
    model.addNote({ pool: 1, job: 0, startsProcesses: true });
    model.add([{ ...running, end: origin + 30 }]);
    assert.equal(model.lanes[0].events[0].end, 30);
    assert.equal(model.lanes[0].at(50, 0, 60), null);
  });

  test("processors without work have a lane, and a pool's number does not matter", () => {
    const model = new TimelineModel(origin, 3);
    model.add([event(1, 0, 5, { pool: 7 })]);
    assert.deepEqual(
      model.lanes.map(({ processor, events }) => [processor, events.length]),
      [
        [0, 0],
        [1, 1],
        [2, 0],
      ],
    );
    assert.equal(model.pools, 1);
    model.add([event(0, 0, 5, { pool: 8 })]);
    assert.equal(model.pools, 2);
    assert.equal(model.lanes.length, 4);
  });

  test("what ends with the run has an end", () => {
    const model = new TimelineModel(origin, 1);
    model.add([event(0, 10, null)]);
    model.addProgram([{ state: "locked", begin: origin + 5, end: null }]);
    assert.equal(model.end(origin + 90), 90);
    model.finish(origin + 100);
    assert.equal(model.end(origin + 900), 100);
    assert.equal(model.lanes[0].events[0].end, 100);
    assert.equal(model.program[0].end, 100);
    assert.equal(model.lanes[0].busy(100), 90);
  });

  test("the program's state at a time is that of its span", () => {
    const model = new TimelineModel(origin, 1);
    model.addProgram([{ state: "running", begin: origin, end: null }]);
    model.addProgram([
      { state: "running", begin: origin, end: origin + 20 },
      { state: "locked", begin: origin + 20, end: null },
    ]);
    assert.equal(model.program.length, 2);
    assert.equal(model.programAt(10).state, "running");
    assert.equal(model.programAt(20).state, "locked");
    model.add([event(0, 21, 30, { items: 3 })]);
    assert.match(
      momentText(model, 25, 30),
      /25.* ms; program locked; P0 job 0, items 0–2; 0 items done/,
    );
    assert.match(momentText(model, 30, 30), /P0 idle; 3 items done/);
  });

  test("results keep the input's order whatever the order in which chunks end", () => {
    const model = new TimelineModel(origin, 2);
    model.add([
      event(0, 0, 50, { item: 0 }),
      event(1, 0, 10, { item: 2 }),
      event(1, 10, 20, { item: 3 }),
      event(1, 20, 70, { item: 1 }),
    ]);
    const orders = ordersOf(model.jobs[0], 60);
    assert.deepEqual(
      orders.input.map(({ item }) => item),
      [0, 1, 2, 3],
    );
    assert.deepEqual(
      orders.ended.map(({ item }) => item),
      [2, 3, 0],
    );
    assert.equal(overtaken(orders), 2);
    assert.equal(overtaken(ordersOf(model.jobs[0], 100)), 2);
  });

  test("the trace file holds each event, in microseconds, on the thread of its processor", () => {
    const model = new TimelineModel(origin, 1);
    model.add([event(0, 1, 3.5, { item: 4, items: 2 })]);
    model.addProgram([{ state: "free", begin: origin, end: origin + 9 }]);
    const { traceEvents } = JSON.parse(chromeTrace(model, origin + 9));
    const complete = traceEvents.filter(({ ph }) => ph === "X");
    assert.deepEqual(
      complete.map(({ name, tid, ts, dur }) => [name, tid, ts, dur]),
      [
        ["free", 0, 0, 9_000],
        ["job 0 [4–5]", 1, 1_000, 2_500],
      ],
    );
    assert.deepEqual(
      traceEvents.filter(({ name }) => name === "thread_name").map(({ args }) => args.name),
      ["program", "P0"],
    );
  });
});

describe("a lane's blocks", () => {
  const lane = new Lane(0, 0);
  for (let item = 0; item < 10_000; ++item)
    lane.put({ ...event(0, 0, 0, { item }), begin: item, end: item + 0.5 });

  test("events that can be seen apart are drawn apart", () => {
    const blocks = lane.blocks(100, 110, 0.1, 10_000);
    assert.deepEqual(
      blocks.map(({ event: { item }, count, busy }) => [item, count, busy]),
      Array.from({ length: 10 }, (_, index) => [100 + index, 1, 1]),
    );
  });

  test("those that cannot are merged: as many blocks as there is room for, every item counted once, as busy as they were", () => {
    const blocks = lane.blocks(0, 10_000, 100, 10_000);
    assert.ok(blocks.length <= 101, `${blocks.length} blocks`);
    assert.equal(
      blocks.reduce((sum, { items }) => sum + items, 0),
      10_000,
    );
    for (const { busy } of blocks) assert.ok(Math.abs(busy - 0.5) < 0.02, `${busy} busy`);
  });

  test("a long event among short ones stays visible", () => {
    const mixed = new Lane(0, 0);
    for (let item = 0; item < 100; ++item)
      mixed.put({
        ...event(0, 0, 0, { item }),
        begin: item,
        end: item === 50 ? 50.99 : item + 0.1,
      });
    mixed.put({ ...event(0, 0, 0), begin: 100, end: 300 });
    const last = mixed.blocks(0, 300, 10, 300).at(-1);
    assert.deepEqual([last.begin, last.end, last.count], [100, 300, 1]);
  });

  test("an event within another is found at its time, the outer one before and after", () => {
    const nested = new Lane(0, 0);
    nested.put({ ...event(0, 0, 0, { item: 1 }), begin: 0, end: 100 });
    nested.put({ ...event(0, 0, 0, { item: 2 }), begin: 40, end: 60 });
    assert.deepEqual(
      [20, 50, 80].map((time) => nested.at(time, 0, 100).item),
      [1, 2, 1],
    );
    assert.equal(nested.busy(100), 100);
  });

  test("the keyboard goes from chunk to chunk", () => {
    assert.equal(lane.neighbour(3, 1).item, 4);
    assert.equal(lane.neighbour(3, -1).item, 2);
    assert.equal(lane.neighbour(0, -1), null);
  });
});

describe("the part of the time that is shown", () => {
  test("it follows the run until the reader chooses a part", () => {
    const viewport = new Viewport();
    viewport.follow(500);
    assert.deepEqual([viewport.from, viewport.to], [0, 500]);
    viewport.zoom(0.5, 100, 500);
    assert.deepEqual([viewport.from, viewport.to], [50, 300]);
    viewport.follow(900);
    assert.deepEqual([viewport.from, viewport.to], [50, 300]);
    viewport.fit(900);
    assert.deepEqual([viewport.from, viewport.to], [0, 900]);
  });

  test("it never leaves the run", () => {
    const viewport = new Viewport();
    viewport.follow(100);
    viewport.zoom(0.1, 90, 100);
    viewport.pan(1_000, 100);
    assert.ok(Math.abs(viewport.to - 100) < 1e-9 && Math.abs(viewport.span - 10) < 1e-9);
    viewport.pan(-1_000, 100);
    assert.equal(viewport.from, 0);
    viewport.zoom(1_000, 0, 100);
    assert.ok(viewport.whole);
  });

  test("times are written with the digits that their axis needs", () => {
    assert.equal(axisStep(1_000, 6), 200);
    assert.equal(timeText(200, 200), "200 ms");
    assert.equal(timeText(1_250, 50), "1.25 s");
    assert.equal(timeText(0.025, 0.005), "25 µs");
    assert.equal(timeText(0), "0");
  });
});
