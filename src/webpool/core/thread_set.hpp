#pragma once

#include <webpool/core/host.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/sync/parking.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace webpool::detail {

/// The threads of a pool's workers, and how many workers have started and not ended.
class ThreadSet {
 public:
  explicit ThreadSet(std::size_t workers) : threads_(workers) {}

  /// Guards the threads. Taken before the queue's lock, and not held while waiting for a thread. No worker's thread is
  /// replaced while it is held, so `kill_all` either kills a replacement, or is noticed by the thread that would start it.
  [[nodiscard]] Lock& lock() noexcept { return lock_; }
  /// Under the lock: sets a worker's new thread. Returns the second-last one, which has ended, to be destroyed after
  /// unlocking. The last one is kept, since it may be the caller.
  [[nodiscard]] std::unique_ptr<HostThread> set(std::uint32_t worker, std::unique_ptr<HostThread> thread) noexcept {
    Threads& threads = threads_[worker];
    return std::exchange(threads.previous, std::exchange(threads.current, std::move(thread)));
  }
  /// Has the host kill all threads; returns whether it could.
  bool kill_all() noexcept {
    bool killed = true;
    const std::lock_guard lock(lock_);
    for (const Threads& threads : threads_) killed = threads.current && threads.current->kill() && killed;
    return killed;
  }
  /// Waits for all threads and releases them.
  void clear() noexcept {
    std::vector<Threads> ended;  // destroyed after unlocking, since a thread it waits for may need the lock
    const std::lock_guard lock(lock_);
    ended.swap(threads_);
  }

  void count_alive() noexcept { alive_.fetch_add(1, std::memory_order_relaxed); }
  /// Counts a worker that has ended; returns whether it was the last one. The caller then calls `wake_joiners`.
  bool count_ended() noexcept { return alive_.fetch_sub(1, std::memory_order_acq_rel) == 1; }
  void wake_joiners() noexcept {
    changes_.fetch_add(1, std::memory_order_release);
    notify_all(changes_);
    notify_all(alive_);
  }
  /// Waits until all workers have ended, or until `gives_up()` at a call of `wake_joiners`; returns whether they have.
  template <class GivesUp>
  bool join(GivesUp gives_up) noexcept {
    for (;;) {
      const auto seen = changes_.load(std::memory_order_acquire);
      if (alive_.load(std::memory_order_acquire) == 0) return true;
      if (gives_up()) return false;
      wait(changes_, seen);
    }
  }
  void count_started() noexcept {
    started_.fetch_add(1, std::memory_order_seq_cst);
    notify_all(started_);
  }
  /// How many workers have started, each counted once however often its thread was replaced; a word to wait on.
  [[nodiscard]] Word& started() noexcept { return started_; }
  /// How many workers have not ended; a word to wait on.
  [[nodiscard]] Word& alive() noexcept { return alive_; }

 private:
  struct Threads {
    std::unique_ptr<HostThread> current;
    std::unique_ptr<HostThread> previous;  // started the current one, then ends
  };

  Lock lock_;
  std::vector<Threads> threads_;
  Word started_{0};
  // Decremented with release by threads that end, so that a joiner sees what they did.
  Word alive_{0};
  // Changes when a joiner is to look once more.
  Word changes_{0};
};

}  // namespace webpool::detail
