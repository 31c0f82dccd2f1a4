#pragma once

#include <webpool/core/fork.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/processor.hpp>
#include <webpool/export.hpp>
#include <webpool/sync/parked_list.hpp>
#include <webpool/sync/parking.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace webpool::detail {

/// How a pool differs from the usual.
struct SchedulerOptions {
  /// Run by `Scheduler::run` in each thread before its first task; what it throws ends the pool. Hosts that enter tasks from
  /// outside see to it themselves, before `begin_thread`, and call `fail`.
  std::function<void()> initializer{};
  /// How many chunks a thread takes from the queue before another takes over; 0: any number.
  std::uint64_t maxtasksperchild = 0;
  /// How many events the trace of a processor holds; 0: there is none.
  std::size_t trace_events = TraceRing::default_capacity;
};

/// What the handles and threads of one pool share: its processors, the queue of jobs, who sleeps, and the pool's end.
class WEBPOOL_EXPORT Scheduler : public std::enable_shared_from_this<Scheduler> {
 public:
  /// Throws `ValueError` unless 1 ≤ `processes` ≤ 1024.
  explicit Scheduler(std::size_t processes, SchedulerOptions options = {});
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;
  ~Scheduler();

  /// Has the host start the processors' threads.
  void start();

  /// Queues a job. Throws `PoolNotRunningError` on a closed or terminated pool, and the error of one that has failed. With
  /// `of_stream` it is one of a stream that was opened before, which a closed pool still takes.
  void submit(Job& job, bool of_stream = false);
  /// `submit` without exceptions: false where it would throw, which `refuse_job` does then.
  [[nodiscard]] bool try_submit(Job& job, bool of_stream) noexcept;
  [[noreturn]] void refuse_job(bool of_stream);
  /// Throws as `submit` does.
  void require_running();

  /// A stream is an iterator that gives out jobs as it is read (imap). While one is open, a closed pool goes on, until
  /// somebody joins it. Throws as `submit` does.
  void open_stream();
  void close_stream() noexcept;

  void close() noexcept;
  void terminate() noexcept;
  void join();
  /// From now on open streams give out no more jobs: their reader may be the one who waits for the pool's end.
  void stop_streams() noexcept;
  /// Ends the pool with an error of its own: that of the initializer, or of workers that cannot be started. All its jobs end
  /// with it, and later calls throw it.
  void fail(const std::exception_ptr& error) noexcept;
  /// The end of the pool's handle: terminates, and waits for the threads, unless the host ends them in the middle or the
  /// handle was a task's own.
  void retire() noexcept;

  /// The life of processor `index`, on the thread that the host started for it.
  void run(std::uint32_t index);
  /// `run` in pieces, for hosts that enter each task from outside.
  void initialize(std::uint32_t index) noexcept;
  Processor& begin_thread(std::uint32_t index) noexcept;
  void end_thread() noexcept;

  /// For hosts whose threads can end in the middle of a task: the thread of processor `index` will not run on. What it had
  /// claimed ends with that error, the rest goes to others, and the host is asked for another thread, should there still be
  /// work to come. A thread that died before it had begun would die again: then the pool fails.
  void processor_died(std::uint32_t index, const std::exception_ptr& error) noexcept;
  /// For the same hosts: whether the processor is in the middle of a chunk of that job. The answer lasts as long as its
  /// thread is kept from going on.
  [[nodiscard]] bool runs(std::uint32_t index, const Job& job) noexcept;
  /// Has the host end the threads that run chunks of a job which was stopped; whatever else they ran ends with
  /// `ProcessorCrashedError`. Does nothing where the host cannot end a thread.
  void kill_threads_of(Job& job) noexcept;

  [[nodiscard]] std::uint32_t processes() const noexcept { return static_cast<std::uint32_t>(processors_.size()); }
  [[nodiscard]] Processor& processor(std::uint32_t index) noexcept { return *processors_[index]; }
  /// How many processors have begun, each counted once however often its thread was replaced; a word to wait on.
  [[nodiscard]] Word& started() noexcept { return started_; }
  /// How many processors' threads have not ended.
  [[nodiscard]] Word& alive_word() noexcept { return alive_; }
  [[nodiscard]] std::uint32_t alive() const noexcept { return alive_.load(std::memory_order_acquire); }

  /// The number of the pool in this program, from 1.
  [[nodiscard]] std::uint32_t number() const noexcept { return number_; }

  /// Gives the processor's visit the next job; sleeps until there is one; false when the pool has ended.
  /// Where no thread can be started it does not sleep: false then also means that there is nothing to do now.
  bool next(Processor& processor);
  /// Whether the pool was closed or terminated and nothing is left to take.
  [[nodiscard]] bool has_ended() noexcept;
  /// Takes a job out of the queue of which nothing is left to claim.
  void drop_exhausted(Job& job) noexcept;
  /// A processor has let go of a range of the job that holds unclaimed chunks.
  void give_back(Job& job) noexcept;
  /// How many chunks a thread may take from the queue.
  [[nodiscard]] std::uint64_t chunks_per_thread() const noexcept;
  [[nodiscard]] const SchedulerOptions& options() const noexcept { return options_; }
  /// Whether this process is a child, made by fork(), of the one that has the pool's threads. Locks may be held there for
  /// ever, by threads that are not here.
  [[nodiscard]] bool forked() const noexcept { return process_ != this_process(); }
  [[nodiscard]] bool owns(const Job& job) const noexcept { return job.scheduler == this; }
  [[nodiscard]] Lock& lock() noexcept { return lock_; }

 private:
  enum class State : std::uint32_t { running, closed, terminated };

  friend class Processor;

  /// Jobs that a processor and the queue let go of. To be released without the lock, and while nobody counts on the processor,
  /// since that may destroy what callers gave.
  struct LetGo {
    Pocket::Released ran;
    Job* exhausted = nullptr;  // a list of last references
    ~LetGo() { clear(); }
    void clear() noexcept {
      ran.clear();
      while (exhausted != nullptr) Reference<>(std::exchange(exhausted, exhausted->next_in_queue));
    }
    bool release_harmless() noexcept { return ran.release_harmless() || exhausted != nullptr; }
  };

  /// Gives the processor's visit the next job of its pocket.
  bool take(Processor& processor) noexcept;
  /// The same from the queue.
  bool pick(Processor& processor, LetGo& left) noexcept;
  /// The processor, on which submitters have counted, has enough to do: others are to see to the rest.
  void pass_on(Processor& processor) noexcept;
  // The following under the lock.
  /// Gives the processor small jobs behind the one that it has just been given, if it has run small ones before.
  void fill(Processor& processor) noexcept;
  /// Takes back what a processor has not come to, to the front of the queue; whether there was anything.
  bool take_back(Processor& from) noexcept;
  /// Looks at one other processor, in turn, and takes back what it has not come to if it stands still: a job among small
  /// ones may be a long one.
  bool take_back_stale(const Processor& looker) noexcept;
  void prepend(Job& job) noexcept;

  void idle(Processor& processor) noexcept;
  /// Whether there may be something for an idle processor to do.
  [[nodiscard]] bool has_work() const noexcept;
  /// The processor looks for work, or has stopped to do so.
  void start_looking(Processor& processor) noexcept;
  void stop_looking(Processor& processor) noexcept;
  void wake(std::uint32_t wanted) noexcept;
  void wake_all() noexcept;
  void push(Job& job) noexcept;
  void accept() noexcept;
  bool withdraw(Job& job, bool of_stream) noexcept;
  [[noreturn]] void refuse() const;
  void require_this_process() const;
  void append(Job& job) noexcept;
  void enqueue(Job& job) noexcept;
  void dequeue(Job& job) noexcept;
  /// Terminates; returns whether the host has killed the threads.
  bool kill() noexcept;
  void wait_for_threads() noexcept;
  /// Has the host start a thread for the processor in place of its last one; false if the pool has no more use for one.
  [[nodiscard]] bool replace(std::uint32_t index) noexcept;
  void count_dead(const std::exception_ptr& error) noexcept;

  void end_with(const std::exception_ptr& error) noexcept;
  void update_ending() noexcept;

  // The threads of one processor.
  struct Threads {
    std::unique_ptr<HostThread> current;
    std::unique_ptr<HostThread> previous;  // has ended, or is about to: it started the current one
  };

  std::uint32_t number_;
  SchedulerOptions options_;
  std::uint16_t process_;  // the one that has the threads
  std::vector<std::unique_ptr<Processor>> processors_;
  // Guards `threads_`. Never held while a thread is waited for. Taken before `lock_`.
  Lock threads_lock_;
  std::vector<Threads> threads_;

  // Guards the queue, the processors' innermost visits, and changes of the state. Never held while a task runs.
  Lock lock_;
  Job* first_ = nullptr;
  Job* last_ = nullptr;
  std::uint32_t looked_at_ = 0;  // processors, by `take_back_stale`
  std::uint32_t streams_ = 0;    // open ones
  bool streams_stopped_ = false;
  std::exception_ptr failure_;  // why the pool has failed; null if it has not

  // Whether processors end once the queue is empty. Written under the lock, read without it by idle processors.
  std::atomic<bool> ending_{false};
  // Jobs in the queue. Written under the lock alone, so without a read-modify-write; read without it by idle processors.
  std::atomic<std::uint32_t> queued_{0};

  // Pockets with jobs that their processors have not come to. A pocket is counted before jobs leave the queue for it, and
  // until the last one has been taken out or back. Read by idle processors.
  std::atomic<std::uint32_t> pockets_{0};

  // How many processors the last job could use: a hint for idle ones. Written under the lock.
  std::atomic<std::int32_t> last_wanted_{0};

  // Written by submitters for each job, who do not take the lock: on a cache line of its own.
  // The newest job that was given and is not in the queue yet. Pushed with compare-and-swap, taken whole with exchange by
  // whoever holds the lock. Sequentially consistent with `sleepers_` and `state_`: whoever pushes and then sees no sleeper
  // was seen by the processor that looks at it before it sleeps; whoever pushes and then sees a running pool was seen by
  // the processor that looks whether it may end.
  alignas(64) std::atomic<Job*> incoming_{nullptr};
  std::atomic<std::uint32_t> submitted_{0};

  // Written under the lock, read without it by submitters.
  alignas(64) std::atomic<State> state_{State::running};
  // Processors that sleep, or are about to.
  Sleepers sleepers_;
  // Processors that look for work, or are about to: a submitter need not wake another one for the same chunk. Who has been
  // counted and takes less than there is wakes another.
  std::atomic<std::uint32_t> lookers_{0};

  Word started_{0};
  // Threads that have not ended; `join` sleeps on it. Released by ending threads.
  Word alive_{0};
};

}  // namespace webpool::detail
