// Waiting for a job: helping with its chunks, spinning, and sleeping.
#include <webpool/core/fork.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/text.hpp>
#include <webpool/core/wait_graph.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/errors.hpp>
#include <webpool/sync/spin.hpp>

#include <algorithm>
#include <optional>

namespace webpool::detail {
namespace {

/// Notifies the host that this thread waits, during its lifetime.
class WaitNotice {
 public:
  WaitNotice() noexcept {
    if (waiting_changed != nullptr) waiting_changed(true);
  }
  WaitNotice(const WaitNotice&) = delete;
  WaitNotice& operator=(const WaitNotice&) = delete;
  ~WaitNotice() {
    if (waiting_changed != nullptr) waiting_changed(false);
  }
};

// How often this thread has waited since it last submitted a job.
thread_local std::uint32_t waits_in_a_row = 0;

}  // namespace

void Job::note_submission() noexcept { waits_in_a_row = 0; }

bool Job::wait(Deadline deadline) {
  if (done()) return true;
  if (forked_since(process)) {
    throw PoolNotRunningError(
        "the job was submitted before fork(), and the processors of its pool are not in this process; create a pool in "
        "the child");
  }
  if (in_callback()) {
    throw DeadlockError(
        "a callback waits for its own job, which would never end; use the result that the callback is called with");
  }
  for (;;) {
    if (Worker* const worker = Worker::current()) {
      if (deadline == no_deadline || Clock::now() < deadline) worker->help(*this);
    }
    const WaitNotice notice;
    if (threadless) Host::instance().work_here(pool, this, deadline);
    if (done() || spin(deadline)) return true;
    if (sleep(deadline)) return done();  // within the notice, of which the time asleep is most
  }
}

bool Job::spin(Deadline deadline) {
  const Awake awake;
  thread_local Spinner spinner(true);
  // A job for several processors may need the core of this thread.
  const int checks = chunks_ == 1 ? Spinner::checks_on_own_core : Spinner::checks_on_shared_core;
  // A caller that reads many results in a row pauses longer and longer before its first check, since each check takes a
  // cache line from the workers, which should get ahead. A caller with few results hardly pauses.
  for (auto times = (1U << std::min(waits_in_a_row++, 9U)) / 2; times > 0; --times) pause();
  return awake.has_core() && spinner.spin([this] { return done(); }, deadline, checks);
}

void Job::wake_waiters() noexcept {
  auto state = state_.load(std::memory_order_seq_cst);
  while (state != done_state && state % wake_up != pending_state) {
    const auto woken = state - state % wake_up + wake_up + pending_state;
    if (state_.compare_exchange_weak(state, woken, std::memory_order_seq_cst)) return notify_all(state_);
  }
}

bool Job::sleep(Deadline deadline) {
  Worker* const worker = Worker::current();
  const auto awaited = worker != nullptr && worker->may_help(*this) ? awaited_by_worker_state : awaited_state;
  std::optional<SleepingWorker> sleeping;
  if (worker != nullptr && deadline == no_deadline) sleeping.emplace(*worker, *this);
  while (!done()) {
    if (deadline != no_deadline && Clock::now() >= deadline) return true;
    // Sequentially consistent, also if another thread has marked the state.
    auto state = state_.load(std::memory_order_seq_cst);
    while (state % wake_up < awaited) {
      const auto marked = state - state % wake_up + awaited;
      if (state_.compare_exchange_weak(state, marked, std::memory_order_seq_cst)) state = marked;
    }
    if (state == done_state) return true;
    // After that, so that a thread that changes one of these either is seen here or sees the state and calls `wake_waiters`.
    if (awaited == awaited_by_worker_state && joinable()) return false;
    if (sleeping && sleeping->never_wakes()) {
      constexpr const char* message =
          "tasks of several processors wait for one another, which would never end; submit the inner work to another "
          "pool, or return its result instead of waiting for it";
      if (!caller_owns_data) throw DeadlockError(message);
      // The job uses the caller's data, so it has to end before the caller returns. None of its chunks runs.
      stop(error_of<DeadlockError>(message));
      sleeping.reset();
      continue;
    }
    detail::wait(state_, state, deadline);
  }
  return true;
}

}  // namespace webpool::detail
