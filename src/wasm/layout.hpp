#pragma once

#include <cstdint>
#include <new>

/// Memory that both C++ and JavaScript access: `web/src/bindings/layout.ts` mirrors every number here. JavaScript reads it
/// through a Uint32Array, or a Float64Array for records of doubles.
namespace webpool::wasm {

class ListenedJob;

/// An address as JavaScript reads it.
inline std::uint32_t address(const void* pointer) noexcept {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

/// What `make()` returns: a pointer; null if there is not enough memory.
template <class Make>
auto null_without_memory(Make make) -> decltype(make()) {
  try {
    return make();
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}

/// How the items of a script job are stored.
enum class ItemKind : std::uint32_t {
  packed = 0,   ///< each chunk: one array, encoded by the codec, of the chunk's items
  numbers = 1,  ///< float64 after float64
  rows = 2,     ///< int32 rows of a matrix, in place
  columns = 3,  ///< tuples of numbers and shared views, position after position; laid out by `columns.ts` alone
  blocks = 4,   ///< blocks of rows of a matrix, in place; described by `row-block.ts` alone
};

/// How a chunk of a script job has ended.
enum class ChunkKind : std::uint32_t {
  pending = 0,
  nothing = 1,  ///< every result is undefined
  numbers = 2,  ///< results are in the job's float64 block
  packed = 3,   ///< one array, encoded by the codec, of the chunk's results, at `data`
  error = 4,    ///< a value of the codec that describes what was thrown, at `data`, 0 where there was no memory for it;
                ///< `item` is the number of the item
  late = 5,     ///< the task of `item` has taken longer than it may
};

/// One chunk of a script job.
struct ChunkRecord {
  std::uint32_t items = 0;       ///< packed items: address
  std::uint32_t items_size = 0;  ///< packed items: bytes
  std::uint32_t kind = 0;        ///< ChunkKind
  std::uint32_t data = 0;        ///< address of the packed results or error
  std::uint32_t size = 0;        ///< its bytes
  std::uint32_t item = 0;        ///< for an error: number of the item, as the caller counts
};
static_assert(sizeof(ChunkRecord) == 24);

/// What JavaScript reads of a job, `webpool_job_record()` bytes after the job's address. In memory, since reading it takes a
/// hundredth of the time of a call into the module.
struct JobRecord {
  std::uint32_t failed = 0;     ///< once it has ended: 1 if with an error, which `webpool_job_failure` describes
  ListenedJob* next = nullptr;  ///< in the list of `webpool_settled_take`
  std::uint32_t chunks = 0;     ///< of a script job: how many there are
  // Addresses of what a script job has there, and in brackets of what the job of a kernel has:
  std::uint32_t records = 0;  ///< a ChunkRecord for each chunk (a RowEntry for each row of a table)
  std::uint32_t numbers = 0;  ///< a float64 for each result (an int32 for each)
  std::uint32_t items = 0;    ///< the items, or memory for them (memory for rows that are copied)
  // For the realm that listens for the job's end.
  std::uint32_t slot = 0;      ///< the realm's index of the job
  std::uint32_t previous = 0;  ///< with `next`: links in the realm's own list of settled jobs
};
static_assert(sizeof(JobRecord) == 32);

/// A processor's next chunk, written by `webpool_work` for its JavaScript.
struct Command {
  std::uint32_t function = 0;  ///< number of the function, unique in the module
  std::uint32_t source = 0;    ///< its text in UTF-8
  std::uint32_t source_size = 0;
  std::uint32_t spread = 0;            ///< 1: an item is an array of arguments
  std::uint32_t item_kind = 0;         ///< ItemKind
  std::uint32_t items = 0;             ///< address of the chunk's first item, or of its packed items
  std::uint32_t items_size = 0;        ///< bytes of the packed items
  std::uint32_t columns = 0;           ///< numbers in a row
  std::uint32_t first = 0;             ///< index of the chunk's first item
  std::uint32_t count = 0;             ///< items in the chunk
  std::uint32_t numbers = 0;           ///< where the chunk's results go if all are numbers
  std::uint32_t refuses_promises = 0;  ///< 1: the caller spins on a page's main thread, which promises may need
  std::uint32_t awaits = 0;            ///< address of a word to be set before a task is awaited
  std::uint32_t stop = 0;     ///< address of a byte that is not 0 once the job has been cancelled or terminated
  std::uint32_t number = 0;   ///< of the chunk's first item, as the caller counts: `first`, except in a stream
  std::uint32_t timeout = 0;  ///< how many milliseconds the task of an item may take; 0: no limit
};
static_assert(sizeof(Command) == 64);

/// What a processor's thread is doing. Changed only by compare-and-swap, by the thread itself and by the host that wants to
/// kill it. The first to change `task` wins, so a killed task never finishes and a finished task is not killed.
namespace thread_state {
/// In the pool's own code, in the allocator, or asleep: must not be killed.
inline constexpr std::uint32_t core = 0;
/// In a JavaScript function or a kernel: may be killed.
inline constexpr std::uint32_t task = 1;
/// Has been killed; if it still runs, it parks.
inline constexpr std::uint32_t killed = 2;
/// As `core`, with a kill pending: instead of returning to a task it becomes `killed` and parks.
inline constexpr std::uint32_t kill_pending = 3;
/// As `task`, but it cannot leave the task while the host checks whether to kill it.
inline constexpr std::uint32_t killing = 4;
}  // namespace thread_state

/// What a message to the host is about.
enum class MessageKind : std::uint32_t {
  output = 1,           ///< text that a task or the program printed; `a` is the level
  start_processor = 2,  ///< `a`: address of a ThreadContext
  kill_processor = 3,   ///< `a`: address of a ThreadContext
  call = 6,             ///< text: a description of a call of the program for the page, in JSON
  kill_job = 5,         ///< `a`: address of a ListenedJob, which has ended and whose threads are to be killed
  thread_lost = 8,      ///< `a`: address of a ThreadContext, whose thread ends in the middle of its work
  watch_tasks = 7,      ///< there are jobs with a timeout: see `task_timeout.hpp`
  program_ended = 4,    ///< text: a value of the codec that describes what was thrown; empty: nothing was
};

/// The header of a message to the host; its bytes follow. Messages that start or kill processors must arrive even if there is
/// no memory, so they are members of the object that they are about. The host frees all others.
struct Message {
  Message* next = nullptr;
  std::uint32_t kind = 0;       ///< MessageKind
  std::uint32_t processor = 0;  ///< index of the sender, or 0xffffffff for the program
  std::uint32_t a = 0;
  std::uint32_t time = 0;  ///< milliseconds since the module was created
  std::uint32_t size = 0;  ///< bytes that follow
};
static_assert(sizeof(Message) == 24);

/// One trace event for the host's page.
struct TraceRecord {
  std::uint32_t pool = 0;
  std::uint32_t processor = 0;
  std::uint32_t sequence = 0;
  std::uint32_t job = 0;
  std::uint32_t chunk = 0;
  std::uint32_t chunks = 0;
  std::uint32_t item = 0;
  std::uint32_t items = 0;
  double begin = 0;  ///< milliseconds since the epoch, on the clock of `performance.timeOrigin`
  double end = 0;    ///< zero while it runs
};
static_assert(sizeof(TraceRecord) == 48);

/// What a processor has done, written by `webpool_pool_stats`. Times are in milliseconds.
struct StatsRecord {
  double alive = 0;
  double items = 0;
  double chunks = 0;
  double busy = 0;
  double idle = 0;
  double replacements = 0;
  double runs = 0;  ///< 1: chunks run now, which the fields below describe
  double job = 0;
  double item = 0;
  double current_items = 0;
  double begin = 0;  ///< on the clock of the trace
};
static_assert(sizeof(StatsRecord) == 88);

}  // namespace webpool::wasm
