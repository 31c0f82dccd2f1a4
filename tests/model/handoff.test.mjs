// Has SPIN check the model of the hand-off. Each test checks one size exhaustively, or breaks one rule on purpose, which SPIN
// has to find, on all processors at once. WEBPOOL_MODEL=long also checks larger sizes (minutes, and gigabytes of memory).
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const model = fileURLToPath(new URL("handoff.pml", import.meta.url));
const build = fileURLToPath(new URL("../../build/model/", import.meta.url));
const long = process.env.WEBPOOL_MODEL === "long";
const compiler = process.env.CC ?? "cc";
const timeout = long ? 0 : 600_000; // none for the long form
// To optimise takes the compiler longer than the search of all but the largest sizes.
const optimisation = long ? "-O2" : "-O0";
const command = promisify(execFile);

async function check(sizes) {
  const name = Object.entries(sizes).flat().join("-");
  const folder = `${build}${name}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const settings = Object.entries(sizes).map(([key, value]) => `-D${key}=${value}`);
  await command("spin", ["-a", ...settings, model], { cwd: folder, timeout });
  const options = ["-w", "-DSAFETY", "-DCOLLAPSE", "-DVECTORSZ=2048", "-DMEMLIM=16000"];
  await command(compiler, [optimisation, ...options, "-o", "pan", "pan.c"], {
    cwd: folder,
    timeout,
  });
  const { stdout } = await command(`${folder}/pan`, ["-m1000000"], { cwd: folder, timeout });
  rmSync(`${folder}/pan.c`, { force: true });
  // A truncated search has not checked everything.
  assert.doesNotMatch(stdout, /max search depth too small|out of memory|reached -DMEMLIM/);
  const [, errors] = /errors: (\d+)/.exec(stdout) ?? assert.fail(`SPIN said:\n${stdout}`);
  return { errors: Number(errors), stdout };
}

describe("the hand-off", { concurrency: long ? 1 : availableParallelism() }, () => {
  const ends = {
    "a pool that is closed": 0,
    "a pool that is terminated": 1,
    "a job that is cancelled in a pool that is closed": 2,
    "a pool that goes on": 3,
  };
  for (const [name, END] of Object.entries(ends)) {
    // Smaller, since ends in the middle of the work have many more interleavings.
    const CHUNKS = long || END === 0 || END === 3 ? 2 : 1;
    test(`two workers and a job of ${CHUNKS} chunks: no thread waits for ever in ${name}`, async () => {
      const { errors, stdout } = await check({ PROCS: 2, JOBS: 1, CHUNKS, END });
      assert.equal(errors, 0, stdout);
    });
  }

  // As many tasks run concurrently as there are workers.
  const meetings = [
    { PROCS: 2, JOBS: 1, CHUNKS: 2 },
    { PROCS: 2, JOBS: 2, CHUNKS: 1 },
  ];
  for (const sizes of meetings) {
    test(`tasks that wait for one another all run: ${JSON.stringify(sizes)}`, async () => {
      const { errors, stdout } = await check({ ...sizes, END: 3, MEET: 1 });
      assert.equal(errors, 0, stdout);
    });
  }
  // The last tasks of a job wait for one another, while its chunks are stolen, workers leave it, and threads are replaced.
  for (const sizes of [{ CHUNKS: 5 }, { CHUNKS: 3, WEAR: 1 }, { CHUNKS: 3, CORES: 1 }]) {
    test(`the last tasks, which wait for one another, all run: ${JSON.stringify(sizes)}`, async () => {
      const { errors, stdout } = await check({ PROCS: 2, JOBS: 1, ...sizes, END: 3, MEET: 2 });
      assert.equal(errors, 0, stdout);
    });
  }
  test("the last tasks of a nested call, which wait for one another, all run", async () => {
    const { errors, stdout } = await check({
      PROCS: 2,
      JOBS: 1,
      CHUNKS: 3,
      END: 3,
      MEET: 2,
      NEST: 1,
    });
    assert.equal(errors, 0, stdout);
  });
  const lastTasks = { JOBS: 1, CHUNKS: 3, MEET: 2 };
  const missedWork = {
    "a looking worker that takes other work and wakes no other for the new job": {
      JOBS: 2,
      CHUNKS: 1,
      MEET: 1,
      MUTANT: 5,
    },
    "a job that leaves the queue while chunks are stolen": { ...lastTasks, MUTANT: 8 },
    "stolen chunks of a job that has left the queue": { ...lastTasks, MUTANT: 9 },
    "a worker that leaves a job which is not queued": { ...lastTasks, MUTANT: 10 },
    "a caller that wakes nobody, as does the worker on which it relies": {
      ...lastTasks,
      CORES: 1,
      MUTANT: 11,
    },
    "a task that sleeps on although it could run chunks of its nested call": {
      ...lastTasks,
      NEST: 1,
      MUTANT: 12,
    },
    "a replaced thread that leaves a job which is not queued": {
      ...lastTasks,
      WEAR: 1,
      MUTANT: 10,
    },
  };
  for (const [name, settings] of Object.entries(missedWork)) {
    test(`the model finds ${name}`, async () => {
      const { errors, stdout } = await check({ PROCS: 2, END: 3, ...settings });
      assert.equal(errors, 1, stdout);
      assert.match(stdout, /invalid end state/);
    });
  }

  // A thread that has run its share leaves the rest of its range to others; a thief is between taking chunks out of one range
  // and filling its own with them, while the job is stopped.
  const stealing = { PROCS: 2, JOBS: 1, CHUNKS: 3, WEAR: 2, OWNS: 1 };
  test("the model finds chunks that are not counted at terminate", async () => {
    const { errors, stdout } = await check({ ...stealing, END: 1, MUTANT: 6 });
    assert.equal(errors, 1, stdout);
    assert.match(stdout, /invalid end state/);
  });
  test("the model finds a job that a worker takes after terminate and that never ends", async () => {
    const { errors, stdout } = await check({ ...stealing, END: 1, MUTANT: 7 });
    assert.equal(errors, 1, stdout);
    assert.match(stdout, /invalid end state/);
  });
  test("threads that are replaced, of a caller that owns the data: no thread waits for ever at terminate", async () => {
    const { errors, stdout } = await check({ ...stealing, CHUNKS: 2, WEAR: 1, END: 1 });
    assert.equal(errors, 0, stdout);
  });
  test("threads that are replaced: no thread waits for ever in a pool that is closed", async () => {
    const { errors, stdout } = await check({ PROCS: 2, JOBS: 1, CHUNKS: 2, WEAR: 1, END: 0 });
    assert.equal(errors, 0, stdout);
  });

  const mutants = {
    "a worker that sleeps without a second look": 1,
    "wake-ups that are forgotten": 2,
    "a job that is submitted while the pool ends": 3,
    "a waiter that does not say that it sleeps": 4,
  };
  for (const [name, MUTANT] of Object.entries(mutants)) {
    test(`the model finds ${name}`, async () => {
      const { errors, stdout } = await check({ PROCS: 2, JOBS: 1, CHUNKS: 2, END: 0, MUTANT });
      assert.equal(errors, 1, stdout);
      assert.match(stdout, /invalid end state/);
    });
  }

  if (long) {
    test("threads that are replaced and chunks that are being stolen: no thread waits for ever at terminate", async () => {
      const { errors, stdout } = await check({ ...stealing, END: 1 });
      assert.equal(errors, 0, stdout);
    });
    for (const [name, END] of Object.entries(ends)) {
      test(`two workers and two jobs: no thread waits for ever in ${name}`, async () => {
        const { errors, stdout } = await check({ PROCS: 2, JOBS: 2, CHUNKS: 1, END });
        assert.equal(errors, 0, stdout);
      });
    }
    test("three chunks, of which some are stolen: no thread waits for ever", async () => {
      const { errors, stdout } = await check({ PROCS: 2, JOBS: 1, CHUNKS: 3, END: 0 });
      assert.equal(errors, 0, stdout);
    });
  }
});
