#pragma once

#include <webpool/export.hpp>
#include <webpool/sync/atomic.hpp>
#include <webpool/sync/parking.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>

/// Spinning makes a hand-off about 200 times faster than waking a thread that sleeps, and costs others their time when
/// there are more threads than cores. So: briefly, and never more threads than cores.
namespace webpool::detail {

/// What `core_count` has found; 0 before.
inline Atomic<std::int32_t> known_core_count{0};

WEBPOOL_EXPORT std::int32_t find_core_count() noexcept;

inline std::int32_t core_count() noexcept {
  const auto known = known_core_count.load(std::memory_order_relaxed);
  return known != 0 ? known : find_core_count();
}

/// Offers the core to other threads; does nothing in a browser, where that costs more than it gives.
WEBPOOL_EXPORT void yield_core() noexcept;

/// Threads that work or spin for a pool of this process. Written by processors as they fall asleep and wake, and by
/// waiters that spin; read by whoever would like to spin. A hint: nothing is published by it.
inline Atomic<std::int32_t> awake_threads{0};

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
///
/// Threads that hand work to one another and sleep in between may be left on one core for long, while another core does
/// nothing: kernels wake a thread where it slept, and move none that waits for microseconds. What they do move is a thread
/// that waits while another one runs on. So a caller whose results come right after it has fallen asleep, again and again,
/// stands: for a few results in turn it spins on for up to a millisecond. (Linux 6.18 on two cores, an apply in Chromium: 2.3
/// µs on two of them, 19 µs on one, for seconds; where it does not help it is tried less and less often.)
class Spinner {
 public:
  /// How many looks a thread takes before it offers its core to others: seldom where it has a core of its own, since a
  /// yield makes it blind for a microsecond; sooner where it may have been put on the core of the one waited for.
  static constexpr int seldom = 512;
  static constexpr int soon = 64;

  explicit constexpr Spinner(bool for_results = false) noexcept : stands_(for_results && !yields) {}

  /// Spins until `ready()` is true, at most until `deadline`; returns whether it is.
  template <class Ready>
  bool spin(Ready ready, Deadline deadline = no_deadline, int looks = seldom) {
    const auto begin = Clock::now();
    const auto limit = limit_at(begin);
    const auto stop = std::min(deadline, begin + limit);
    auto now = begin;
    bool done = false;
    do {
      for (int turn = 0; turn < looks && !done; ++turn) {
        done = ready();
        if (!done) pause();
      }
      if (!done) yield_core();  // to the one waited for, should it have been put on this very core
    } while (!done && (now = Clock::now()) < stop);
    limit_ = done ? longest : std::max(limit_ / 2, shortest);
    if (stands_) learn(done, done && limit == stand ? Clock::now() - begin : now - begin, now);
    return done || ready();
  }

 private:
  static constexpr std::chrono::nanoseconds longest = std::chrono::microseconds{100};
  static constexpr std::chrono::nanoseconds shortest = std::chrono::microseconds{2};
  static constexpr std::chrono::nanoseconds stand = std::chrono::milliseconds{1};
  static constexpr std::uint32_t stands_in_turn = 12;  // three ticks of a kernel with 250 Hz
  static constexpr std::uint32_t least_patience = 16;
  static constexpr std::uint32_t most_patience = 4096;
#if defined(__wasm__)
  static constexpr bool yields = false;
#else
  static constexpr bool yields = true;
#endif

  std::chrono::nanoseconds limit_at(Clock::time_point now) noexcept {
    if (stands_) {
      if (stands_left_ != 0) {
        --stands_left_;
        return stand;
      }
      // The last spin was in vain and what it waited for came soon after.
      if (now - gave_up_ < 2 * longest && ++woken_soon_ >= patience_) {
        woken_soon_ = 0;
        patience_ = std::min(patience_ * 2, most_patience);
        stands_left_ = stands_in_turn;
      }
    }
    return ++turns_ % 32 == 0 ? longest : limit_;
  }

  void learn(bool done, std::chrono::nanoseconds time, Clock::time_point now) noexcept {
    if (!done) gave_up_ = now;
    if (!done || time >= longest) {
      in_time_ = 0;
      return;
    }
    stands_left_ = 0;
    woken_soon_ = 0;
    if (++in_time_ >= 64) patience_ = least_patience;
  }

  std::chrono::nanoseconds limit_ = longest;
  std::uint32_t turns_ = 0;
  bool stands_;
  std::uint32_t stands_left_ = 0;
  std::uint32_t woken_soon_ = 0;  // how often, since a spin was not in vain
  std::uint32_t in_time_ = 0;     // how many spins in a row were not in vain
  std::uint32_t patience_ = least_patience;
  Clock::time_point gave_up_{};
};

}  // namespace webpool::detail
