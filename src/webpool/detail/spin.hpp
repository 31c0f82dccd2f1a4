#pragma once

#include <webpool/detail/wait.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

#if !defined(__wasm__)
#include <thread>
#endif

/// Spinning makes a hand-off about 200 times faster than waking a thread that sleeps, and costs others their time when
/// there are more threads than cores. So: briefly, and never more threads than cores.
namespace webpool::detail {

/// What `core_count` has found; 0 before.
inline std::atomic<std::int32_t> known_core_count{0};

std::int32_t find_core_count() noexcept;

inline std::int32_t core_count() noexcept {
  const auto known = known_core_count.load(std::memory_order_relaxed);
  return known != 0 ? known : find_core_count();
}

/// Threads that work or spin for a pool of this process. Written by processors as they fall asleep and wake, and by
/// waiters that spin; read by whoever would like to spin. A hint: nothing is published by it.
inline std::atomic<std::int32_t> awake_threads{0};

/// Counts the calling thread among the awake ones while it lives.
class Awake {
 public:
  Awake() noexcept : others_(awake_threads.fetch_add(1, std::memory_order_relaxed)) {}
  ~Awake() { awake_threads.fetch_sub(1, std::memory_order_relaxed); }
  Awake(const Awake&) = delete;
  Awake& operator=(const Awake&) = delete;
  /// Whether there is a core for this thread.
  [[nodiscard]] bool has_core() const noexcept { return others_ < core_count(); }

 private:
  std::int32_t others_;
};

/// How long one thread spins: as long as it pays. Where threads share a core, or work comes seldom, spinning only keeps
/// away the one waited for, so that a fruitless spin halves the next one; now and then a long one sees whether times have
/// changed. (Two threads that shared a core took 206 µs for an apply in Chromium, spinning in turn for the full time.)
class Spinner {
 public:
  /// How many looks a thread takes before it offers its core to others: seldom where it has a core of its own, since a
  /// yield makes it blind for a microsecond; sooner where it may have been put on the core of the one waited for.
  static constexpr int seldom = 512;
  static constexpr int soon = 64;

  /// Spins until `ready()` is true, at most until `deadline`; returns whether it is.
  template <class Ready>
  bool spin(Ready ready, Deadline deadline = no_deadline, int looks = seldom) {
    const auto limit = ++turns_ % 32 == 0 ? longest : limit_;
    const auto stop = std::min(deadline, Clock::now() + limit);
    bool done = false;
    do {
      for (int turn = 0; turn < looks && !done; ++turn) {
        done = ready();
        if (!done) pause();
      }
#if !defined(__wasm__)
      if (!done) std::this_thread::yield();  // to the one waited for, should it have been put on this very core
#endif
    } while (!done && Clock::now() < stop);
    limit_ = done ? longest : std::max(limit / 2, shortest);
    return done || ready();
  }

 private:
  static constexpr std::chrono::nanoseconds longest = std::chrono::microseconds{100};
  static constexpr std::chrono::nanoseconds shortest = std::chrono::microseconds{2};
  std::chrono::nanoseconds limit_ = longest;
  std::uint32_t turns_ = 0;
};

}  // namespace webpool::detail
