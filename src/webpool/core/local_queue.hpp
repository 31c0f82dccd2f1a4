#pragma once

#include <webpool/core/chunk_range.hpp>
#include <webpool/core/job.hpp>

#include <array>
#include <cstdint>
#include <utility>

namespace webpool::detail {

/// Small jobs that a worker has taken from its pool's queue together with the one that it runs, since a turn at the queue's
/// lock takes longer than they do. The worker runs them next, without the lock; other workers take back what has not begun. All
/// of them keep their references until the worker takes others, so that under the lock any thread can access them.
class LocalQueue {
 public:
  LocalQueue() = default;
  LocalQueue(const LocalQueue&) = delete;
  LocalQueue& operator=(const LocalQueue&) = delete;
  ~LocalQueue() {
    for_each([](Job& job) { job.release(); });
  }
#if defined(__wasm__)
  // A call of JavaScript takes ten times as long as the lock, so its tasks are better distributed one by one.
  static constexpr std::uint32_t capacity = 0;
#else
  static constexpr std::uint32_t capacity = 31;
#endif

  /// References to be released without the lock.
  class Released {
   public:
    Released() = default;
    Released(const Released&) = delete;
    Released& operator=(const Released&) = delete;
    ~Released() { clear(); }
    void clear() noexcept {
      while (size_ != 0) jobs_[--size_]->release();
    }

   private:
    friend class LocalQueue;
    std::array<Job*, capacity> jobs_;  // only the first `size_` are initialised
    std::uint32_t size_ = 0;
  };

  /// Whether the job may be in such a queue. Its destructor must not run the caller's code, since that may come much later.
  [[nodiscard]] static bool takes(const Job& job) noexcept { return job.chunks() == 1 && job.trivially_destructible; }

  // By the worker, under the queue's lock:

  /// Adds a job with a reference that the caller holds.
  void put(Job& job) noexcept { jobs_[size_++] = &job; }
  /// From now on the jobs can be claimed and taken back.
  void offer() noexcept {
    seen_ = size_;
    rest_.set({0, size_});
  }
  /// Once no job can be claimed.
  void release_into(Released& released) noexcept {
    for (; size_ != 0; --size_) released.jobs_[released.size_++] = jobs_[size_ - 1];
  }

  // By the worker:

  [[nodiscard]] bool empty() const noexcept { return capacity == 0 || rest_.empty(); }
  /// Claims the next job, and tells whether it is the last one; null if there is none.
  Job* claim(bool& last) noexcept {
    std::uint32_t next;
    if (empty() || !rest_.claim(next)) return nullptr;
    last = next + 1 == size_;
    return jobs_[next];
  }

  // By any thread, under the queue's lock:

  /// Takes back the jobs that were not claimed, from the last to the first; false if there is none.
  template <class TakeBack>
  bool take_back(TakeBack&& take) noexcept {
    ChunkRange::Part part;
    if (empty() || !rest_.steal(part)) return false;
    for (auto i = part.end; i != part.first; --i) take(*jobs_[i - 1]);
    return true;
  }
  /// Whether none of the jobs was claimed since the last call.
  [[nodiscard]] bool stands_still() noexcept {
    const auto next = rest_.first();
    return std::exchange(seen_, next) == next && !empty();
  }
  template <class Visit>
  void for_each(Visit&& visit) const noexcept {
    for (std::uint32_t i = 0; i < size_; ++i) visit(*jobs_[i]);
  }

 private:
  std::array<Job*, capacity> jobs_{};
  std::uint32_t size_ = 0;
  std::uint32_t seen_ = 0;
  ChunkRange rest_;  // which of them were not claimed; never held, so a thief takes all
};

}  // namespace webpool::detail
