// The application that the tests of the package build in several ways, and its types.

/** An HTML document that keeps what the application tells, or what went wrong in it, in `outcome`. */
export const page = (scripts) => `<!doctype html>
<html lang="en">
  <head>
    <link rel="icon" href="data:," />
    <title>app</title>
    <script>
      globalThis.outcome = new Promise((resolve, reject) => {
        globalThis.tell = resolve;
        addEventListener("error", ({ error, message }) => reject(error ?? message));
        addEventListener("unhandledrejection", ({ reason }) => reject(reason));
      });
    </script>
    ${scripts}
  </head>
</html>
`;
/** The application. */
export const app = `import { kernels, Matrix, Pool, Program, support } from "webpool";

const pool = await Pool.create(2);
const squares = await pool.mapAsync((x) => x * x, [1, 2, 3]);
const tasks = new URL("./tasks.js", import.meta.url);
const triples = await pool.mapAsync({ module: tasks, name: "triple" }, [1, 2, 3]);
const rows = Matrix.random(100, 5, { seed: 100, low: 0, high: 10 }).rows();
const counts = await pool.mapAsync(kernels.howmanyWithinRange(0, 10), rows);
pool.terminate();
await pool.joinAsync();

const lines = [];
const source = \`
  import { Pool } from "webpool";
  const pool = new Pool(2);
  print(pool.map((x) => x + 1, [1, 2, 3]).join());
  print({ an: ["object"] });\`;
await new Program(source, { onOutput: (more) => lines.push(...more) }).run();
globalThis.tell({
  mode: support.mode,
  squares,
  triples,
  counted: counts.every((count) => count === 5),
  printed: lines.map(({ text }) => text),
});

globalThis.runPython = async () => {
  const source = \`
from multiprocessing import Pool
def square(x):
    return x * x
with Pool(2) as pool:
    print(pool.map(square, [1, 2, 3]))\`;
  const lines = [];
  const onOutput = (more) => lines.push(...more);
  const program = new Program(source, { language: "python", processes: 2, onOutput });
  return program.run().then(() => lines.map(({ text }) => text).join(), ({ message }) => message);
};
`;
/** What uses the types. */
export const typed = `import { AsyncResult, Pool, Program, type ProgramOutput, support } from "webpool";

export async function squares(): Promise<number[]> {
  const pool: Pool = await Pool.create(2, { maxtasksperchild: 5 });
  const result: AsyncResult<number[]> = pool.mapAsync((x: number) => x * x, [1, 2, 3], { chunksize: 1 });
  // @ts-expect-error: numbers are no strings, so the types are really there
  const wrong: AsyncResult<string[]> = pool.mapAsync((x: number) => x * x, [1, 2, 3]);
  void wrong;
  return support.threads ? await result : [];
}
export const program = new Program("", { onOutput: (lines: ProgramOutput[]) => console.log(lines.length) });
`;
