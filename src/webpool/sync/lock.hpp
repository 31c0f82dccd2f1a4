#pragma once

#include <webpool/sync/parking.hpp>

#include <atomic>
#include <cstdint>

namespace webpool::detail {

/// A mutex that spins briefly, then sleeps, since most critical sections are a few dozen instructions. (`std::mutex` sleeps at
/// once, and the kernel's wake-up takes a thousand times as long as the section.)
class WEBPOOL_EXPORT Lock {
 public:
  void lock() noexcept {
    if (!try_lock()) lock_slowly();
  }
  bool try_lock() noexcept {
    std::uint32_t free = 0;
    return state_.compare_exchange_strong(free, 1, std::memory_order_acquire, std::memory_order_relaxed);
  }
  void unlock() noexcept {
    if (state_.exchange(0, std::memory_order_release) == 2) notify(state_, 1);
  }

 private:
  void lock_slowly() noexcept;

  // 0: free, 1: held, 2: held, and a thread may be asleep.
  Word state_{0};
};

}  // namespace webpool::detail
