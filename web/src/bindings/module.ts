import type { ModuleMemory } from "./module-memory";

/** The WebAssembly module as Emscripten exports it. Jobs, pools, contexts and the like are addresses, which are numbers. */
export interface WebpoolModule {
  /** Set by who creates the module, and by each of its threads. */
  memory: ModuleMemory;
  stackSave(): number;
  stackRestore(stack: number): void;
  webpoolWorkers: {
    prepare(count: number): void;
    count(): number;
    memory(): WebAssembly.Memory;
    table(): WebAssembly.Table;
    endAll(): void;
  };
  webpoolWorkerFailed?: (context: number, why: string) => void;
  /** Called after each message if there are no threads, since the sender is the host itself then. */
  webpoolMessageSent?: () => void;
  /** Called by a compiled program's thread when it starts and stops waiting for a job. */
  webpoolProgramWaits?: (waits: boolean) => void;
  /** The address of the functions' indices in the table. */
  _webpoolFunctions(): number;
  _malloc(size: number): number;
  _free(address: number): void;

  /** Defined by Embind, after `_webpool_register_bindings()`. They return 0 if memory is short. */
  matrixRandom?(rows: number, columns: number, seed: number, low: number, high: number): number;

  // The functions of src/wasm/exports.def, once `attachModule` has taken them from the table. Script that esbuild does not
  // bundle cannot call them by these names.
  _webpool_register_bindings(): void;
  _webpool_memory(): number;
  _webpool_matrix_data(matrix: number): number;
  _webpool_share(size: number): number;
  _webpool_unshare(address: number): void;
  _webpool_set_may_block(mayBlock: number): void;
  _webpool_set_default_processes(processes: number): void;
  _webpool_default_processes(): number;
  _webpool_set_threadless(): void;
  _webpool_cooperative_pool(pool: number): number;
  _webpool_cooperative_context(scheduler: number): number;
  _webpool_cooperative_release(context: number): void;
  _webpool_cooperative_enter(context: number): number;
  _webpool_cooperative_leave(context: number, before: number): void;
  _webpool_cooperative_end(context: number): number;
  _webpool_message_signal(): number;
  _webpool_take_messages(): number;
  _webpool_message_time(): number;
  _webpool_send_message(kind: number, a: number, text: number, size: number): number;
  _webpool_set_output_to_host(on: number): void;
  _webpool_output_to_host(): number;
  _webpool_settled_signal(): number;
  _webpool_settled_take(): number;
  _webpool_start_processor(context: number): void;
  _webpool_kill_processor(context: number): number;
  _webpool_kill_job(job: number): number;
  _webpool_end_late_tasks(): number;
  _webpool_begin_task(context: number, item: number): void;
  _webpool_end_task(context: number): number;
  _webpool_worker_failed(context: number, why: number, size: number): void;
  _webpool_thread_lost(context: number): void;
  _webpool_lost_thread_failed(context: number): void;
  _webpool_start_program(order: number, size: number): number;
  _webpoolRunCompiled(name: number, size: number, describesCalls: number): number;
  _webpool_trace_follow(): void;
  _webpool_trace_read(count: number): number;
  _webpool_processor_index(context: number): number;
  _webpool_initializer(context: number): number;
  _webpool_initializer_failed(context: number, data: number, size: number): void;
  _webpool_begin_processor(context: number): void;
  _webpool_work(context: number): number;
  _webpool_finish(context: number, kind: number, data: number, size: number, item: number): void;
  _webpool_finish_and_work(
    context: number,
    kind: number,
    data: number,
    size: number,
    item: number,
  ): number;
  _webpool_trapped(context: number, name: number, message: number): void;
  _webpool_end_processor(context: number): void;
  _webpool_function_new(source: number, size: number): number;
  _webpool_function_number(fn: number): number;
  _webpool_function_release(fn: number): void;
  _webpool_kernel(name: number, size: number): number;
  _webpool_script_job(
    pool: number,
    fn: number,
    spread: number,
    refusesPromises: number,
    kind: number,
    items: number,
    chunksize: number,
    address: number,
    columns: number,
    bytes: number,
  ): number;
  _webpool_script_settings(job: number, timeout: number, firstNumber: number): void;
  _webpool_matrix_job(
    pool: number,
    kernel: number,
    data: number,
    rows: number,
    columns: number,
    first: number,
    second: number,
    out: number,
    chunksize: number,
  ): number;
  _webpool_table_job(
    pool: number,
    kernel: number,
    rows: number,
    copies: number,
    out: number,
    chunksize: number,
  ): number;
  _webpool_pool_new(
    processes: number,
    maxtasksperchild: number,
    initializer: number,
    args: number,
    size: number,
  ): number;
  _webpool_pool_delete(pool: number): void;
  _webpool_pool_close(pool: number): void;
  _webpool_pool_terminate(pool: number): void;
  _webpool_pool_stop_streams(pool: number): void;
  _webpool_pool_started(pool: number): number;
  _webpool_pool_alive(pool: number): number;
  _webpool_pool_number(pool: number): number;
  _webpool_pool_running(pool: number): number;
  _webpool_pool_starting(pool: number): number;
  _webpool_pool_stats(pool: number, records: number): void;
  _webpool_pool_error(pool: number): number;
  _webpool_submit(
    pool: number,
    job: number,
    listened: number,
    tracked: number,
    cancelled: number,
  ): number;
  _webpool_stream_open(pool: number): number;
  _webpool_stream_close(pool: number): void;
  _webpool_stream_submit(pool: number, job: number, reader: number): number;
  _webpool_reader_new(): number;
  _webpool_reader_delete(reader: number): void;
  _webpool_reader_word(reader: number): number;
  _webpool_reader_take(reader: number): number;
  _webpool_reader_wait(reader: number, milliseconds: number): number;
  _webpool_job_cancel(job: number): number;
  _webpool_job_kill(pool: number, job: number): void;
  _webpool_job_items_done(job: number): number;
  _webpool_job_done(job: number): number;
  _webpool_job_wait(job: number, milliseconds: number): number;
  _webpool_job_awaits(job: number): number;
  _webpool_job_release(job: number): void;
  _webpool_job_failure(job: number): number;
  _webpool_job_record(): number;
  _webpool_script_allocate(job: number, size: number): number;
}

/** Options of the module's factory. */
export interface ModuleOptions {
  /** Starts a worker, which loads the module's script. */
  webpoolNewWorker: () => Worker;
  /** Workers that were started before the module was created. */
  webpoolEarlyWorkers: Worker[];
  /** The URL of the module's script, which workers of Emscripten 3.1.6 import to get its factory. */
  mainScriptUrlOrBlob: string;
  instantiateWasm?: (
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => object;
}

/** @internal */
declare global {
  /** The module's factory, which the build appends to this code in the same file. */
  function createWebpoolModule(options: ModuleOptions): Promise<WebpoolModule>;
}
