#include <webpool/core/pool_core.hpp>
#include <webpool/sync/atomic.hpp>

#include <webpool/core/job_observer.hpp>
#include <webpool/core/rethrow.hpp>
#include <webpool/core/text.hpp>
#include <webpool/errors.hpp>
#include <webpool/sync/spin.hpp>

#include <algorithm>
#include <mutex>
#include <utility>

namespace webpool::detail {
namespace {

constexpr std::size_t process_limit = 1024;

Atomic<std::uint32_t> pools_made{1};

std::size_t checked(std::size_t processes) {
  if (processes < 1 || processes > process_limit) {
    throw_error<ValueError>(
        {"processes: ", processes, " is out of range; a pool has 1 to ", process_limit, " processors"});
  }
  return processes;
}

}  // namespace

/// Jobs whose last references a worker or the queue has released. Collected under the lock, destroyed after it.
class PoolCore::DroppedJobs {
 public:
  /// The job that the worker had, to be added after unlocking.
  JobPtr<> last;

  DroppedJobs() = default;
  DroppedJobs(const DroppedJobs&) = delete;
  DroppedJobs& operator=(const DroppedJobs&) = delete;
  ~DroppedJobs() { clear(); }
  void add(JobPtr<> dropped) noexcept {
    Job* const job = dropped.detach();
    // A job with other references may be queued again by a worker, which needs its link. So only a last one is linked here.
    if (job != nullptr && !job->release_if_shared()) job->next_in_queue = std::exchange(first_, job);
  }
  void clear() noexcept {
    while (first_ != nullptr) JobPtr<>(std::exchange(first_, first_->next_in_queue));
  }
  /// Whether destroying them may run destructors of callers' types.
  [[nodiscard]] bool runs_code() const noexcept {
    const Job* job = first_;
    while (job != nullptr && (job->caller_owns_data || job->trivially_destructible)) job = job->next_in_queue;
    return job != nullptr;
  }

 private:
  Job* first_ = nullptr;
};

PoolCore::PoolCore(std::size_t processes, PoolCoreOptions options)
    : number_(pools_made.fetch_add(1, std::memory_order_relaxed)),
      options_(std::move(options)),
      process_(this_process()),
      workers_(checked(processes)),
      threads_(processes) {
  std::uint32_t index = 0;
  for (auto& worker : workers_) worker = std::make_unique<Worker>(*this, index++);
}

PoolCore::~PoolCore() = default;

// ---- submitting ----

void PoolCore::submit(Job& job, bool of_stream) {
  if (!try_submit(job, of_stream)) refuse_job(of_stream);
}

bool PoolCore::try_submit(Job& job, bool of_stream) noexcept {
  if (forked()) return false;
  job.pool = this;
  job.process = process_;
  Job::note_submission();
  if (!of_stream && state_.load(std::memory_order_seq_cst) != State::running) return false;
  job.number = submitted_.fetch_add(1, std::memory_order_relaxed);
  if (JobObserver::instance != nullptr) JobObserver::instance->submitted(*this, job);
  if (job.chunks() == 0) {
    job.settle();
    return true;
  }
  const auto cores = static_cast<std::uint32_t>(core_count());
  // A worker that calls its own pool runs tasks while it waits, so it cannot wake others.
  if (can_yield && job.caller_owns_data && !of_stream && std::min(processes(), job.chunks()) > cores &&
      Worker::current() == nullptr)
    job.caller_wakes_more.store(true, std::memory_order_relaxed);
  queue_.push(job);
  if (state_.load(std::memory_order_seq_cst) != State::running && withdraw(job, of_stream)) return false;
  // At most one worker per core. A woken worker that finds more work wakes another (`next`).
  idle_workers_.wake(std::min({job.chunks(), processes(), cores}));
  return true;
}

// If tasks compute, each yield gives the core to a worker, and the job has usually ended when the caller has it back: further
// workers would only take the cores from the first ones. If tasks sleep, the cores are idle, and yields return at once.
void PoolCore::wake_more(Job& job) noexcept {
  if (!job.caller_wakes_more.load(std::memory_order_relaxed)) return;
  constexpr std::chrono::microseconds patience{50};
  const auto end = Clock::now() + patience;
  do {
    for (int check = 0; check < Spinner::checks_on_shared_core; ++check) {
      if (job.done()) return;
      pause();
    }
    yield_core();
  } while (Clock::now() < end);
  // Sequentially consistent: if this wakes nobody because a worker is looking, that worker sees this in `wake_another`.
  job.caller_wakes_more.store(false, std::memory_order_seq_cst);
  if (!queue_.empty()) idle_workers_.wake(1);
}

// The pool was closed or terminated, maybe before the job was pushed, so there may be no worker left to run it.
bool PoolCore::withdraw(Job& job, bool of_stream) noexcept {
  JobPtr<> taken;
  const std::lock_guard lock(queue_.lock());
  queue_.accept();
  const bool goes_on = of_stream && state_.load(std::memory_order_relaxed) == State::closed && !streams_stopped_;
  if (goes_on || !JobQueue::contains(job)) return false;
  taken = queue_.remove(job);
  return true;
}

void PoolCore::require_running() {
  require_this_process();
  if (state_.load(std::memory_order_seq_cst) == State::running) return;
  const std::lock_guard lock(queue_.lock());
  refuse();
}

void PoolCore::refuse_job(bool of_stream) {
  require_this_process();
  const std::lock_guard lock(queue_.lock());
  if (of_stream && streams_stopped_ && !failure_) {
    throw PoolNotRunningError(
        "the pool was joined before the iterator had been read to its end, so its remaining items do not run; read it "
        "to "
        "the end before join()");
  }
  refuse();
}

void PoolCore::refuse() const {
  if (failure_) rethrow(failure_);
  if (state_.load(std::memory_order_relaxed) == State::closed)
    throw PoolNotRunningError("the pool is closed and takes no more work; create another one");
  throw PoolNotRunningError("the pool was terminated and takes no more work; create another one");
}

void PoolCore::require_this_process() const {
  if (!forked()) return;
  throw PoolNotRunningError(
      "the pool was made before fork(), and its processors are not in this process; create a pool in the child");
}

// ---- taking ----

bool PoolCore::next(Worker& worker) {
  for (;;) {
    DroppedJobs dropped;
    const bool found = pick(worker, dropped);
    dropped.add(std::move(dropped.last));
    // A small job has no free range if a task that waits for it has begun to run it meanwhile, or if it was stopped.
    if (found && !worker.run().holds_range() && !worker.run().begin(worker.run().job()->hold_range())) continue;
    if (worker.idle().looking && (found || dropped.runs_code())) wake_another(worker);
    dropped.clear();
    if (found) return true;
    if (threadless || has_ended()) {
      idle_workers_.stop_looking(worker.idle());
      return false;
    }
    worker.forget_last_end();
    idle_workers_.wait_for_work(worker.idle(), *this);
  }
}

bool PoolCore::pick(Worker& worker, DroppedJobs& dropped) noexcept {
  const std::lock_guard lock(queue_.lock());
  dropped.last = worker.run().take_job();
  // A job pushed after termination is withdrawn by its submitter. `end_with` has not seen it, so it must not start.
  if (terminated()) return false;
  for (;;) {
    // Only once the queue is empty, since reading `incoming` takes its cache line from submitters.
    if (queue_.first() == nullptr) queue_.accept();
    if (queue_.first() == nullptr) return false;
    Job& job = *queue_.first();
    if (job.chunks() == 1) {
      // Its range is held after unlocking, since each cache line of a small job has to come from its submitter's core.
      worker.run().take(queue_.remove(job));
      return true;
    }
    ChunkRange* const range = job.hold_range();
    if (range == nullptr) {
      dropped.add(take_out(job, worker));
      continue;
    }
    worker.run().take(job.full() ? take_out(job, worker) : JobPtr<>::share(job));
    return worker.run().begin(range);
  }
}

// Takes out the first job, which no other worker seems able to join. That may have changed meanwhile: see `offer`.
JobPtr<> PoolCore::take_out(Job& job, Worker& worker) noexcept {
  JobPtr<> taken = queue_.remove(job);
  if (job.joinable()) {
    queue_.append(job);
    idle_workers_.start_looking(worker.idle());  // so it wakes another worker once it has found work
  }
  return taken;
}

// Two submitters may have relied on the same looking worker, so one that stops looking passes the wake-up on.
void PoolCore::wake_another(Worker& worker) noexcept {
  idle_workers_.stop_looking(worker.idle());
  const Job* const taken = worker.run().job();
  if (taken != nullptr && taken->caller_wakes_more.load(std::memory_order_seq_cst) && queue_.holds_only(*taken)) return;
  if (!queue_.empty()) idle_workers_.wake(1);
}

bool PoolCore::has_ended() noexcept {
  const std::lock_guard lock(queue_.lock());
  queue_.accept();
  return terminated() || (ending_.load(std::memory_order_relaxed) && queue_.first() == nullptr);
}

void PoolCore::drop_exhausted(Job& job) noexcept {
  JobPtr<> dropped;  // released after unlocking
  {
    const std::lock_guard lock(queue_.lock());
    queue_.accept();
    if (!JobQueue::contains(job) || !job.exhausted()) return;
    dropped = queue_.remove(job);
  }
  offer(job);
}

// A job whose ranges are all empty or all held leaves the queue. It has to be queued again if both change, since tasks may wait
// for one another: chunks that are being stolen are in no range, and a range becomes free when its holder leaves. So each thread
// that takes the job out, fills a range or releases one looks at the two other conditions after that. All this is
// sequentially consistent, so the last of them sees what the others did. A worker that sleeps until the job has ended does not
// look at the queue, and is woken in any case, as it may be the only one that is free.
void PoolCore::offer(Job& job) noexcept {
  const bool queued = job.queued.load(std::memory_order_seq_cst);
  const bool awaited = job.awaited_by_worker();
  if ((queued && !awaited) || !job.joinable()) return;
  if (awaited) job.wake_waiters();
  if (queued) return;
  {
    const std::lock_guard lock(queue_.lock());
    queue_.accept();  // the job may still be in `incoming`, and must not be queued twice
    if (JobQueue::contains(job) || job.stopping() || terminated()) return;
    queue_.append(job);
  }
  idle_workers_.wake(1);
}

}  // namespace webpool::detail
