#include <webpool/core/worker.hpp>

#include <webpool/core/host.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/errors.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

namespace webpool::detail {
namespace {

thread_local Worker* current_worker = nullptr;

}  // namespace

Worker::Worker(PoolCore& pool, std::uint32_t index) noexcept
    : pool_(pool),
      index_(index),
      run_(*this, true),
      innermost_(&run_),
      trace_(pool.options().trace_events),
      chunks_left_(pool.options().maxtasksperchild) {}

Worker* Worker::current() noexcept { return current_worker; }
void Worker::set_current(Worker* worker) noexcept { current_worker = worker; }

ChunkRun* Worker::work() {
  for (;;) {
    if (worked_enough()) return nullptr;
    if (!run_.holds_range() && (worn_out() || !pool_.next(*this))) return nullptr;
    if (!run_.job()->external()) {
      run_.run_all();
    } else if (run_.claim()) {
      return &run_;
    }
  }
}

void Worker::job_ends(const Job& job) noexcept {
  // If the queue has jobs, the worker finds one at once, and counting it would only take a cache line from submitters.
  if (!pool_.queue().probably_empty()) return;
  if (innermost_ == &run_ && !run_.holds_range() && run_.job() == &job && !worn_out() && !threadless)
    pool_.idle_workers().start_looking(idle_);
}

bool Worker::runs(const Job& job) const noexcept {
  for (const ChunkRun* run = innermost_; run != nullptr; run = run->outer) {
    if (run->claimed() && run->job() == &job) return true;
  }
  return false;
}

bool Worker::holds_up(const Job& job) const noexcept {
  for (const auto* callback = callback_; callback != nullptr; callback = callback->outer) {
    if (&callback->job == &job) return true;
  }
  return runs(job);
}

bool Worker::may_help(const Job& job) const noexcept { return !job.external() && pool_.owns(job); }

void Worker::help(Job& job) {
  if (runs(job)) {
    throw DeadlockError(
        "a task waits for its own job, which would never end; return the result instead of waiting for it");
  }
  if (!may_help(job) || job.exhausted()) return;
  // On the heap, since it has to survive a trap in the task. Allocated before a range is held, since this can fail.
  std::unique_ptr<ChunkRun> memory(new (std::nothrow) ChunkRun(*this, false));
  if (memory == nullptr) {
    // Waiting without helping could deadlock, since there may be no other worker. And a caller that owns the job's data must
    // not return before the job has settled.
    if (!job.caller_owns_data) throw std::bad_alloc();
    job.stop(std::make_exception_ptr(std::bad_alloc()));
    return;
  }
  ChunkRange* const range = job.hold_range();
  if (range == nullptr) return;
  forget_last_end();  // the waiting task has run since
  ChunkRun* const run = memory.release();
  {
    const std::lock_guard lock(pool_.queue().lock());
    run->take(JobPtr<>::share(job));
    run->begin(range);
    run->outer = innermost_;
    innermost_ = run;
  }
  run->run_all();
  pop_run();
  // Otherwise a single worker whose task calls the pool again and again would fill the queue.
  pool_.drop_exhausted(job);
}

void Worker::pop_run() noexcept {
  const std::unique_ptr<ChunkRun> run(innermost_);  // destroyed, with its job, after unlocking
  const std::lock_guard lock(pool_.queue().lock());
  innermost_ = run->outer;
}

void Worker::abandon(const std::exception_ptr& error) noexcept {
  callback_ = nullptr;
  for (;;) {
    ChunkRun& run = *innermost_;
    if (run.claimed()) {
      run.job()->fail(error);
      run.commit();
    }
    if (&run == &run_) return;
    // Runs the unclaimed chunks, since no other worker may be free to do so.
    if (run.holds_range()) run.run_all();
    pop_run();
  }
}

void Worker::release_runs() noexcept {
  ChunkRun* inner;  // the nested runs, deleted after unlocking, as is the job
  JobPtr<> job;
  {
    const std::lock_guard lock(pool_.queue().lock());
    inner = std::exchange(innermost_, &run_);
    job = run_.take_job();
    run_.reset();
    callback_ = nullptr;
  }
  while (inner != &run_) delete std::exchange(inner, inner->outer);
}

bool Worker::begin_thread() noexcept {
  life_.store(Life::running, std::memory_order_release);
  if (began_.load(std::memory_order_relaxed) != 0) return false;
  began_.store(Host::instance().now().count(), std::memory_order_relaxed);
  return true;
}

void Worker::revive() noexcept {
  replacements_.store(replacements_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  last_end_ = {};
  chunks_left_ = pool_.options().maxtasksperchild;
  life_.store(Life::starting, std::memory_order_release);
}

void Worker::count_done(std::uint64_t chunks, std::uint64_t items, std::chrono::nanoseconds now) noexcept {
  last_end_ = now;
  chunks_done_.add(chunks);
  items_done_.add(items);
}

// The event of the run of the job from the queue, or, if events of nested runs have overwritten it, the outermost of theirs.
std::optional<TraceEvent> Worker::running_event() const noexcept {
  try {
    std::vector<TraceEvent> recent;
    auto from = busy_event_.load(std::memory_order_relaxed);
    trace_.read(from, index_, recent);
    for (const TraceEvent& event : recent) {
      if (event.running()) return event;
    }
  } catch (const std::bad_alloc&) {
  }
  return std::nullopt;
}

ProcessorStats Worker::stats() const noexcept {
  ProcessorStats stats;
  stats.processor = index_;
  stats.chunks = chunks_done_.get();
  stats.items = items_done_.get();
  stats.busy = std::chrono::nanoseconds{static_cast<std::int64_t>(busy_.get())};
  stats.replacements = replacements_.load(std::memory_order_relaxed);
  stats.alive = alive();
  const std::chrono::nanoseconds busy_since{busy_since_.load(std::memory_order_acquire)};
  const auto now = Host::instance().now();
  if (stats.alive && busy_since.count() != 0) {
    stats.busy += std::max(now - busy_since, std::chrono::nanoseconds{0});
    stats.current = running_event();
  }
  const std::chrono::nanoseconds began{began_.load(std::memory_order_relaxed)};
  if (began.count() != 0) stats.idle = std::max(now - began - stats.busy, std::chrono::nanoseconds{0});
  return stats;
}

}  // namespace webpool::detail
