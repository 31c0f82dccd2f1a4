#pragma once

#include <webpool/sync/atomic.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/sync/parking.hpp>

#include <atomic>
#include <cstdint>

namespace webpool::detail {

/// Threads that sleep until somebody wakes as many of them as there is work for. Whoever fell asleep last is woken first: what
/// it needs is still in the caches of its core and, in a browser, compiled for its thread. (A futex wakes the one that has
/// slept longest, so that 32 processors with work for two took turns, each with code that was never called often enough to be
/// made fast.)
class ParkedList {
 public:
  /// Where one thread sleeps.
  class Slot {
   public:
    /// Sleeps until woken; may return early.
    void sleep() noexcept { wait(parked_, 1); }

   private:
    friend class ParkedList;
    Word parked_{0};  // 1 until the thread is woken. Written under the lock.
    Slot* newer_ = nullptr;
    Slot* older_ = nullptr;
  };

  /// From now on the thread can be woken, before all others; it has to look for work once more before it sleeps.
  void add(Slot& slot) noexcept;
  /// It cannot be woken any more.
  void remove(Slot& slot) noexcept;
  /// Wakes as many as there are, at most `wanted`.
  void wake(std::uint32_t wanted) noexcept;
  void wake_all() noexcept;
  /// How many there are. Sequentially consistent: who gives work and then sees none that sleeps was seen by those who look
  /// once more.
  [[nodiscard]] std::uint32_t count() const noexcept { return count_.load(std::memory_order_seq_cst); }

 private:
  void unlink(Slot& slot) noexcept;

  Lock lock_;
  Slot* newest_ = nullptr;
  Atomic<std::uint32_t> count_{0};  // written under the lock
};

}  // namespace webpool::detail
