#pragma once

#include <webpool/core/fork.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/idle_workers.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/job_queue.hpp>
#include <webpool/core/thread_set.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/sync/atomic.hpp>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <vector>

namespace webpool::detail {

/// How a pool differs from the usual.
struct PoolCoreOptions {
  /// Run by `PoolCore::run` in each thread before its first task; what it throws ends the pool. Hosts that enter tasks from
  /// outside see to it themselves, before `begin_thread`, and call `fail`.
  std::function<void()> initializer{};
  /// How many chunks a thread takes from the queue before another takes over; 0: any number.
  std::uint64_t maxtasksperchild = 0;
  /// How many events the trace of a worker holds; 0: there is none.
  std::size_t trace_events = TraceRing::default_capacity;
};

/// What the handles and threads of one pool share: its workers, its queue, its state and its end.
class WEBPOOL_EXPORT PoolCore : public std::enable_shared_from_this<PoolCore> {
 public:
  /// Throws `ValueError` unless 1 ≤ `processes` ≤ 1024.
  explicit PoolCore(std::size_t processes, PoolCoreOptions options = {});
  PoolCore(const PoolCore&) = delete;
  PoolCore& operator=(const PoolCore&) = delete;
  ~PoolCore();

  /// Has the host start the workers' threads.
  void start();

  // What the pool's handles do.

  /// Queues a job. Throws `PoolNotRunningError` on a closed or terminated pool and in the child of a fork(), and the error of a
  /// pool that has failed. With `of_stream` it is one of a stream that was opened before, which a closed pool still takes.
  void submit(Job& job, bool of_stream = false);
  /// `submit` without exceptions: false where it would throw, which `refuse_job` does then.
  [[nodiscard]] bool try_submit(Job& job, bool of_stream) noexcept;
  [[noreturn]] void refuse_job(bool of_stream);
  /// Throws as `submit` does.
  void require_running();
  /// A stream is an iterator that submits jobs as it is read (imap). While one is open, a closed pool goes on, until
  /// somebody joins it. Throws as `submit` does.
  void open_stream();
  void close_stream() noexcept;
  /// From now on open streams submit no more jobs: their reader may be the one who waits for the pool's end.
  void stop_streams() noexcept;
  void close() noexcept;
  void terminate() noexcept;
  void join();
  /// The end of the pool's handle: terminates, and waits for the threads, unless the host ends them in the middle or the
  /// handle was a task's own.
  void retire() noexcept;

  // What hosts do.

  /// The life of worker `index`, on the thread that the host started for it.
  void run(std::uint32_t index);
  /// `run` in pieces, for hosts that enter each task from outside.
  void initialize(std::uint32_t index) noexcept;
  Worker& begin_thread(std::uint32_t index) noexcept;
  void end_thread() noexcept;
  /// Ends the pool with an error of its own: that of the initializer, or of threads that cannot be started. All its jobs end
  /// with it, and later calls throw it.
  void fail(const std::exception_ptr& error) noexcept;
  /// For hosts whose threads can end in the middle of a task: the thread of worker `index` will not run on. What it had
  /// claimed ends with that error, the rest goes to others, and the host is asked for another thread, should there still be
  /// work to come. A thread that died before it had begun would die again: then the pool fails.
  void worker_died(std::uint32_t index, const std::exception_ptr& error) noexcept;
  /// For the same hosts: whether the worker is in the middle of a chunk of that job. The answer lasts as long as its thread is
  /// kept from going on.
  [[nodiscard]] bool runs(std::uint32_t index, const Job& job) noexcept;

  // What workers do.

  /// Gives the worker the next job; sleeps until there is one; false when the pool has ended.
  /// Where no thread can be started it does not sleep: false then also means that there is nothing to do now.
  bool next(Worker& worker);
  /// Whether there may be something for an idle worker to do.
  [[nodiscard]] bool has_work() const noexcept { return !queue_.empty() || ending_.load(std::memory_order_seq_cst); }
  /// Whether the pool was closed or terminated and nothing is left to take.
  [[nodiscard]] bool has_ended() noexcept;
  /// Takes a job out of the queue of which nothing is left to claim.
  void drop_exhausted(Job& job) noexcept;
  /// A worker has let go of a range of the job that holds unclaimed chunks.
  void give_back(Job& job) noexcept;

  [[nodiscard]] std::uint32_t processes() const noexcept { return static_cast<std::uint32_t>(workers_.size()); }
  [[nodiscard]] Worker& worker(std::uint32_t index) noexcept { return *workers_[index]; }
  /// The number of the pool in this program, from 1.
  [[nodiscard]] std::uint32_t number() const noexcept { return number_; }
  [[nodiscard]] const PoolCoreOptions& options() const noexcept { return options_; }
  /// How many chunks a thread may take from the queue.
  [[nodiscard]] std::uint64_t chunks_per_thread() const noexcept;
  [[nodiscard]] bool owns(const Job& job) const noexcept { return job.pool == this; }
  /// A hint: whether jobs have chunks for all cores of the machine.
  [[nodiscard]] bool gets_work_for_all_cores() const noexcept {
    return std::min(queue_.newest_chunks(), processes()) >= static_cast<std::uint32_t>(core_count());
  }
  /// Whether this process is a child, made by fork(), of the one that has the pool's threads. Locks may be held there for
  /// ever, by threads that are not here.
  [[nodiscard]] bool forked() const noexcept { return process_ != this_process(); }
  [[nodiscard]] JobQueue& queue() noexcept { return queue_; }
  [[nodiscard]] IdleWorkers& idle_workers() noexcept { return idle_workers_; }
  [[nodiscard]] ThreadSet& threads() noexcept { return threads_; }

 private:
  enum class State : std::uint32_t { running, closed, terminated };
  class Dropped;

  bool pick(Worker& worker, Dropped& dropped) noexcept;
  void pass_on(Worker& worker) noexcept;
  bool withdraw(Job& job, bool of_stream) noexcept;
  [[noreturn]] void refuse() const;
  void require_this_process() const;
  [[nodiscard]] bool terminated() const noexcept { return state_.load(std::memory_order_acquire) == State::terminated; }
  /// Terminates; returns whether the host has killed the threads.
  bool kill() noexcept;
  void end_with(const std::exception_ptr& error) noexcept;
  bool update_ending() noexcept;
  /// False where they never end as long as the calling worker waits for them.
  bool wait_for_threads() noexcept;
  [[nodiscard]] bool replace(Worker& worker) noexcept;

  std::uint32_t number_;
  PoolCoreOptions options_;
  std::uint16_t process_;  // the one that has the threads
  std::vector<std::unique_ptr<Worker>> workers_;
  ThreadSet threads_;
  JobQueue queue_;
  // The following are written under the queue's lock.
  std::uint32_t streams_ = 0;  // open ones
  bool streams_stopped_ = false;
  std::exception_ptr failure_;  // why the pool has failed; null if it has not
  // Whether workers end once the queue is empty. Read without the lock by idle workers.
  Atomic<bool> ending_{false};
  Atomic<std::uint32_t> submitted_{0};  // jobs. Written by submitters
  // Read without the lock by submitters. Sequentially consistent with the queue: whoever pushes a job and then sees a running
  // pool was seen by whoever ends it.
  alignas(64) Atomic<State> state_{State::running};
  IdleWorkers idle_workers_;
};

}  // namespace webpool::detail
