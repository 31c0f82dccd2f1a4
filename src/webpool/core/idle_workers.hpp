#pragma once

#include <webpool/sync/atomic.hpp>
#include <webpool/sync/parked_list.hpp>
#include <webpool/sync/spin.hpp>

#include <atomic>
#include <cstdint>

namespace webpool::detail {

class PoolCore;

/// What a worker has of its own while it has no work.
struct IdleState {
  ParkedList::Slot slot;
  Spinner spinner;
  /// Counted among those that look for work. Changed by the worker's thread, and by whoever sees to the end of a dead one.
  bool looking = false;
};

/// The workers of a pool without work: some spin and look for it, the others sleep.
class IdleWorkers {
 public:
  /// Returns when there may be work, of which the worker is then counted as one that looks for it.
  void wait_for_work(IdleState& worker, const PoolCore& pool) noexcept;

  /// The worker looks for work: a submitter need not wake another one for the same chunk. Who has been counted and takes less
  /// than there is wakes another.
  void start_looking(IdleState& worker) noexcept {
    if (worker.looking) return;
    worker.looking = true;
    looking_.fetch_add(1, std::memory_order_seq_cst);
  }
  void stop_looking(IdleState& worker) noexcept {
    if (!worker.looking) return;
    worker.looking = false;
    looking_.fetch_sub(1, std::memory_order_seq_cst);
  }
  /// There is work for so many: wakes as many less than that as look for it already.
  void wake(std::uint32_t wanted) noexcept {
    const auto looking = looking_.load(std::memory_order_seq_cst);
    if (wanted > looking && parked_.count() != 0) parked_.wake(wanted - looking);
  }
  void wake_all() noexcept { parked_.wake_all(); }
  /// The worker's thread has died.
  void forget(IdleState& worker) noexcept {
    stop_looking(worker);
    parked_.remove(worker.slot);
  }

 private:
  // Written by whoever finds or stops to look for work, read by submitters. Sequentially consistent with the queue: who submits
  // a job and then sees a worker look was seen by that worker's next look.
  Atomic<std::uint32_t> looking_{0};
  ParkedList parked_;
};

}  // namespace webpool::detail
