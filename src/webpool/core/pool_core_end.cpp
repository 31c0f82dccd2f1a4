// The end of a pool: its streams, closing, failing and ending its jobs.
#include <webpool/core/pool_core.hpp>

#include <mutex>
#include <utility>

namespace webpool::detail {

void PoolCore::open_stream() {
  require_this_process();
  const std::lock_guard lock(queue_.lock());
  if (state_.load(std::memory_order_relaxed) != State::running) refuse();
  ++streams_;
}

void PoolCore::close_stream() noexcept {
  change([this] { --streams_; });
}

void PoolCore::stop_streams() noexcept {
  change([this] { streams_stopped_ = true; });
}

void PoolCore::close() noexcept {
  change([this] {
    if (state_.load(std::memory_order_relaxed) == State::running)
      state_.store(State::closed, std::memory_order_seq_cst);
  });
}

// Changes the state, or the streams, under the lock. Wakes the workers if they end now.
template <class Change>
void PoolCore::change(Change change) noexcept {
  if (forked()) return;
  {
    const std::lock_guard lock(queue_.lock());
    change();
    if (state_.load(std::memory_order_relaxed) != State::closed || (streams_ != 0 && !streams_stopped_)) return;
    ending_.store(true, std::memory_order_seq_cst);
  }
  idle_workers_.wake_all();
}

void PoolCore::fail(const std::exception_ptr& error) noexcept {
  {
    const std::lock_guard lock(queue_.lock());
    if (!terminated() && !failure_) failure_ = error;
  }
  end_with(error);
}

void PoolCore::end_with(const std::exception_ptr& error) noexcept {
  Job* jobs;  // with references, linked by `next_in_queue`, since there may be no memory for a container
  {
    const std::lock_guard lock(queue_.lock());
    // Another thread, or an outer call of this one, is ending the jobs, and walks the list of them without the lock.
    if (terminated()) return;
    state_.store(State::terminated, std::memory_order_seq_cst);
    ending_.store(true, std::memory_order_seq_cst);
    queue_.accept();
    for (const auto& worker : workers_) {
      for (ChunkRun* run = &worker->innermost(); run != nullptr; run = run->outer) {
        if (run->job() != nullptr && !JobQueue::contains(*run->job())) queue_.append(*run->job());
      }
    }
    // A terminated pool queues none of them again.
    jobs = queue_.take_all();
  }
  idle_workers_.wake_all();
  // All get the error before any of them settles, so that a job that waits for another cannot end successfully.
  for (Job** job = &jobs; *job != nullptr;) {
    if ((*job)->begin_stop(error)) {
      job = &(*job)->next_in_queue;
    } else {
      JobPtr<>(std::exchange(*job, (*job)->next_in_queue));
    }
  }
  while (jobs != nullptr) {
    const JobPtr<> job(std::exchange(jobs, jobs->next_in_queue));
    job->end_stop();
  }
}

}  // namespace webpool::detail
