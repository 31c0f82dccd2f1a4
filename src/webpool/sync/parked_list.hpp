#pragma once

#include <webpool/sync/parking.hpp>

#include <atomic>
#include <cstdint>

namespace webpool::detail {

/// The processors of a pool that sleep. Whoever fell asleep last is woken first: what it needs is still in the caches of its
/// core and, in a browser, compiled for its thread. (A futex wakes the one that has slept longest, so that 32 processors with
/// work for two took turns, each with code that was never called often enough to be made fast.)
class Sleepers {
 public:
  /// Where one processor sleeps.
  class Bed {
   public:
    /// Sleeps until woken; may return early.
    void sleep() noexcept { wait(taken_, 1); }

   private:
    friend class Sleepers;
    Word taken_{0};  // 1 until the processor is woken. Written under the lock.
    Bed* above_ = nullptr;
    Bed* below_ = nullptr;
  };

  /// From now on the processor can be woken, before all others; it has to look for work once more before it sleeps.
  void lie_down(Bed& bed) noexcept;
  /// It cannot be woken any more.
  void get_up(Bed& bed) noexcept;
  /// Wakes as many as there are, at most `wanted`.
  void wake(std::uint32_t wanted) noexcept;
  /// Wakes all who lie there.
  void wake_all() noexcept;
  /// How many lie there. Sequentially consistent: who gives work and then sees none that sleeps was seen by those who look
  /// once more.
  [[nodiscard]] std::uint32_t count() const noexcept { return count_.load(std::memory_order_seq_cst); }

 private:
  void remove(Bed& bed) noexcept;

  Lock lock_;
  Bed* first_ = nullptr;
  std::atomic<std::uint32_t> count_{0};  // written under the lock
};

}  // namespace webpool::detail
