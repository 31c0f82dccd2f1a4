#pragma once

namespace webpool::detail {

class Job;
class PoolCore;
class Worker;

/// A worker that sleeps until a job or another pool has ended, for as long as this lives. Together they tell whether anybody is left who
/// could go on: tasks may wait for one another in a circle, through several pools. Whoever would close such a circle finds
/// out before it sleeps, and one of the circle then throws `DeadlockError`.
class SleepingWorker {
 public:
  SleepingWorker(Worker& worker, Job& job) noexcept : SleepingWorker(worker, &job, nullptr) {}
  SleepingWorker(Worker& worker, PoolCore& ending) noexcept : SleepingWorker(worker, nullptr, &ending) {}
  SleepingWorker(const SleepingWorker&) = delete;
  SleepingWorker& operator=(const SleepingWorker&) = delete;
  ~SleepingWorker();

  /// Whether what this worker waits for can never end as long as it waits.
  [[nodiscard]] bool never_wakes() const noexcept;

 private:
  SleepingWorker(Worker& worker, Job* job, PoolCore* ending) noexcept;
  [[nodiscard]] bool waits_in_vain() const noexcept;
  [[nodiscard]] SleepingWorker* kept_by() const noexcept;
  static void find_circle(SleepingWorker& newest) noexcept;

  Worker& worker_;
  // One of them: what it waits for.
  Job* const job_;
  PoolCore* const ending_;
  // All under one lock for all pools.
  SleepingWorker* previous_ = nullptr;
  SleepingWorker* next_ = nullptr;
  bool stuck_ = false;  // as far as `find_circle` knows
  bool never_wakes_ = false;
};

}  // namespace webpool::detail
