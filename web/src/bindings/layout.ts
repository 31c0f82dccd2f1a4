/**
 * The layout of memory that C++ and JavaScript share; mirrors `src/wasm/layout.hpp`. Indices count 32-bit words. These are
 * const enumerations, which the bundler inlines as numbers.
 */
export const enum ItemKind {
  packed = 0,
  numbers = 1,
  rows = 2,
  columns = 3,
  blocks = 4,
}
export const enum ChunkKind {
  pending = 0,
  nothing = 1,
  numbers = 2,
  packed = 3,
  error = 4,
  late = 5,
}
export const enum ChunkRecord {
  items = 0,
  itemsSize = 1,
  kind = 2,
  data = 3,
  size = 4,
  item = 5,
  words = 6,
}
export const enum JobRecord {
  failed = 0,
  next = 1,
  chunks = 2,
  records = 3,
  numbers = 4,
  items = 5,
  slot = 6,
  previous = 7,
}
export const enum Command {
  function = 0,
  source = 1,
  sourceSize = 2,
  spread = 3,
  itemKind = 4,
  items = 5,
  itemsSize = 6,
  columns = 7,
  first = 8,
  count = 9,
  numbers = 10,
  refusesPromises = 11,
  awaits = 12,
  stop = 13,
  number = 14,
  timeout = 15,
  /** The state of the thread follows the command. */
  state = 16,
}
export const enum ThreadState {
  core = 0,
  task = 1,
  killed = 2,
  killPending = 3,
  killing = 4,
}
export const enum MessageKind {
  output = 1,
  startProcessor = 2,
  killProcessor = 3,
  programEnded = 4,
  killJob = 5,
  watchTasks = 7,
  threadLost = 8,
  /** A description of a program's call, for the page only. */
  call = 6,
}
export const enum MessageRecord {
  next = 0,
  kind = 1,
  processor = 2,
  a = 3,
  time = 4,
  size = 5,
  words = 6,
}
export const enum TraceRecord {
  pool = 0,
  processor = 1,
  sequence = 2,
  job = 3,
  chunk = 4,
  chunks = 5,
  item = 6,
  items = 7,
  begin = 4,
  end = 5,
  words = 12,
}
export const enum ColumnEntry {
  kind = 0,
  data = 1,
  words = 2,
}
export const enum RowEntry {
  address = 0,
  columns = 1,
  first = 2,
  second = 3,
  words = 4,
}
export const enum Failure {
  script = 0,
  data = 1,
  size = 2,
  item = 3,
  name = 4,
  message = 5,
  of = 6,
}
/**
 * The states of a program's thread, which only JavaScript uses: a 32-bit count of entries, followed by a ring of entries of
 * two float64 each, the state and its start time.
 */
export const StateRing = {
  entries: 4095,
  bytes: 8 + 4096 * 16,
  /** Index of an entry in a Float64Array. The ring has room for one more entry than is read: the one being written. */
  entry: (address: number, index: number): number => (address >> 3) + 1 + (index % 4096) * 2,
} as const;
/** Indices count 64-bit words. */
export const enum StatsRecord {
  alive = 0,
  items = 1,
  chunks = 2,
  busy = 3,
  idle = 4,
  replacements = 5,
  runs = 6,
  job = 7,
  item = 8,
  currentItems = 9,
  begin = 10,
  words = 11,
}
export const fromProgram = 0xffffffff;

/** The levels of output. Messages contain the index. */
export const levels = ["log", "info", "warn", "error", "debug"] as const;
export type Level = (typeof levels)[number];

/** Added to the level of output that does not end its line. */
export const partialOutput = 16;

/** Stands for the index of an item in a failure that belongs to none. */
export const noItem = 0xffffffff;
