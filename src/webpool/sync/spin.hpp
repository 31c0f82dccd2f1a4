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

/// Adaptive spinning of one thread. Where threads share a core, or work comes seldom, spinning only keeps away the one waited
/// for, so that a fruitless spin halves the limit of the next one; every 32nd has the full limit, to see whether times have
/// changed. (Two threads that shared a core took 206 µs for an apply in Chromium, spinning in turn for the full time.)
///
/// In WebAssembly also long spins, of up to a millisecond: threads that hand work to one another and sleep in between may be
/// left on one core for seconds, while another core does nothing. Kernels wake a thread where it slept, and migrate none
/// that waits for microseconds; they do migrate one that waits while another runs on. So a caller whose results come right
/// after it has fallen asleep, again and again, makes a few long spins in turn. (Linux 6.18 on two cores, an apply in
/// Chromium: 2.3 µs on two of them, 19 µs on one; where long spins do not help they are tried less and less often.)
class Spinner {
 public:
  /// How many looks a thread takes before it offers its core to others: seldom where it has a core of its own, since a
  /// yield makes it blind for a microsecond; sooner where it may have been put on the core of the one waited for.
  static constexpr int seldom = 512;
  static constexpr int soon = 64;

  explicit constexpr Spinner(bool for_results = false) noexcept : makes_long_spins_(for_results && !yields) {}

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
    if (makes_long_spins_) learn(done, done && limit == long_limit ? Clock::now() - begin : now - begin, now);
    return done || ready();
  }

 private:
  static constexpr std::chrono::nanoseconds longest = std::chrono::microseconds{100};
  static constexpr std::chrono::nanoseconds shortest = std::chrono::microseconds{2};
  static constexpr std::chrono::nanoseconds long_limit = std::chrono::milliseconds{1};
  static constexpr std::uint32_t long_spins_in_turn = 12;  // three ticks of a kernel with 250 Hz
  static constexpr std::uint32_t least_early_results = 16;
  static constexpr std::uint32_t most_early_results = 4096;
#if defined(__wasm__)
  static constexpr bool yields = false;
#else
  static constexpr bool yields = true;
#endif

  std::chrono::nanoseconds limit_at(Clock::time_point now) noexcept {
    if (makes_long_spins_) {
      if (long_spins_left_ != 0) {
        --long_spins_left_;
        return long_limit;
      }
      // The last spin failed, and what it waited for came soon after.
      if (now - gave_up_ < 2 * longest && ++early_results_ >= early_results_needed_) {
        early_results_ = 0;
        early_results_needed_ = std::min(early_results_needed_ * 2, most_early_results);
        long_spins_left_ = long_spins_in_turn;
      }
    }
    return ++turns_ % 32 == 0 ? longest : limit_;
  }

  void learn(bool done, std::chrono::nanoseconds time, Clock::time_point now) noexcept {
    if (!done) gave_up_ = now;
    if (!done || time >= longest) {
      successes_ = 0;
      return;
    }
    long_spins_left_ = 0;
    early_results_ = 0;
    if (++successes_ >= 64) early_results_needed_ = least_early_results;
  }

  std::chrono::nanoseconds limit_ = longest;
  std::uint32_t turns_ = 0;
  bool makes_long_spins_;
  std::uint32_t long_spins_left_ = 0;
  std::uint32_t early_results_ = 0;  // since a spin succeeded: results that came right after a failed one
  std::uint32_t successes_ = 0;      // in a row
  std::uint32_t early_results_needed_ = least_early_results;
  Clock::time_point gave_up_{};
};

}  // namespace webpool::detail
