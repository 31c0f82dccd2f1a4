#include <webpool/core/job_queue.hpp>

#include <utility>

namespace webpool::detail {

void JobQueue::accept() noexcept {
  if (incoming_.empty()) return;
  // `size_` grows before the jobs leave `incoming_`, so that a worker about to sleep sees them in one place or the other.
  const auto before = size_.load(std::memory_order_relaxed);
  size_.store(before + 1, std::memory_order_seq_cst);
  std::uint32_t accepted = 0;
  for (Job* oldest = incoming_.take_all(); oldest != nullptr; ++accepted)
    link(*std::exchange(oldest, oldest->next_in_queue));
  newest_chunks_.store(last_->chunks(), std::memory_order_relaxed);
  size_.store(before + accepted, std::memory_order_relaxed);
}

void JobQueue::append(Job& job) noexcept {
  job.add_reference();
  link(job);
  size_.store(size_.load(std::memory_order_relaxed) + 1, std::memory_order_seq_cst);
}

void JobQueue::link(Job& job) noexcept {
  job.queued.store(true, std::memory_order_relaxed);
  job.previous_in_queue = last_;
  job.next_in_queue = nullptr;
  (last_ != nullptr ? last_->next_in_queue : first_) = &job;
  last_ = &job;
}

JobPtr<> JobQueue::remove(Job& job) noexcept {
  if (&job == last_) last_ = &job == first_ ? nullptr : job.previous_in_queue;
  if (&job == first_) {
    // The next job's link to this one is left as it is, since nothing reads it in the first job, and another worker may be
    // about to take that job, whose cache line it would have to get back.
    first_ = job.next_in_queue;
  } else {
    job.previous_in_queue->next_in_queue = job.next_in_queue;
    if (job.next_in_queue != nullptr) job.next_in_queue->previous_in_queue = job.previous_in_queue;
  }
  // Of a single chunk no part is ever stolen, which `PoolCore::offer` would have to find.
  job.queued.store(false, job.chunks() == 1 ? std::memory_order_relaxed : std::memory_order_seq_cst);
  size_.store(size_.load(std::memory_order_relaxed) - 1, std::memory_order_release);
  return JobPtr<>(&job);
}

Job* JobQueue::take_all() noexcept {
  Job* const all = std::exchange(first_, nullptr);
  last_ = nullptr;
  for (Job* job = all; job != nullptr; job = job->next_in_queue) job->queued.store(false, std::memory_order_relaxed);
  size_.store(0, std::memory_order_release);
  return all;
}

}  // namespace webpool::detail
