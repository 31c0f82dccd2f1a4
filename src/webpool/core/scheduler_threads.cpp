// The threads of a pool's processors: how they start, end, die and are replaced.
#include <webpool/core/rethrow.hpp>
#include <webpool/core/scheduler.hpp>
#include <webpool/core/text.hpp>
#include <webpool/errors.hpp>

#include <limits>
#include <mutex>
#include <utility>

namespace webpool::detail {

void Scheduler::start() {
  for (std::uint32_t index = 0; index < processes(); ++index) {
    alive_.fetch_add(1, std::memory_order_relaxed);
    try {
      const std::lock_guard lock(threads_lock_);
      threads_[index].current = Host::instance().start(shared_from_this(), index);
    } catch (...) {
      alive_.fetch_sub(1, std::memory_order_relaxed);
      retire();
      throw;
    }
  }
}

void Scheduler::processor_died(std::uint32_t index, const std::exception_ptr& error) noexcept {
  Processor& dead = processor(index);
  const auto life = dead.life_.exchange(Processor::Life::ended, std::memory_order_acq_rel);
  if (life == Processor::Life::ended) return;
  stop_looking(dead);
  sleepers_.get_up(dead.bed_);
  {
    const std::lock_guard lock(lock_);
    accept();
    take_back(dead);
  }
  // One after the other, in no memory of its own: there may be none.
  for (Visit* visit = dead.innermost_; visit != nullptr; visit = visit->outer_) {
    if (visit->range_ == nullptr) continue;
    const auto job = Reference<>::share(*visit->job());
    {
      const std::lock_guard lock(lock_);
      if (visit->run_open_) {
        if (visit->claimed_) ++visit->run_chunks_;
        visit->end_run();
      }
      if (job->stopping()) visit->done_ += visit->range_->drop();
      visit->range_->held.store(false, std::memory_order_release);
      if (!job->queued && !job->stopping() && state_.load(std::memory_order_relaxed) != State::terminated)
        enqueue(*job);
    }
    if (visit->claimed_) job->fail(error);
    job->complete(visit->done_ + (visit->claimed_ ? 1U : 0U));
  }
  if (life == Processor::Life::running) {
    awake_threads.fetch_sub(1, std::memory_order_relaxed);
    if (replace(index)) return;
  } else if (state_.load(std::memory_order_acquire) != State::terminated) {
    fail(error);
  }
  count_dead(error);
}

void Scheduler::count_dead(const std::exception_ptr& error) noexcept {
  if (alive_.fetch_sub(1, std::memory_order_acq_rel) == 1 && !has_ended()) fail(error);
  notify_all(alive_);
  wake(1);
}

bool Scheduler::replace(std::uint32_t index) noexcept {
  std::unique_ptr<HostThread> gone;  // waited for after the lock
  // While it is held, the new thread cannot be replaced in turn, and whoever terminates sees the new thread or is seen.
  const std::lock_guard lock(threads_lock_);
  if (has_ended() || state_.load(std::memory_order_acquire) == State::terminated) return false;
  Threads& threads = threads_[index];
  processor(index).revive();
  try {
    auto thread = Host::instance().start(shared_from_this(), index);
    gone = std::exchange(threads.previous, std::exchange(threads.current, std::move(thread)));
    return true;
  } catch (...) {
    processor(index).life_.store(Processor::Life::ended, std::memory_order_release);
    fail(std::current_exception());
    return false;
  }
}

bool Scheduler::runs(std::uint32_t index, const Job& job) noexcept {
  const std::lock_guard lock(lock_);
  return processor(index).runs(job);
}

void Scheduler::kill_threads_of(Job& job) noexcept {
  const std::lock_guard lock(threads_lock_);
  for (const Threads& threads : threads_) {
    if (threads.current) threads.current->kill_in(job);
  }
}

void Scheduler::join() {
  if (forked()) return;
  if (state_.load(std::memory_order_acquire) == State::running) {
    throw PoolStillRunningError(
        "join() waits for the processors to end, and the pool is running; call close() or "
        "terminate() first");
  }
  const Processor* const processor = Processor::current();
  if (processor != nullptr && &processor->scheduler() == this) {
    throw DeadlockError(
        "a task waits for the end of the pool that runs it, which would never come; call join() in the "
        "program");
  }
  stop_streams();
  wait_for_threads();
}

Processor& Scheduler::begin_thread(std::uint32_t index) noexcept {
  Processor& self = processor(index);
  Processor::set_current(&self);
  self.life_.store(Processor::Life::running, std::memory_order_release);
  awake_threads.fetch_add(1, std::memory_order_relaxed);
  if (self.began_.load(std::memory_order_relaxed) == 0) {
    self.began_.store(Host::instance().now().count(), std::memory_order_relaxed);
    started_.fetch_add(1, std::memory_order_seq_cst);
    notify_all(started_);
  }
  return self;
}

void Scheduler::end_thread() noexcept {
  Processor& self = *Processor::current();
  // Before a lock is held, and whether or not another thread follows: they may have the last handle of this very pool.
  if (self.worn_out()) self.let_go();
  self.life_.store(Processor::Life::ended, std::memory_order_release);
  awake_threads.fetch_sub(1, std::memory_order_relaxed);
  Processor::set_current(nullptr);
  if (self.worn_out() && replace(self.index())) return;
  alive_.fetch_sub(1, std::memory_order_acq_rel);
  notify_all(alive_);
}

void Scheduler::initialize(std::uint32_t index) noexcept {
  Processor::set_current(&processor(index));
  if (!options_.initializer) return;
  try {
    options_.initializer();
  } catch (...) {
    fail(std::current_exception());
  }
}

void Scheduler::run(std::uint32_t index) {
  initialize(index);
  begin_thread(index).work();
  end_thread();
}

}  // namespace webpool::detail
