// Copies results of suites from build/bench into the repository: RESULTS.md and results/*.svg.
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

// The suites that were measured now (the arguments; all that there are without) take the place of what was published.
const heading = { native: "Native", browser: "Browser", python: "Python" };
const published = readFileSync(join(here, "RESULTS.md"), "utf8").split(
  /^(?=## (?:Native|Browser|Python)$)/m,
);
const measured = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(heading);
const parts = Object.entries(heading).flatMap(([suite, title]) => {
  const path = join(folder, `${suite}.md`);
  if (measured.includes(suite) && existsSync(path))
    return [readFileSync(path, "utf8").replaceAll(/\]\(([\w-]+\.svg)\)/g, "](results/$1)")];
  return published
    .filter((part) => part.startsWith(`## ${title}\n`))
    .map((part) => part.trimEnd() + "\n");
});
writeFileSync(join(here, "RESULTS.md"), [intro, ...parts].join("\n"));

const plots = join(here, "results");
const shown = (file) => parts.some((part) => part.includes(`results/${file}`));
mkdirSync(plots, { recursive: true });
for (const file of readdirSync(plots)) if (!shown(file)) rmSync(join(plots, file));
for (const file of readdirSync(folder))
  if (file.endsWith(".svg") && measured.includes(file.split("-")[0]) && shown(file))
    cpSync(join(folder, file), join(plots, file));
