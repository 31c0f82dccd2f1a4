// Checks that the workflows are valid, run what continuous integration runs, and have no more permissions than they need.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const { parseDocument } = createRequire(new URL("../web/package.json", import.meta.url))("yaml");
const repository = fileURLToPath(new URL("..", import.meta.url));
const folder = `${repository}/.github/workflows`;

const files = readdirSync(folder);
for (const file of files) {
  const document = parseDocument(readFileSync(`${folder}/${file}`, "utf8"), { uniqueKeys: true });
  assert.deepEqual([...document.errors, ...document.warnings].map(String), [], file);
  const { on, permissions, jobs } = document.toJS();
  assert.ok(on && "push" in on && "pull_request" in on, `${file} runs on pushes and pull requests`);
  assert.deepEqual(permissions, { contents: "read" }, `${file} may read, unless a job says more`);
  const steps = [];
  for (const [name, job] of Object.entries(jobs)) {
    assert.ok(job["timeout-minutes"] > 0, `${file}: ${name} has an end`);
    for (const needed of [job.needs ?? []].flat())
      assert.ok(jobs[needed], `${file}: job ${needed}`);
    if (Object.values(job.permissions ?? {}).includes("write"))
      assert.match(
        job.if,
        /github\.ref == 'refs\/heads\/main'/,
        `${file}: ${name} writes for main alone`,
      );
    for (const step of job.steps) {
      assert.equal(("run" in step) + ("uses" in step), 1, `${file}: a step of ${name}`);
      if (step.uses) assert.match(step.uses, /^actions\/[\w-]+@[0-9a-f]{40}$/, "pinned");
      if (step.run) steps.push(...step.run.trim().split("\n"));
    }
  }
  assert.ok(steps.includes(".ci/run"), `${file} runs the tests`);
  for (const script of steps
    .map((line) => line.split(" ")[0])
    .filter((word) => /^\.?\//.test(word)))
    assert.ok(existsSync(`${repository}/${script}`), `${file}: there is no ${script}`);
}
console.log(`${files.length} workflow was checked`);
