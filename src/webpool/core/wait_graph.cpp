#include <webpool/core/wait_graph.hpp>

#include <webpool/core/job.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/sync/lock.hpp>

#include <cstdint>
#include <mutex>

namespace webpool::detail {
namespace {

Lock graph_lock;
// A list of all, the newest first.
SleepingWorker* newest_sleeper = nullptr;

}  // namespace

SleepingWorker::SleepingWorker(Worker& worker, Job& job) noexcept : worker_(worker), job_(job) {
  const std::lock_guard lock(graph_lock);
  next_ = newest_sleeper;
  if (next_ != nullptr) next_->previous_ = this;
  newest_sleeper = this;
  find_circle(*this);
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

// Its own thread sleeps, or is about to: what it runs does not change.
bool SleepingWorker::runs(const Job& job) const noexcept { return worker_.runs(job); }

// Provided that those who are taken for stuck never wake.
bool SleepingWorker::never_ends(const Job& job) noexcept {
  if (job.done()) return false;
  std::uint32_t stuck_in_pool = 0;
  std::uint32_t processes = 1;
  for (const SleepingWorker* one = newest_sleeper; one != nullptr; one = one->next_) {
    if (!one->stuck_) continue;
    if (one->runs(job)) return true;
    if (!one->worker_.pool().owns(job)) continue;
    ++stuck_in_pool;
    processes = one->worker_.pool().processes();
  }
  return stuck_in_pool >= processes && !job.exhausted() && !job.stopping();
}

void SleepingWorker::find_circle(SleepingWorker& newest) noexcept {
  for (auto* one = newest_sleeper; one != nullptr; one = one->next_) one->stuck_ = true;
  // As a rule somebody who is awake runs a chunk of the job.
  if (!never_ends(newest.job_)) return;
  // The largest set of workers each of which waits for what only the others could end.
  for (bool changed = true; changed;) {
    changed = false;
    for (auto* one = newest_sleeper; one != nullptr; one = one->next_) {
      if (!one->stuck_ || never_ends(one->job_)) continue;
      one->stuck_ = false;
      changed = true;
    }
  }
  if (!newest.stuck_) return;
  // A caller that owns the data of the job can leave only where no chunk of it runs. A circle has one who can.
  SleepingWorker* leaving = &newest;
  while (leaving->job_.caller_owns_data) {
    SleepingWorker* runner = newest_sleeper;
    while (runner != nullptr && !(runner->stuck_ && runner->runs(leaving->job_))) runner = runner->next_;
    if (runner == nullptr || runner == &newest) break;
    leaving = runner;
  }
  leaving->never_wakes_ = true;
  leaving->job_.wake_waiters();
}

}  // namespace webpool::detail
