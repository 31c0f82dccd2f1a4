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
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <memory>
#include <vector>

namespace webpool::detail {

struct PoolCoreOptions {
  /// Called by `PoolCore::run` in each thread before its first task; an exception fails the pool. Hosts that run tasks outside
  /// of C++ run their initializer before `begin_thread`, and call `fail` on an error.
  std::function<void()> initializer{};
  /// How many chunks a thread takes from the queue before another replaces it.
  std::uint64_t maxtasksperchild = no_limit;
  static constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();
  /// How many events the trace of a worker holds; 0: no trace.
  std::size_t trace_events = default_trace_events;
};

/// What the handles and threads of one pool share: its workers, its queue and its state.
class WEBPOOL_EXPORT PoolCore : public std::enable_shared_from_this<PoolCore> {
 public:
  /// Throws `ValueError` unless 1 ≤ `processes` ≤ 1024.
  explicit PoolCore(std::size_t processes, PoolCoreOptions options = {});
  ~PoolCore();

  /// Has the host start the workers' threads.
  void start();

  // Called by the pool's handles:

  /// Queues a job. Throws `PoolNotRunningError` on a closed or terminated pool and in the child of a fork(), and the error of
  /// a pool that has failed. `of_stream`: the job belongs to an open stream, from which a closed pool still takes jobs.
  void submit(Job& job, bool of_stream = false);
  /// `submit` without exceptions: false where `submit` would throw. `refuse_job` then throws that error.
  [[nodiscard]] bool try_submit(Job& job, bool of_stream) noexcept;
  [[noreturn]] void refuse_job(bool of_stream);
  /// Called by the caller of a submitted job before it waits: wakes more workers than there are cores once that helps, because
  /// tasks sleep. Does nothing for other jobs than those with `caller_wakes_more`.
  void wake_more(Job& job) noexcept;
  /// Throws as `submit` does.
  void require_running();
  /// A stream is an iterator that submits jobs as it is read (imap). While one is open, a closed pool keeps running, until
  /// `join` is called. Throws as `submit` does.
  void open_stream();
  void close_stream() noexcept;
  /// Open streams can submit no more jobs. For `join`, whose caller may be the reader of such a stream.
  void stop_streams() noexcept;
  void close() noexcept;
  /// Ends all jobs with `PoolTerminatedError` and has the host kill the threads; returns whether it could.
  bool terminate() noexcept;
  void join();
  /// Ends the pool when its handle is destroyed: terminates, and waits for the threads unless the host has killed them or the
  /// caller is one of them.
  void retire() noexcept;

  // Called by hosts:

  /// Runs worker `index` on the thread that the host started for it.
  void run(std::uint32_t index);
  /// The parts of `run`, for hosts that run tasks outside of C++.
  void initialize(std::uint32_t index) noexcept;
  Worker& begin_thread(std::uint32_t index) noexcept;
  void end_thread() noexcept;
  /// Fails the pool, with the error of an initializer or of a thread that cannot be started. All its jobs end with that
  /// error, and later calls throw it.
  void fail(const std::exception_ptr& error) noexcept;
  /// For hosts whose threads can die in the middle of a task: handles the death of worker `index`. Chunks that it had claimed
  /// end with `error`, other workers run the rest, and the host starts a new thread unless the pool has ended. If the thread
  /// died before it had begun, a new one would die too, so the pool fails.
  void worker_died(std::uint32_t index, const std::exception_ptr& error) noexcept;
  /// For the same hosts: whether the worker is running a chunk of `job`. The answer stays true only while its thread is kept
  /// from going on.
  [[nodiscard]] bool runs(std::uint32_t index, const Job& job) noexcept;

  // Called by workers:

  /// Waits for the next job and gives it to the worker; false when the pool has ended. If `threadless` it does not wait:
  /// false then also means that there is nothing to do now.
  bool next(Worker& worker);
  /// Whether an idle worker may have something to do.
  [[nodiscard]] bool has_work() const noexcept { return !queue_.empty() || ending_.load(std::memory_order_seq_cst); }
  /// Whether the pool was terminated, or was closed and its queue is empty.
  [[nodiscard]] bool has_ended() noexcept;
  /// Removes a job from the queue if all its chunks are claimed.
  void drop_exhausted(Job& job) noexcept;
  /// Called after a range was filled or released: queues the job again if another worker can join it.
  void offer(Job& job) noexcept;

  [[nodiscard]] std::uint32_t processes() const noexcept { return static_cast<std::uint32_t>(workers_.size()); }
  [[nodiscard]] Worker& worker(std::uint32_t index) noexcept { return *workers_[index]; }
  /// The number of the pool in this program, from 1.
  [[nodiscard]] std::uint32_t number() const noexcept { return number_; }
  [[nodiscard]] const PoolCoreOptions& options() const noexcept { return options_; }
  [[nodiscard]] bool owns(const Job& job) const noexcept { return job.pool == this; }
  /// A hint: whether a job was ever submitted.
  [[nodiscard]] bool had_jobs() const noexcept { return queue_.newest_chunks() != 0; }
  /// A hint: whether the newest job has chunks for all cores.
  [[nodiscard]] bool newest_job_needs_all_cores() const noexcept {
    return std::min(queue_.newest_chunks(), processes()) >= static_cast<std::uint32_t>(core_count());
  }
  /// Whether this process is a fork of the one that has the pool's threads. No lock may be taken in it, since a thread that
  /// does not exist here may hold it.
  [[nodiscard]] bool forked() const noexcept { return forked_since(process_); }
  [[nodiscard]] JobQueue& queue() noexcept { return queue_; }
  [[nodiscard]] IdleWorkers& idle_workers() noexcept { return idle_workers_; }
  [[nodiscard]] ThreadSet& threads() noexcept { return threads_; }

 private:
  enum class State : std::uint32_t { running, closed, terminated };
  class DroppedJobs;

  bool pick(Worker& worker, DroppedJobs& dropped) noexcept;
  [[nodiscard]] JobPtr<> take_out(Job& job, Worker& worker) noexcept;
  void wake_another(Worker& worker) noexcept;
  bool withdraw(Job& job, bool of_stream) noexcept;
  [[noreturn]] void refuse() const;
  void require_this_process() const;
  [[nodiscard]] bool terminated() const noexcept { return state_.load(std::memory_order_acquire) == State::terminated; }
  void end_with(const std::exception_ptr& error) noexcept;
  template <class Change>
  void change(Change change) noexcept;
  /// False where they never end as long as the calling worker waits for them.
  bool wait_for_threads() noexcept;
  [[nodiscard]] bool replace(Worker& worker) noexcept;

  std::uint32_t number_;
  PoolCoreOptions options_;
  std::uint16_t process_;  // that has the threads
  std::vector<std::unique_ptr<Worker>> workers_;
  ThreadSet threads_;
  JobQueue queue_;
  // These are written under the queue's lock.
  std::uint32_t streams_ = 0;  // that are open
  bool streams_stopped_ = false;
  std::exception_ptr failure_;  // why the pool has failed; null if it has not
  // Whether workers end once the queue is empty. Read by idle workers without the lock.
  Atomic<bool> ending_{false};
  Atomic<std::uint32_t> submitted_{0};  // how many jobs; written by submitters
  // Read by submitters without the lock. Sequentially consistent with the queue: if a submitter sees a running pool after it
  // has pushed a job, the thread that ends the pool sees the job.
  alignas(64) Atomic<State> state_{State::running};
  IdleWorkers idle_workers_;
};

}  // namespace webpool::detail
