// What processors take from the queue: a job, and several at once where they are small.
#include <webpool/core/scheduler.hpp>

#include <algorithm>
#include <mutex>
#include <utility>

namespace webpool::detail {

bool Scheduler::take(Processor& processor) noexcept {
  bool last = false;
  while (Job* const job = processor.pocket_.take(last)) {
    if (last) pockets_.fetch_sub(1, std::memory_order_relaxed);
    if (Range* const range = job->enter()) {
      processor.visit_.attach(*job, *range);
      return true;
    }
  }
  return false;
}

bool Scheduler::pick(Processor& processor, LetGo& left) noexcept {
  bool took_back = false;
  {
    const std::lock_guard lock(lock_);
    processor.visit_.detach();
    processor.pocket_.empty_into(left.ran);
    if (pockets_.load(std::memory_order_relaxed) != 0) took_back = take_back_stale(processor);
    for (;;) {
      // Not before the others are given out: a look for more takes the cache line from those who give it.
      if (first_ == nullptr) accept();
      if (first_ == nullptr) return false;
      Job& job = *first_;
      Range* const range = job.enter();
      if (range == nullptr) {
        dequeue(job);
        // A processor that has a range of it may give it back to the queue, which has the link then: but not the last one.
        if (!job.release_if_shared()) job.next_in_queue = std::exchange(left.exhausted, &job);
        continue;
      }
      processor.visit_.attach(job, *range);
      const bool full = job.full();
      if (full) {
        dequeue(job);
      } else {
        job.add_reference();
      }
      processor.pocket_.put(job);
      if (full) fill(processor);
      break;
    }
  }
  // Whoever fell asleep while jobs were between a pocket and the queue has not seen them.
  if (took_back && queued_.load(std::memory_order_seq_cst) != 0) wake(1);
  return true;
}

void Scheduler::fill(Processor& processor) noexcept {
  if (Pocket::capacity == 1 || threadless || options_.maxtasksperchild != 0 ||
      state_.load(std::memory_order_relaxed) == State::terminated)
    return;
  // Fewer than others could take at the same time, and as many as the last small ones that it has run one after the other.
  auto more = std::min(
      {queued_.load(std::memory_order_relaxed) / (2 * processes()), processor.small_jobs_, Pocket::capacity - 1});
  if (more == 0 || first_->chunks() != 1) return;
  pockets_.fetch_add(1, std::memory_order_seq_cst);  // before they leave the queue: who looks must see them
  for (; more > 0 && first_ != nullptr && first_->chunks() == 1; --more) {
    Job& job = *first_;
    dequeue(job);
    processor.pocket_.put(job);
  }
  processor.pocket_.offer_rest();
}

bool Scheduler::take_back(Processor& from) noexcept {
  const bool some = from.pocket_.take_back([this](Job& job) {
    if (job.queued || job.exhausted()) return;
    job.add_reference();
    prepend(job);
  });
  if (some) pockets_.fetch_sub(1, std::memory_order_relaxed);
  return some;
}

bool Scheduler::take_back_stale(const Processor& looker) noexcept {
  Processor& other = *processors_[looked_at_++ % processors_.size()];
  return &other != &looker && other.pocket_.stands_still() && take_back(other);
}

}  // namespace webpool::detail
