// The threads of a pool's workers: starting, ending, dying, replacing and joining them.
#include <webpool/core/pool_core.hpp>
#include <webpool/core/text.hpp>
#include <webpool/core/wait_graph.hpp>
#include <webpool/errors.hpp>

#include <mutex>
#include <optional>

namespace webpool::detail {

void PoolCore::start() {
  for (std::uint32_t index = 0; index < processes(); ++index) {
    threads_.count_alive();
    try {
      const std::lock_guard lock(threads_.lock());
      static_cast<void>(threads_.set(index, Host::instance().start(shared_from_this(), index)));
    } catch (...) {
      threads_.count_ended();
      retire();
      throw;
    }
  }
}

void PoolCore::run(std::uint32_t index) {
  initialize(index);
  begin_thread(index).work();
  end_thread();
}

void PoolCore::initialize(std::uint32_t index) noexcept {
  Worker::set_current(&worker(index));
  if (!options_.initializer) return;
  try {
    options_.initializer();
  } catch (...) {
    fail(std::current_exception());
  }
}

Worker& PoolCore::begin_thread(std::uint32_t index) noexcept {
  Worker& self = worker(index);
  Worker::set_current(&self);
  awake_threads.fetch_add(1, std::memory_order_relaxed);
  if (self.begin_thread()) threads_.count_started();
  return self;
}

void PoolCore::end_thread() noexcept {
  Worker& self = *Worker::current();
  // Without a lock, since destroying the job may destroy the last handle of this pool.
  if (self.worn_out()) self.release_runs();
  self.end_thread();
  awake_threads.fetch_sub(1, std::memory_order_relaxed);
  Worker::set_current(nullptr);
  if (self.worn_out() && replace(self)) return;
  threads_.count_ended();
  threads_.wake_joiners();
}

void PoolCore::worker_died(std::uint32_t index, const std::exception_ptr& error) noexcept {
  Worker& dead = worker(index);
  const auto life = dead.end_thread();
  if (life == Worker::Life::ended) return;
  idle_workers_.forget(dead.idle());
  // One by one, since there may be no memory for a list.
  for (ChunkRun* run = &dead.innermost(); run != nullptr; run = run->outer) {
    if (!run->holds_range()) continue;
    const auto job = JobPtr<>::share(*run->job());
    std::uint32_t ended;
    {
      const std::lock_guard lock(queue_.lock());
      ended = run->tear_down();
    }
    offer(*job);
    if (run->claimed()) job->fail(error);
    job->complete(ended);
  }
  dead.release_runs();  // without a lock, since destroying a job runs destructors of the caller
  if (life == Worker::Life::running) {
    awake_threads.fetch_sub(1, std::memory_order_relaxed);
    if (replace(dead)) return;
  } else if (!terminated()) {
    fail(error);
  }
  if (threads_.count_ended() && !has_ended()) fail(error);
  threads_.wake_joiners();
  idle_workers_.wake(1);
}

// Has the host start a new thread for the worker; false if the pool has ended.
bool PoolCore::replace(Worker& worker) noexcept {
  std::unique_ptr<HostThread> previous;  // destroyed after unlocking, since that waits for the thread
  std::exception_ptr error;
  {
    const std::lock_guard lock(threads_.lock());
    if (has_ended()) return false;
    worker.revive();
    try {
      previous = threads_.set(worker.index(), Host::instance().start(shared_from_this(), worker.index()));
      return true;
    } catch (...) {
      worker.end_thread();
      error = std::current_exception();
    }
  }
  fail(error);  // after unlocking, since it runs callbacks
  return false;
}

bool PoolCore::runs(std::uint32_t index, const Job& job) noexcept {
  const std::lock_guard lock(queue_.lock());
  return worker(index).runs(job);
}

void PoolCore::join() {
  if (forked()) return;
  if (state_.load(std::memory_order_acquire) == State::running) {
    throw PoolStillRunningError(
        "join() waits for the processors to end, but the pool is still running; call close() or terminate() first");
  }
  const Worker* const self = Worker::current();
  if (self != nullptr && &self->pool() == this) {
    throw DeadlockError(
        "a task joins the pool that runs it, which would never end; call join() outside of the pool's tasks");
  }
  stop_streams();
  if (!wait_for_threads()) {
    throw DeadlockError(
        "a task joins a pool whose tasks wait for this task, which would never end; call join() outside of tasks");
  }
}

bool PoolCore::terminate() noexcept {
  if (forked()) return true;
  end_with(error_of<PoolTerminatedError>(
      "the pool was terminated before the job had ended; use close() and join() to let jobs finish"));
  return threads_.kill_all();
}

void PoolCore::retire() noexcept {
  const bool killed = terminate();
  const Worker* const self = Worker::current();
  if (killed || (self != nullptr && &self->pool() == this)) return;
  if (wait_for_threads()) threads_.clear();
}

bool PoolCore::wait_for_threads() noexcept {
  if (threadless) Host::instance().work_here(this, nullptr, no_deadline);
  std::optional<SleepingWorker> sleeping;
  if (Worker* const worker = Worker::current()) sleeping.emplace(*worker, *this);
  return threads_.join([&] { return sleeping && sleeping->never_wakes(); });
}

}  // namespace webpool::detail
