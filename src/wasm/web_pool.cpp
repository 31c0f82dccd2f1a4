#include <wasm/web_pool.hpp>

#include <wasm/completions.hpp>
#include <wasm/failure.hpp>
#include <wasm/initializer.hpp>
#include <wasm/layout.hpp>
#include <wasm/task_timeout.hpp>
#include <webpool/errors.hpp>

#include <emscripten.h>

#include <string>

/// Pools and their streams for JavaScript: C functions that take addresses. The JavaScript library has checked the arguments.
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

/// The queue of a stream's settled jobs.
struct Reader {
  std::shared_ptr<Completions> completions = std::make_shared<Completions>();
};

}  // namespace

extern "C" {

/// Null if there is not enough memory. `maxtasksperchild` 0: no limit. `initializer` may be null; its arguments are an array
/// that the codec has encoded.
EMSCRIPTEN_KEEPALIVE WebPool* webpool_pool_new(std::uint32_t processes, std::uint32_t maxtasksperchild,
                                               Function* initializer, const char* arguments, std::uint32_t size) {
  return null_without_memory([&] {
    detail::PoolCoreOptions options;
    if (maxtasksperchild != 0) options.maxtasksperchild = maxtasksperchild;
    if (initializer != nullptr) options.initializer = ScriptInitializer(*initializer, std::string(arguments, size));
    return new WebPool(processes, std::move(options));
  });
}
EMSCRIPTEN_KEEPALIVE void webpool_pool_delete(const WebPool* pool) { delete pool; }
EMSCRIPTEN_KEEPALIVE void webpool_pool_close(const WebPool* pool) { pool->core().close(); }
EMSCRIPTEN_KEEPALIVE void webpool_pool_terminate(const WebPool* pool) { pool->core().terminate(); }
EMSCRIPTEN_KEEPALIVE void webpool_pool_stop_streams(const WebPool* pool) { pool->core().stop_streams(); }
EMSCRIPTEN_KEEPALIVE const void* webpool_pool_started(const WebPool* pool) { return &pool->core().threads().started(); }
EMSCRIPTEN_KEEPALIVE const void* webpool_pool_alive(const WebPool* pool) { return &pool->core().threads().alive(); }

/// The pool's number in its program, as in its trace.
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_pool_number(const WebPool* pool) { return pool->core().number(); }

/// How many processors have a running thread, working or idle.
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_pool_running(const WebPool* pool) {
  return count_workers(*pool, [](const detail::Worker& worker) { return worker.alive(); });
}

/// How many processors have a thread that has not begun.
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_pool_starting(const WebPool* pool) {
  return count_workers(*pool, [](const detail::Worker& worker) { return worker.starting(); });
}

/// Fills one record for each processor.
EMSCRIPTEN_KEEPALIVE void webpool_pool_stats(const WebPool* pool, StatsRecord* records) {
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
EMSCRIPTEN_KEEPALIVE const Failure* webpool_pool_error(const WebPool* pool) {
  if (!last_error()) attempt([&] { pool->core().require_running(); });
  const auto error = std::exchange(last_error(), nullptr);
  return error ? describe(error) : nullptr;
}

/// Returns 0 if the pool takes no more work, 1 on success, 2 if the pool has failed: see `webpool_pool_error`. With
/// `cancelled` the job is cancelled instead of submitted.
EMSCRIPTEN_KEEPALIVE int webpool_submit(const WebPool* pool, ListenedJob* job, int listened, int tracked,
                                        int cancelled) {
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
EMSCRIPTEN_KEEPALIVE int webpool_stream_open(const WebPool* pool) {
  return attempt([&] { pool->core().open_stream(); });
}
EMSCRIPTEN_KEEPALIVE void webpool_stream_close(const WebPool* pool) { pool->core().close_stream(); }
EMSCRIPTEN_KEEPALIVE int webpool_stream_submit(const WebPool* pool, ListenedJob* job, const Reader* reader) {
  job->listened = false;
  job->completions = reader->completions;
  return submit(*pool, *job, true);
}

/// Null if there is not enough memory.
EMSCRIPTEN_KEEPALIVE Reader* webpool_reader_new() {
  return null_without_memory([] { return new Reader; });
}
EMSCRIPTEN_KEEPALIVE void webpool_reader_delete(const Reader* reader) { delete reader; }
/// The word that changes with each job.
EMSCRIPTEN_KEEPALIVE const void* webpool_reader_word(const Reader* reader) { return &reader->completions->word(); }
/// The next settled job, without a reference (the caller has its own); null if there is none.
EMSCRIPTEN_KEEPALIVE const ListenedJob* webpool_reader_take(const Reader* reader) {
  return reader->completions->take().get();
}
/// Waits for at most `milliseconds`, for ever if negative. Returns whether there is a job.
EMSCRIPTEN_KEEPALIVE int webpool_reader_wait(const Reader* reader, double milliseconds) {
  return reader->completions->wait(deadline_in(milliseconds)) ? 1 : 0;
}

}  // extern "C"
}  // namespace webpool::wasm
