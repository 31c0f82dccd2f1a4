#pragma once

#include <webpool/detail/host.hpp>
#include <webpool/detail/job.hpp>
#include <webpool/detail/processor.hpp>
#include <webpool/detail/wait.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <vector>

namespace webpool::detail {

/// What the handles and threads of one pool share: its processors, the queue of jobs, who sleeps, and the pool's end.
class Scheduler : public std::enable_shared_from_this<Scheduler> {
 public:
  /// Throws `ValueError` unless 1 ≤ `processes` ≤ 1024.
  explicit Scheduler(std::size_t processes);
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;
  ~Scheduler();

  /// Has the host start the processors' threads.
  void start();

  /// Queues a job. Throws `PoolNotRunningError` on a closed or terminated pool.
  void submit(Job& job);
  void require_running() const;

  void close() noexcept;
  void terminate() noexcept;
  void join();
  /// The end of the pool's handle: terminates, and waits for the threads, unless the host ends them in the middle or the
  /// handle was a task's own.
  void retire() noexcept;

  /// The life of processor `index`, on the thread that the host started for it.
  void run(std::uint32_t index);
  /// `run` in pieces, for hosts that enter each task from outside.
  Processor& begin_thread(std::uint32_t index) noexcept;
  void end_thread() noexcept;

  /// For hosts whose threads can end in the middle of a task: processor `index` will not run on. What it had claimed ends
  /// with that error, the rest goes to others; when none is left, so does all work.
  void processor_died(std::uint32_t index, const std::exception_ptr& error) noexcept;

  [[nodiscard]] std::uint32_t processes() const noexcept { return static_cast<std::uint32_t>(processors_.size()); }
  [[nodiscard]] Processor& processor(std::uint32_t index) noexcept { return *processors_[index]; }
  /// How many processors' threads have begun; a word to wait on.
  [[nodiscard]] Word& started() noexcept { return started_; }
  /// How many processors' threads have not ended.
  [[nodiscard]] Word& alive_word() noexcept { return alive_; }
  [[nodiscard]] std::uint32_t alive() const noexcept { return alive_.load(std::memory_order_acquire); }

  /// The number of the pool in this program, from 1.
  [[nodiscard]] std::uint32_t number() const noexcept { return number_; }

  /// Gives the processor's visit the next job; sleeps until there is one; false when the pool has ended.
  bool next(Processor& processor);
  /// Takes a job out of the queue of which nothing is left to claim.
  void drop_exhausted(Job& job) noexcept;
  [[nodiscard]] bool owns(const Job& job) const noexcept { return job.scheduler == this; }
  [[nodiscard]] Lock& lock() noexcept { return lock_; }

 private:
  enum class State : std::uint32_t { running, closed, terminated };

  bool pick(Processor& processor);
  void idle(Processor& processor) noexcept;
  void wake(std::uint32_t wanted) noexcept;
  void enqueue(Job& job) noexcept;
  void dequeue(Job& job) noexcept;
  [[nodiscard]] bool has_ended() noexcept;
  /// Terminates; returns whether the host has killed the threads.
  bool kill() noexcept;
  void wait_for_threads() noexcept;

  void end_with(State state, const std::exception_ptr& error) noexcept;

  std::uint32_t number_;
  std::vector<std::unique_ptr<Processor>> processors_;
  std::vector<std::unique_ptr<HostThread>> threads_;

  // Guards the queue, the processors' innermost visits, and changes of the state. Never held while a task runs.
  Lock lock_;
  Job* first_ = nullptr;
  Job* last_ = nullptr;
  std::uint32_t submitted_ = 0;

  // Written under the lock, read without it by submitters and idle processors.
  std::atomic<State> state_{State::running};
  // Jobs in the queue. Written under the lock; sequentially consistent with `sleepers_`: whoever queues and then sees
  // no sleeper was seen by the processor that looks at it before it sleeps.
  std::atomic<std::uint32_t> queued_{0};
  std::atomic<std::uint32_t> sleepers_{0};
  // Processors that spin for work: a submitter need not wake another one for the same chunk.
  std::atomic<std::uint32_t> spinners_{0};
  // Changes whenever sleepers are to look again.
  Word wakes_{0};
  Word started_{0};
  // Threads that have not ended; `join` sleeps on it. Released by ending threads.
  Word alive_{0};
};

}  // namespace webpool::detail
