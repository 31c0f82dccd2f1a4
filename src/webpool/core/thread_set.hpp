#pragma once

#include <webpool/core/host.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/sync/parking.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace webpool::detail {

/// The threads of a pool's workers, and how many workers have begun and are left.
class ThreadSet {
 public:
  explicit ThreadSet(std::size_t workers) : threads_(workers) {}
  ThreadSet(const ThreadSet&) = delete;
  ThreadSet& operator=(const ThreadSet&) = delete;

  /// Never held while a thread is waited for. Taken before that of the queue. While it is held, the thread of a worker cannot be
  /// replaced, and whoever kills the threads sees the new one or is seen by who would start it.
  [[nodiscard]] Lock& lock() noexcept { return lock_; }
  /// Under the lock: a worker has another thread. Returns the one before the last, which has ended, to be destroyed after the
  /// lock; the last one may be the caller.
  [[nodiscard]] std::unique_ptr<HostThread> set(std::uint32_t worker, std::unique_ptr<HostThread> thread) noexcept;
  /// Has the host end all threads; whether it has.
  bool kill_all() noexcept;
  /// Waits for the threads' own ends, and gives back what the host holds for them.
  void clear() noexcept;

  void count_alive() noexcept { alive_.fetch_add(1, std::memory_order_relaxed); }
  /// A worker has come to its end; returns whether it was the last one. `wake_joiners` has to follow.
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
  /// How many workers have begun, each counted once however often its thread was replaced; a word to wait on.
  [[nodiscard]] Word& started() noexcept { return started_; }
  /// How many workers have not ended; a word to wait on.
  [[nodiscard]] Word& alive() noexcept { return alive_; }

 private:
  struct Threads {
    std::unique_ptr<HostThread> current;
    std::unique_ptr<HostThread> previous;  // has ended, or is about to: it started the current one
  };

  Lock lock_;
  std::vector<Threads> threads_;
  Word started_{0};
  // Released by threads that end: whoever has joined sees what they did.
  Word alive_{0};
  // Changes when a joiner is to look once more.
  Word changes_{0};
};

}  // namespace webpool::detail
