#include <webpool/core/wait_graph.hpp>

#include <webpool/core/job.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/sync/lock.hpp>

#include <cstdint>
#include <mutex>
#include <new>

namespace webpool::detail {
namespace {

Lock graph_lock;
// The list of all sleeping workers, newest first.
SleepingWorker* newest_sleeper = nullptr;

}  // namespace

void forget_sleeping_workers() noexcept {
  new (&graph_lock) Lock;  // a thread that does not exist may hold it
  newest_sleeper = nullptr;
}

SleepingWorker::SleepingWorker(Worker& worker, Job* job, PoolCore* ending) noexcept
    : worker_(worker), job_(job), ending_(ending) {
  const std::lock_guard lock(graph_lock);
  next_ = newest_sleeper;
  if (next_ != nullptr) next_->previous_ = this;
  newest_sleeper = this;
  find_cycle(*this);
}

SleepingWorker::~SleepingWorker() {
  const std::lock_guard lock(graph_lock);
  (previous_ != nullptr ? previous_->next_ : newest_sleeper) = next_;
  if (next_ != nullptr) next_->previous_ = previous_;
}

bool SleepingWorker::never_wakes() const noexcept {
  const std::lock_guard lock(graph_lock);
  return never_wakes_;
}

// Assumes that workers marked as stuck never wake. Their threads sleep or are about to, so what they run does not change.
bool SleepingWorker::waits_for_ever() const noexcept {
  if (job_ != nullptr && (job_->done() || (worker_.may_help(*job_) && job_->joinable()))) return false;
  std::uint32_t stuck_in_pool = 0;
  std::uint32_t processes = 1;
  for (const SleepingWorker* one = newest_sleeper; one != nullptr; one = one->next_) {
    if (!one->stuck_) continue;
    const PoolCore& pool = one->worker_.pool();
    if (job_ != nullptr ? one->worker_.holds_up(*job_) : &pool == ending_) return true;
    if (job_ == nullptr || !pool.owns(*job_)) continue;
    ++stuck_in_pool;
    processes = pool.processes();
  }
  return stuck_in_pool >= processes && !job_->exhausted() && !job_->stopping();
}

// Another stuck worker that has to give up its wait before this one can: it runs a chunk with this worker's data, or belongs
// to the pool whose end this one waits for. Null if there is none.
SleepingWorker* SleepingWorker::blocked_by() const noexcept {
  if (job_ != nullptr && !job_->caller_owns_data) return nullptr;
  for (SleepingWorker* one = newest_sleeper; one != nullptr; one = one->next_) {
    if (one->stuck_ && (job_ != nullptr ? one->worker_.runs(*job_) : &one->worker_.pool() == ending_)) return one;
  }
  return nullptr;
}

// Whether a sleeping worker runs a chunk with this worker's data.
bool SleepingWorker::runs_elsewhere() const noexcept {
  const SleepingWorker* one = job_ != nullptr && job_->caller_owns_data ? newest_sleeper : nullptr;
  while (one != nullptr && !one->worker_.runs(*job_)) one = one->next_;
  return one != nullptr;
}

void SleepingWorker::find_cycle(SleepingWorker& newest) noexcept {
  for (auto* one = newest_sleeper; one != nullptr; one = one->next_) one->stuck_ = true;
  // The common case: a worker that is awake runs a chunk of the job.
  if (!newest.waits_for_ever()) return;
  // Finds the largest set of workers that each wait for something that only others of the set could end.
  for (bool changed = true; changed;) {
    changed = false;
    for (auto* one = newest_sleeper; one != nullptr; one = one->next_) {
      if (!one->stuck_ || one->waits_for_ever()) continue;
      one->stuck_ = false;
      changed = true;
    }
  }
  if (!newest.stuck_) return;
  SleepingWorker* leaving = &newest;
  SleepingWorker* joining = nullptr;  // the last of these that waits for a pool to end, which can give up in any case
  for (SleepingWorker* next = leaving; next != nullptr; next = leaving->blocked_by()) {
    leaving = next;
    leaving->stuck_ = false;  // so that it is not found again
    if (leaving->ending_ != nullptr) joining = leaving;
  }
  // If another sleeping worker runs chunks with this one's data, its call cannot return before they have ended.
  if (joining != nullptr && leaving->runs_elsewhere()) leaving = joining;
  leaving->never_wakes_ = true;
  if (leaving->job_ != nullptr) {
    leaving->job_->wake_waiters();
  } else {
    leaving->ending_->threads().wake_joiners();
  }
}

}  // namespace webpool::detail
