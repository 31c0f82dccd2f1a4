#pragma once

#include <wasm/listened_job.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/job.hpp>
#include <webpool/sync/parking.hpp>
#include <webpool/sync/stack.hpp>

#include <atomic>
#include <utility>

namespace webpool::wasm {

/// A queue of settled jobs for one reader. A job with this queue in `ListenedJob::completions` is pushed by the thread that
/// settles it.
class Completions {
 public:
  using Taken = detail::JobPtr<ListenedJob>;
  ~Completions() {
    while (take()) continue;
  }

  /// Adds a job, with a reference, and wakes the reader.
  void push(ListenedJob& job) noexcept {
    job.add_reference();
    settled_.push(job);
    pushed_.fetch_add(1, std::memory_order_seq_cst);
    detail::notify_all(pushed_);
  }

  /// By the reader: the next job, or null.
  Taken take() noexcept {
    if (oldest_ == nullptr) oldest_ = settled_.take_all();
    return oldest_ != nullptr ? Taken(std::exchange(oldest_, oldest_->next_completed)) : Taken();
  }

  /// By the reader: whether there is no job to take.
  [[nodiscard]] bool empty() const noexcept { return oldest_ == nullptr && settled_.empty(); }

  /// By the reader: sleeps until there is a job to take, at most until `deadline`; returns whether there is one.
  bool wait(detail::Deadline deadline) noexcept {
    while (empty()) {
      const auto seen = pushed_.load(std::memory_order_seq_cst);
      if (!empty()) break;
      if (deadline != detail::no_deadline && detail::Clock::now() >= deadline) return false;
      if (detail::threadless && detail::Host::instance().work_here_briefly()) continue;
      detail::wait(pushed_, seen, deadline);
    }
    return true;
  }

  /// Changes with each job that is pushed: a word to wait on.
  [[nodiscard]] detail::Word& word() noexcept { return pushed_; }

 private:
  detail::Stack<ListenedJob, &ListenedJob::next_completed> settled_;
  detail::Word pushed_{0};
  ListenedJob* oldest_ = nullptr;  // the reader's own list
};

}  // namespace webpool::wasm
