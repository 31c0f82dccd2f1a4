/** A name of `multiprocessing`: its form, and what it does. */
export interface PythonName {
  kind: "class" | "function" | "method";
  signatures: string[];
  doc: string;
}

const name = (kind: PythonName["kind"], signature: string, doc: string): PythonName => ({
  kind,
  signatures: [signature],
  doc,
});
const method = (signature: string, doc: string) => name("method", signature, doc);
const func = (signature: string, doc: string) => name("function", signature, doc);

/**
 * What the editor knows of Python's library: the members of the module `multiprocessing` and of the objects that it makes. The
 * signatures are those of CPython's `Lib/multiprocessing/context.py` and `pool.py`, with which a test compares them.
 */
export const pythonApi = {
  multiprocessing: {
    Pool: name(
      "class",
      "Pool(processes=None, initializer=None, initargs=(), maxtasksperchild=None)",
      "A pool of processes to which tasks can be given; by default as many as there are processors.\n\nEach process first calls initializer(*initargs), and is replaced after maxtasksperchild chunks. At the end of a with statement the pool is terminated.",
    ),
    cpu_count: func("cpu_count()", "The number of processors of this computer."),
    current_process: func(
      "current_process()",
      "The process in which it is called: its name, its pid, and whether it is a daemon.",
    ),
    active_children: func("active_children()", "The list of the pools' processes that are alive."),
    get_context: func(
      "get_context(method=None)",
      "The same names with another way to start processes: “fork”, where a process goes on from the program as it is, or “spawn”, where it imports the program anew.",
    ),
    set_start_method: func(
      "set_start_method(method, force=False)",
      "Chooses how processes are started, “fork” or “spawn”. Call it once, before the first pool.",
    ),
    get_start_method: func("get_start_method(allow_none=False)", "How processes are started."),
    freeze_support: func("freeze_support()", "Does nothing here; it is for programs on Windows."),
    TimeoutError: name(
      "class",
      "TimeoutError",
      "Raised by get() and next() when the timeout is over before the result is there.",
    ),
  },
  Pool: {
    map: method(
      "map(func, iterable, chunksize=None)",
      "Calls func(item) for each item, in parallel, and returns the list of results in the order of the items.\n\nA process takes chunksize items at once; by default they are divided into four chunks for each process.",
    ),
    starmap: method(
      "starmap(func, iterable, chunksize=None)",
      "map whose items are tuples of arguments: calls func(*item).",
    ),
    apply: method(
      "apply(func, args=(), kwds={})",
      "Calls func(*args, **kwds) in one process, and waits for its result.",
    ),
    map_async: method(
      "map_async(func, iterable, chunksize=None, callback=None, error_callback=None)",
      "map that returns an AsyncResult at once.\n\ncallback is called with the list of results, error_callback with the first exception.",
    ),
    starmap_async: method(
      "starmap_async(func, iterable, chunksize=None, callback=None, error_callback=None)",
      "starmap that returns an AsyncResult at once.",
    ),
    apply_async: method(
      "apply_async(func, args=(), kwds={}, callback=None, error_callback=None)",
      "apply that returns an AsyncResult at once, so that several calls run in parallel.",
    ),
    imap: method(
      "imap(func, iterable, chunksize=1)",
      "An iterator over the results, in the order of the items. Each can be read as soon as it is there, while later ones are computed.",
    ),
    imap_unordered: method(
      "imap_unordered(func, iterable, chunksize=1)",
      "imap that gives the results in the order in which they are ready.",
    ),
    close: method("close()", "Accepts no more tasks; those that were given run to their end."),
    terminate: method("terminate()", "Ends the processes at once, whatever they do."),
    join: method(
      "join()",
      "Waits until the processes have ended. Call close() or terminate() first.",
    ),
  },
  AsyncResult: {
    get: method(
      "get(timeout=None)",
      "Waits for the result and returns it, or raises the exception of the task. Raises TimeoutError after timeout seconds.",
    ),
    wait: method("wait(timeout=None)", "Waits for the result, for at most timeout seconds."),
    ready: method("ready()", "Whether the call has ended."),
    successful: method(
      "successful()",
      "Whether the call has ended without an exception. Raises ValueError if it has not ended.",
    ),
  },
  IMapIterator: {
    next: method(
      "next(timeout=None)",
      "The next result. Raises StopIteration at the end, and TimeoutError after timeout seconds.",
    ),
  },
} satisfies Record<string, Record<string, PythonName>>;
