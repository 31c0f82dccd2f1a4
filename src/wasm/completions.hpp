#pragma once

#include <wasm/script_job.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/job.hpp>
#include <webpool/sync/parking.hpp>
#include <webpool/sync/stack.hpp>

#include <atomic>
#include <chrono>
#include <utility>

namespace webpool::wasm {

/// Jobs that settle in any order, for one reader: each that names it in `ListenedJob::completions` is pushed on the thread
/// that settles it, and the reader takes one after the other.
class Completions {
 public:
  using Taken = detail::JobPtr<ListenedJob>;
  Completions() = default;
  Completions(const Completions&) = delete;
  Completions& operator=(const Completions&) = delete;
  ~Completions() {
    while (take()) continue;
  }

  /// Adds a job and a reference to it; wakes the reader.
  void push(ListenedJob& job) noexcept {
    job.add_reference();
    settled_.push(job);
    pushed_.fetch_add(1, std::memory_order_seq_cst);
    detail::notify_all(pushed_);
  }

  /// Reader: the next job, null where there is none.
  Taken take() noexcept {
    if (oldest_ == nullptr) oldest_ = settled_.take_all();
    return oldest_ != nullptr ? Taken(std::exchange(oldest_, oldest_->next_completed)) : Taken();
  }

  /// Reader: whether there is a job to take.
  [[nodiscard]] bool empty() const noexcept { return oldest_ == nullptr && settled_.empty(); }

  /// Reader: sleeps until there is a job to take, at most until `deadline`; returns whether there is.
  bool wait(detail::Deadline deadline) noexcept {
    while (empty()) {
      const auto seen = pushed_.load(std::memory_order_seq_cst);
      if (!empty()) break;
      if (deadline != detail::no_deadline && detail::Clock::now() >= deadline) return false;
      if (detail::threadless) {
        // A look now and then whether the job is there. The time may be over before anything could be done in it: sleep
        // only where nothing is to be done.
        const auto until = detail::Clock::now() + std::chrono::milliseconds{1};
        if (detail::Host::instance().work_here(nullptr, nullptr, until) || detail::Clock::now() >= until) continue;
      }
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
