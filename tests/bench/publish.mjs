// Copies the results of the suites from build/bench into the repository: RESULTS.md and results/*.svg.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { folder } from "./report/write.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const intro = `# Results

What \`tests/bench/run.sh --publish\` measured and wrote here: webpool beside its rivals, side by side in interleaved
rounds on one machine, every result checked. Figures are medians; the machine's own noise shows in the columns "10 % to
90 %". "Ideal" is no library: it is the least that a pool can be, nothing but atomics and spinning, made for these
benchmarks as a floor. Rivals are used as their documentation says is best; those without a pool or a map are given one by
hand, with as many chunks as ours takes by default. Native maps write into memory that is there (ours by map_into), but for
those that say "into a new vector". [LIMITS.md](LIMITS.md) says why goals are missed.
`;

const parts = ["native", "browser", "python"]
  .map((suite) => join(folder, `${suite}.md`))
  .filter((path) => existsSync(path))
  .map((path) => readFileSync(path, "utf8").replaceAll(/\]\(([\w-]+\.svg)\)/g, "](results/$1)"));
writeFileSync(join(here, "RESULTS.md"), [intro, ...parts].join("\n"));
rmSync(join(here, "results"), { recursive: true, force: true });
mkdirSync(join(here, "results"));
for (const name of readdirSync(folder).filter((file) => file.endsWith(".svg"))) {
  if (parts.some((part) => part.includes(`results/${name}`)))
    cpSync(join(folder, name), join(here, "results", name));
}
