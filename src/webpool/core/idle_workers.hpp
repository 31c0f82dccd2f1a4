#pragma once

#include <webpool/sync/atomic.hpp>
#include <webpool/sync/parked_list.hpp>
#include <webpool/sync/spin.hpp>

#include <cstdint>

namespace webpool::detail {

class PoolCore;

/// How many idle workers of all pools spin: at most one for each core. Only a hint, so relaxed.
inline Atomic<std::int32_t> spinning_workers{0};

/// The state of one worker without work.
struct IdleState {
  ParkedList::Slot slot;
  Spinner spinner;
  /// Whether the worker is counted in `looking_`. Written by the worker's thread, or after its death by the thread that
  /// handles that.
  bool looking = false;
};

/// The workers of a pool without work. Some spin, looking for work; the others are parked.
class IdleWorkers {
 public:
  /// Returns when there may be work; the worker is then counted as looking.
  void wait_for_work(IdleState& worker, const PoolCore& pool) noexcept;

  /// Counts the worker as looking for work, so that submitters wake one worker less. If a looking worker takes work and more
  /// is left, it has to wake another worker.
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
  /// Wakes workers so that `wanted` of them look for work, including those that already do.
  void wake(std::uint32_t wanted) noexcept {
    const auto looking = looking_.load(std::memory_order_seq_cst);
    if (wanted > looking && parked_.count() != 0) parked_.wake(wanted - looking);
  }
  void wake_all() noexcept { parked_.wake_all(); }
  /// Removes a worker whose thread has died.
  void forget(IdleState& worker) noexcept {
    stop_looking(worker);
    parked_.remove(worker.slot);
  }

 private:
  // How many workers look for work. Sequentially consistent with the queue: if a submitter sees a looking worker after it
  // has pushed a job, that worker sees the job in its next check.
  Atomic<std::uint32_t> looking_{0};
  ParkedList parked_;
};

}  // namespace webpool::detail
