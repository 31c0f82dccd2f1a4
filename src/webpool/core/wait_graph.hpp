#pragma once

namespace webpool::detail {

class Job;
class Worker;

/// A worker that sleeps until a job has ended, for as long as this lives. Together they tell whether anybody is left who
/// could go on: tasks may wait for one another in a circle, through several pools. Whoever would close such a circle finds
/// out before it sleeps, and one of the circle then throws `DeadlockError`.
class SleepingWorker {
 public:
  SleepingWorker(Worker& worker, Job& job) noexcept;
  SleepingWorker(const SleepingWorker&) = delete;
  SleepingWorker& operator=(const SleepingWorker&) = delete;
  ~SleepingWorker();

  /// Whether the job can never end as long as this worker waits for it.
  [[nodiscard]] bool never_wakes() const noexcept;

 private:
  [[nodiscard]] bool runs(const Job& job) const noexcept;
  static bool never_ends(const Job& job) noexcept;
  static void find_circle(SleepingWorker& newest) noexcept;

  Worker& worker_;
  Job& job_;
  // All under one lock for all pools.
  SleepingWorker* previous_ = nullptr;
  SleepingWorker* next_ = nullptr;
  bool stuck_ = false;  // as far as `find_circle` knows
  bool never_wakes_ = false;
};

}  // namespace webpool::detail
