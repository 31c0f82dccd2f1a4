import type { Realm } from "../bindings/program-contract";
import { realm as realmOfWorker } from "../bindings/realm";
import { type Bridge, type PoolPart, processName, refuse } from "./bridge";
import { partNames, type ProgramPart } from "./host";
import { inherit } from "./open-files";
import { describeEnd, ProcessExit } from "./process-end";
import type { Interpreter, Pyodide } from "./pyodide";
import { Output } from "./output";
import { SharedFiles } from "./shared-files";
import { bridgeFunctions, setBridge, setUp, takeInterpreter } from "./interpreter";

/** A pickled result, or an error message in its place. */
type Answer = Uint8Array | string;

/** How many milliseconds a processor waits for others at a time. */
const slice = 1000;

interface PyBytes {
  getBuffer(type: "u8"): { data: Uint8Array; release(): void };
  destroy(): void;
}

const dropped = {
  interpreter: undefined,
  python: undefined,
  main: undefined,
  processor: undefined,
  task: undefined,
};

/** A process of a pool: the interpreter in the realm of a processor. */
class PythonProcess {
  private interpreter: Interpreter | undefined;
  private python!: Pyodide;
  private main!: ReturnType<Pyodide["pyimport"]>;
  private processor!: ReturnType<Pyodide["pyimport"]>;
  private task!: (payload: Uint8Array) => PyBytes | string;
  // Whether it needs a new interpreter, since WebAssembly memory never shrinks.
  private worn = false;
  // Whether the process could not begin again after a task, so that it must before the next one.
  private failed = false;
  private readonly files: SharedFiles;

  constructor(
    private readonly realm: Realm,
    private pool: PoolPart,
    private readonly program: ProgramPart,
    private readonly index: number,
    private readonly name: string,
  ) {
    this.files = new SharedFiles(program.files, name);
  }

  /** Starts from the image of the pool, or from the base image. */
  async begin(): Promise<void> {
    const { pool, realm } = this;
    const { interpreter, base } = await takeInterpreter(realm);
    this.interpreter = interpreter;
    this.python = await interpreter.start(pool.image ?? base);
    // Gets these objects only once, since each creates a reference in Python's memory, which restarting replaces.
    this.main = this.python.pyimport("_webpool.program");
    this.processor = this.python.pyimport("_webpool.processor");
    this.task = this.processor.run;
    const output = new Output(realm);
    setBridge({ ...bridgeOfProcess, flush: output.flush });
    this.files.closeAll(this.name); // of the process that this one replaces
    setUp(this.python, output, this.files, pool.cwd);
    inherit(this.python.FS, pool.image?.files ?? []);
    this.setUpPython();
  }

  private setUpPython(): void {
    const { pool } = this;
    if (pool.method === "spawn") this.main.begin(bridgeFunctions, pool.cpus);
    try {
      this.processor.begin(pool.method, this.number(), pool.payload, this.program.source);
    } catch (thrown) {
      // The initializer. The program gets a plain error: others, such as `ProcessExit`, would end its interpreter as well.
      throw new Error(describeEnd(thrown, this.interpreter!.ranOutOfMemory));
    }
  }

  /** Restarts for another pool, or for the same one after a task has ended the process. */
  async beginAgain(pool: PoolPart): Promise<void> {
    this.pool = pool;
    const { image, cwd } = pool;
    if (!this.worn && image && this.interpreter?.restart(image)) {
      this.python.FS.chdir(cwd);
      return this.setUpPython();
    }
    this.worn = false;
    // Releases the old interpreter first, since there may not be enough memory for two.
    this.interpreter?.end();
    Object.assign(this, dropped);
    await this.begin();
  }

  /** Runs one task. If the process has ended, it is replaced before the answer is returned. */
  run(payload: Uint8Array): Answer | Promise<Answer> {
    if (this.failed) return this.beginAndRun(payload);
    let answer: Answer;
    try {
      answer = bytesOf(this.task(payload));
    } catch (thrown) {
      answer = describeEnd(thrown, this.interpreter!.ranOutOfMemory);
    }
    this.worn = this.interpreter!.ranOutOfMemory;
    return typeof answer === "string" || this.worn ? this.replace(answer) : answer;
  }

  // The task has ended: that the next process cannot begin is an error of the next task.
  private async replace(answer: Answer): Promise<Answer> {
    await this.beginAgain(this.pool).catch(() => (this.failed = true));
    return answer;
  }

  private async beginAndRun(payload: Uint8Array): Promise<Answer> {
    try {
      await this.beginAgain(this.pool);
    } catch (thrown) {
      return `the process of a task could not begin: ${(thrown as Error).message}`;
    }
    this.failed = false;
    return this.run(payload);
  }

  // The first processes of a pool are numbered like its processors; replacements get the next free number.
  private number(): number {
    const { begun, first } = this.pool;
    if (Atomics.exchange(begun, this.index, 1) === 0) return first + this.index;
    return Atomics.add(this.program.processes, 0, 1) + 1;
  }
}

/** Converts the result of `_webpool.processor.run`. */
export function bytesOf(answer: PyBytes | string): Answer {
  if (typeof answer === "string") return answer;
  const buffer = answer.getBuffer("u8");
  const bytes = buffer.data.slice();
  buffer.release();
  answer.destroy();
  return bytes;
}

const bridgeOfProcess: Omit<Bridge, "flush"> = {
  create: refuse,
  ready: refuse,
  submit: refuse,
  settle: refuse,
  take: refuse,
  terminate() {}, // called for pools in the image of the program
  sleep: (milliseconds) => sleep(milliseconds),
  exit(status) {
    throw new ProcessExit(status);
  },
  follows: () => false,
  describe() {},
  describe_results() {},
  describe_unread() {},
};

// Globals of a processor's realm.
declare const processor: { readonly index: number };
declare function sleep(milliseconds: number): void;
let process: PythonProcess;

/** The initializer of a pool's processors. */
export async function initialize(poolName: string): Promise<void> {
  const realm = realmOfWorker()!;
  const [pool, program] = await Promise.all([
    realm.part<PoolPart>(poolName),
    realm.part<ProgramPart>(partNames.program),
  ]);
  Atomics.add(pool.arrived, 0, 1);
  Atomics.notify(pool.arrived, 0);
  const { index } = processor;
  process = new PythonProcess(realm, pool, program, index, processName(poolName, index));
  await process.begin();
}

/**
 * The task that restarts a processor of an ended pool for the next one. It waits for the same task on all other processors, so
 * that each of them runs one. A processor that is replaced meanwhile counts as well: it starts for the next pool.
 */
export async function beginAgain(poolName: string): Promise<void> {
  const pool = await realmOfWorker()!.part<PoolPart>(poolName);
  const { arrived, begun } = pool;
  try {
    await process.beginAgain(pool);
  } finally {
    Atomics.add(arrived, 0, 1);
    Atomics.notify(arrived, 0);
  }
  for (let count = 0; (count = Atomics.load(arrived, 0)) < begun.length;)
    Atomics.wait(arrived, 0, count, slice);
}

/** The task of a pool's processors. */
export function runTask(payload: Uint8Array): Answer | Promise<Answer> {
  return process.run(payload);
}
