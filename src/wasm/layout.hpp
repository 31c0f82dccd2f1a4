#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

/// Memory that C++ and JavaScript both read: `web/src/bindings/layout.ts` mirrors every number here. All fields are 32 bits
/// wide, so that JavaScript indexes them through one Uint32Array.
namespace webpool::wasm {

class ListenedJob;

/// How the items of a script job are stored.
enum class ItemKind : std::uint32_t {
  packed = 0,   ///< each chunk: one MessagePack array of the chunk's items
  numbers = 1,  ///< float64 after float64
  rows = 2,     ///< int32 rows of a matrix, in place
  columns = 3,  ///< tuples of numbers and shared views, position after position; laid out by `columns.ts` alone
  blocks = 4,   ///< blocks of rows of a matrix, in place; described by `row-block.ts` alone
};

/// What a chunk of a script job has come to.
enum class ChunkKind : std::uint32_t {
  pending = 0,
  nothing = 1,  ///< every result is undefined
  numbers = 2,  ///< results are in the job's float64 block
  packed = 3,   ///< one MessagePack array of the chunk's results, at `data`
  error = 4,    ///< a MessagePack value that describes what was thrown, at `data`, 0 where there was no memory for it;
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

/// What JavaScript reads of a job, `webpool_job_record()` bytes after the job's address: a look into memory costs a
/// hundredth of a call of the module.
struct JobRecord {
  std::uint32_t failed = 0;     ///< once it has ended: 1 if with an error, which `webpool_job_failure` describes
  ListenedJob* next = nullptr;  ///< in the list of `webpool_settled_take`
  // A script job's.
  std::uint32_t chunks = 0;   ///< how many there are
  std::uint32_t records = 0;  ///< address of a ChunkRecord for each
  std::uint32_t numbers = 0;  ///< address of a float64 for each result
  std::uint32_t items = 0;    ///< where the items begin, or the memory for them
  // For the realm that listens for its end.
  std::uint32_t slot = 0;      ///< by which it knows the job
  std::uint32_t previous = 0;  ///< in its own list of jobs that have settled, as is `next` then
};
static_assert(sizeof(JobRecord) == 32);

/// What a processor is to do next, written for its JavaScript by `webpool_work`.
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
  std::uint32_t number = 0;   ///< of the chunk's first item, as the caller counts: `first`, but for a stream's
  std::uint32_t timeout = 0;  ///< how many milliseconds the task of an item may take; 0: any time
};
static_assert(sizeof(Command) == 64);

/// What a processor's thread is in the middle of. Changed by compare-and-swap only, by its own thread and by the one that
/// wants to kill it: whoever changes `task` first wins, so a killed task never finishes and a finished one is not killed.
enum class ThreadState : std::uint32_t {
  core = 0,          ///< in the pool's own code, in the allocator, or asleep: must not be killed
  task = 1,          ///< in a JavaScript function or a kernel: may be killed
  killed = 2,        ///< has been killed; should it still run, it parks
  kill_pending = 3,  ///< as `core`, with a kill pending: on its way back to a task it parks as `killed` instead
  killing = 4,       ///< as `task`, which it cannot leave while the host looks whether it is the one to be killed
};

/// What a message to the host is about.
enum class MessageKind : std::uint32_t {
  output = 1,           ///< text that a task or the program printed; `a` is the level
  start_processor = 2,  ///< `a`: address of a ThreadContext
  kill_processor = 3,   ///< `a`: address of a ThreadContext
  kill_job = 5,         ///< `a`: address of a ListenedJob, which has ended and whose threads are to be killed
  watch_tasks = 7,      ///< there are jobs with a timeout: see `task_timeout.hpp`
  program_ended = 4,    ///< text: a MessagePack value that describes what was thrown; empty: nothing was
};

/// The head of a message to the host; its bytes follow. What starts and kills processors must arrive also where memory is
/// short: those messages are part of what they are about. The host frees the others.
struct Message {
  Message* next = nullptr;
  std::uint32_t kind = 0;       ///< MessageKind
  std::uint32_t processor = 0;  ///< index of the sender, or 0xffffffff for the program
  std::uint32_t a = 0;
  std::uint32_t time = 0;  ///< milliseconds since the mailbox was made
  std::uint32_t size = 0;  ///< bytes that follow
};
static_assert(sizeof(Message) == 24);

/// One trace event as the host's page reads it.
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

/// What a processor has done, as `webpool_pool_stats` tells it. Times are milliseconds.
struct StatsRecord {
  double alive = 0;
  double items = 0;
  double chunks = 0;
  double busy = 0;
  double idle = 0;
  double replacements = 0;
  double runs = 0;  ///< 1: what follows is about the chunks that run now
  double job = 0;
  double item = 0;
  double current_items = 0;
  double begin = 0;  ///< on the clock of the trace
};
static_assert(sizeof(StatsRecord) == 88);

}  // namespace webpool::wasm
