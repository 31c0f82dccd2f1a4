#pragma once

#include <webpool/core/job.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <utility>

namespace webpool::detail {

/// Jobs that a processor has taken from the queue: the one at work, and behind it as many of a single chunk each as it will
/// run next, since a turn at the lock costs more than a small job. The latter can be taken back as long as it has not come to
/// them. All jobs stay referenced until the processor takes others.
class Pocket {
 public:
#if defined(__wasm__)
  // Calls of JavaScript cost ten times what the lock does, and are better shared out one by one (1.7 µs a task, not 2.0).
  static constexpr std::uint32_t capacity = 1;
#else
  static constexpr std::uint32_t capacity = 32;
#endif

  /// What a pocket held, to be released without the lock.
  class Released {
   public:
    Released() = default;
    Released(const Released&) = delete;
    Released& operator=(const Released&) = delete;
    ~Released() { clear(); }

    /// Releases all.
    void clear() noexcept {
      for (std::uint32_t i = 0; i < size_; ++i) jobs_[i]->release();
      size_ = 0;
    }
    /// Releases those whose end runs nothing that a caller gave; whether others are left.
    bool release_harmless() noexcept {
      std::uint32_t left = 0;
      for (std::uint32_t i = 0; i < size_; ++i) {
        Job& job = *jobs_[i];
        if (job.release_if_shared()) continue;
        if (job.borrows || job.ends_quietly) {
          job.release();
        } else {
          jobs_[left++] = &job;
        }
      }
      size_ = left;
      return left != 0;
    }

   private:
    friend class Pocket;
    std::uint32_t size_ = 0;
    std::array<Job*, capacity> jobs_;  // those that there are
  };

  Pocket() = default;
  Pocket(const Pocket&) = delete;
  Pocket& operator=(const Pocket&) = delete;
  ~Pocket() {
    Released left;  // by a processor that took no more
    empty_into(left);
  }

  /// By the processor, under the scheduler's lock: puts a job in, with a reference that the caller holds.
  void put(Job& job) noexcept { jobs_[size_++] = &job; }
  /// By the processor, under the lock: from now on all but the first can be taken.
  void offer_rest() noexcept { rest_.span.store(Range::make(1, size_), std::memory_order_relaxed); }
  /// By the processor, under the lock, when nothing is left to take.
  void empty_into(Released& released) noexcept {
    released.size_ = size_;
    for (; size_ > 0; --size_) released.jobs_[size_ - 1] = jobs_[size_ - 1];
  }

  /// By the processor: the next one, or null; `last` if none is left.
  Job* take(bool& last) noexcept {
    if (!has_rest()) return nullptr;
    const auto span = rest_.span.fetch_add(1, std::memory_order_relaxed);
    if (Range::empty(span)) return nullptr;
    last = Range::next(span) + 1 == Range::end(span);
    return jobs_[Range::next(span)];
  }
  [[nodiscard]] bool has_rest() const noexcept {
    return capacity > 1 && !Range::empty(rest_.span.load(std::memory_order_relaxed));
  }

  /// By anyone, under the lock: takes back what is left, from the last to the first; false if nothing is.
  template <class TakeBack>
  bool take_back(TakeBack&& take) noexcept {
    if (!has_rest()) return false;
    const auto span = rest_.span.exchange(0, std::memory_order_relaxed);
    for (auto i = Range::end(span); i > Range::next(span); --i) take(*jobs_[i - 1]);
    return !Range::empty(span);
  }
  /// By anyone, under the lock: whether nothing has been taken out of what is left since the last look.
  [[nodiscard]] bool stands_still() noexcept {
    const auto span = rest_.span.load(std::memory_order_relaxed);
    return std::exchange(seen_, span) == span && !Range::empty(span);
  }
  /// By anyone, under the lock.
  template <class Visit>
  void for_each(Visit&& visit) const noexcept {
    for (std::uint32_t i = 0; i < size_; ++i) visit(*jobs_[i]);
  }

 private:
  std::array<Job*, capacity> jobs_{};
  std::uint32_t size_ = 0;
  Range rest_;  // which of them are left
  std::uint64_t seen_ = 0;
};

}  // namespace webpool::detail
