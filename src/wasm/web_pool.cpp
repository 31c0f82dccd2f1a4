#include <wasm/web_pool.hpp>

#include <wasm/completions.hpp>
#include <wasm/failure.hpp>
#include <wasm/initializer.hpp>
#include <wasm/layout.hpp>
#include <wasm/task_timeout.hpp>
#include <webpool/errors.hpp>

#include <string>

/// Pools and their streams for JavaScript: functions that take addresses. The JavaScript library has checked the arguments.
namespace webpool::wasm {
namespace {

constexpr int refused = 0;
constexpr int done = 1;
constexpr int failed = 2;

// What `webpool_pool_error` describes. Never destroyed, like the result of `describe`.
std::exception_ptr& last_error() {
  constinit thread_local std::exception_ptr* error = nullptr;
  if (error == nullptr) error = new std::exception_ptr;
  return *error;
}

// Inside a `catch`: the outcome of a call that has thrown.
int outcome_of_error() noexcept {
  try {
    throw;
  } catch (const PoolNotRunningError&) {
    return refused;
  } catch (...) {
    last_error() = std::current_exception();
    return failed;
  }
}

/// Calls `act`: `done`, `refused` if the pool takes no more work, or `failed` with an error for `webpool_pool_error`.
template <class Act>
int attempt(Act&& act) {
  try {
    act();
    return done;
  } catch (...) {
    return outcome_of_error();
  }
}

// The common case avoids exceptions, which Emscripten routes through JavaScript.
int submit(const WebPool& pool, ListenedJob& job, bool of_stream) {
  if (!pool.core().try_submit(job, of_stream)) return attempt([&] { pool.core().refuse_job(of_stream); });
  if (job.timeout != 0) watch_tasks(job);
  return done;
}

template <class Predicate>
std::uint32_t count_workers(const WebPool& pool, Predicate predicate) {
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < pool.core().processes(); ++i) count += predicate(pool.core().worker(i)) ? 1 : 0;
  return count;
}

}  // namespace

/// The queue of a stream's settled jobs.
struct Reader {
  std::shared_ptr<Completions> completions = std::make_shared<Completions>();
};

/// Null if there is not enough memory. `maxtasksperchild` 0: no limit. `initializer` may be null; its arguments are an array
/// that the codec has encoded.
WebPool* webpool_pool_new(std::uint32_t processes, std::uint32_t maxtasksperchild, Function* initializer,
                          const char* arguments, std::uint32_t size) {
  return null_without_memory([&] {
    detail::PoolCoreOptions options;
    if (maxtasksperchild != 0) options.maxtasksperchild = maxtasksperchild;
    if (initializer != nullptr) options.initializer = ScriptInitializer(*initializer, std::string(arguments, size));
    return new WebPool(processes, std::move(options));
  });
}
void webpool_pool_delete(const WebPool* pool) { delete pool; }
void webpool_pool_close(const WebPool* pool) { pool->core().close(); }
void webpool_pool_terminate(const WebPool* pool) { pool->core().terminate(); }
void webpool_pool_stop_streams(const WebPool* pool) { pool->core().stop_streams(); }
const void* webpool_pool_started(const WebPool* pool) { return &pool->core().threads().started(); }
const void* webpool_pool_alive(const WebPool* pool) { return &pool->core().threads().alive(); }

/// The pool's number in its program, as in its trace.
std::uint32_t webpool_pool_number(const WebPool* pool) { return pool->core().number(); }

/// How many processors have a running thread, working or idle.
std::uint32_t webpool_pool_running(const WebPool* pool) {
  return count_workers(*pool, [](const detail::Worker& worker) { return worker.alive(); });
}

/// How many processors have a thread that has not begun.
std::uint32_t webpool_pool_starting(const WebPool* pool) {
  return count_workers(*pool, [](const detail::Worker& worker) { return worker.starting(); });
}

/// Fills one record for each processor.
void webpool_pool_stats(const WebPool* pool, StatsRecord* records) {
  using Milliseconds = std::chrono::duration<double, std::milli>;
  for (std::uint32_t i = 0; i < pool->core().processes(); ++i, ++records) {
    const auto stats = pool->core().worker(i).stats();
    *records = {};
    records->alive = stats.alive ? 1 : 0;
    records->items = static_cast<double>(stats.items);
    records->chunks = static_cast<double>(stats.chunks);
    records->busy = Milliseconds(stats.busy).count();
    records->idle = Milliseconds(stats.idle).count();
    records->replacements = static_cast<double>(stats.replacements);
    if (!stats.current) continue;
    records->runs = 1;
    records->job = stats.current->job;
    records->item = static_cast<double>(stats.current->item);
    records->current_items = static_cast<double>(stats.current->items);
    records->begin = Milliseconds(stats.current->begin).count();
  }
}

/// The error with which the last call or the pool has failed, or null.
const Failure* webpool_pool_error(const WebPool* pool) {
  if (!last_error()) attempt([&] { pool->core().require_running(); });
  const auto error = std::exchange(last_error(), nullptr);
  return error ? describe(error) : nullptr;
}

/// Returns 0 if the pool takes no more work, 1 on success, 2 if the pool has failed: see `webpool_pool_error`. With
/// `cancelled` the job is cancelled instead of submitted.
int webpool_submit(const WebPool* pool, ListenedJob* job, int listened, int tracked, int cancelled) {
  job->listened = listened != 0;
  job->tracked = tracked != 0;
  if (cancelled == 0) return submit(*pool, *job, false);
  return attempt([&] {
    pool->core().require_running();
    if (job->timeout != 0) watch_tasks(*job);
    job->cancel();
  });
}

/// Opens a stream, see `PoolCore::open_stream`, whose jobs settle into a reader. Returns what `webpool_submit` does.
int webpool_stream_open(const WebPool* pool) {
  return attempt([&] { pool->core().open_stream(); });
}
void webpool_stream_close(const WebPool* pool) { pool->core().close_stream(); }
int webpool_stream_submit(const WebPool* pool, ListenedJob* job, const Reader* reader) {
  job->listened = false;
  job->completions = reader->completions;
  return submit(*pool, *job, true);
}

/// Null if there is not enough memory.
Reader* webpool_reader_new() {
  return null_without_memory([] { return new Reader; });
}
void webpool_reader_delete(const Reader* reader) { delete reader; }
/// The word that changes with each job.
const void* webpool_reader_word(const Reader* reader) { return &reader->completions->word(); }
/// The next settled job, without a reference (the caller has its own); null if there is none.
const ListenedJob* webpool_reader_take(const Reader* reader) { return reader->completions->take().get(); }
/// Waits for at most `milliseconds`, for ever if negative. Returns whether there is a job.
int webpool_reader_wait(const Reader* reader, double milliseconds) {
  return reader->completions->wait(deadline_in(milliseconds)) ? 1 : 0;
}

}  // namespace webpool::wasm
