#pragma once

namespace webpool::detail {

class Job;
class PoolCore;
class Worker;

/// Registers a worker as sleeping until a job or another pool has ended, during its lifetime. All of them form a graph, in
/// which tasks of several pools may wait for one another in a cycle. A worker that would close a cycle detects it before it
/// sleeps, and one worker of the cycle then throws `DeadlockError`.
class SleepingWorker {
 public:
  SleepingWorker(Worker& worker, Job& job) noexcept : SleepingWorker(worker, &job, nullptr) {}
  SleepingWorker(Worker& worker, PoolCore& ending) noexcept : SleepingWorker(worker, nullptr, &ending) {}
  SleepingWorker(const SleepingWorker&) = delete;
  SleepingWorker& operator=(const SleepingWorker&) = delete;
  ~SleepingWorker();

  /// Whether this worker has to give up waiting, because it is in a cycle.
  [[nodiscard]] bool never_wakes() const noexcept;

 private:
  SleepingWorker(Worker& worker, Job* job, PoolCore* ending) noexcept;
  [[nodiscard]] bool waits_for_ever() const noexcept;
  [[nodiscard]] SleepingWorker* blocked_by() const noexcept;
  [[nodiscard]] bool runs_elsewhere() const noexcept;
  static void find_cycle(SleepingWorker& newest) noexcept;

  Worker& worker_;
  // What it waits for; the other one is null.
  Job* const job_;
  PoolCore* const ending_;
  // Guarded by one lock for all pools.
  SleepingWorker* previous_ = nullptr;
  SleepingWorker* next_ = nullptr;
  bool stuck_ = false;  // used by `find_cycle`
  bool never_wakes_ = false;
};

/// Forgets all sleeping workers, in the child of a fork(), where they do not exist.
void forget_sleeping_workers() noexcept;

}  // namespace webpool::detail
