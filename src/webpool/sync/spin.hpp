#pragma once

#include <webpool/export.hpp>
#include <webpool/sync/atomic.hpp>
#include <webpool/sync/parking.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>

/// A hand-off to a spinning thread is about 200 times faster than waking a sleeping one, but spinning takes time from
/// other threads when there are more threads than cores. So threads spin briefly, and never more of them than cores.
namespace webpool::detail {

/// The cached result of `core_count`; 0 before its first call.
inline Atomic<std::int32_t> known_core_count{0};

WEBPOOL_EXPORT std::int32_t find_core_count() noexcept;

inline std::int32_t core_count() noexcept {
  const auto known = known_core_count.load(std::memory_order_relaxed);
  return known != 0 ? known : find_core_count();
}

/// Yields the core to other threads. Does nothing in a browser (`can_yield` is false), where that costs more than it gains.
WEBPOOL_EXPORT void yield_core() noexcept;
#if defined(__wasm__)
inline constexpr bool can_yield = false;
#else
inline constexpr bool can_yield = true;
#endif

/// How many threads work or spin for a pool of this process. Changed by processors when they fall asleep and wake, and by
/// waiters that spin. Only a hint, so relaxed.
inline Atomic<std::int32_t> awake_threads{0};

/// Counts the calling thread as awake during its lifetime.
class Awake {
 public:
  Awake() noexcept : others_(awake_threads.fetch_add(1, std::memory_order_relaxed)) {}
  ~Awake() { awake_threads.fetch_sub(1, std::memory_order_relaxed); }
  Awake(const Awake&) = delete;
  Awake& operator=(const Awake&) = delete;
  /// Whether there is a free core for this thread.
  [[nodiscard]] bool has_core() const noexcept { return others_ < core_count(); }

 private:
  std::int32_t others_;
};

/// Adapts how long one thread spins. Where threads share a core, or work comes seldom, a spinning thread only keeps the
/// thread it waits for off the core. So each failed spin halves the next one, and now and then a long one probes whether
/// that has changed. (Two threads that shared a core took 206 µs for an apply in Chromium when both spun the full time.)
///
/// In WebAssembly there are also long spins. Threads that hand work to each other and sleep in between may stay on one core
/// for seconds while another core is idle, because a kernel wakes a thread where it slept and does not migrate one that
/// waits for microseconds. It does migrate a thread that waits while another runs on. So when results repeatedly arrive right
/// after a caller has fallen asleep, the caller makes a few spins of up to a millisecond. (Linux 6.18, an apply in Chromium:
/// 2.3 µs on two cores, 19 µs on one. Where long spins do not help, they become rare.)
class Spinner {
 public:
  /// How many checks a thread makes between two yields of its core: many with a core of its own, since it checks nothing
  /// during the microsecond that a yield takes; few if it may share the core of the thread it waits for.
  static constexpr int checks_on_own_core = 512;
  static constexpr int checks_on_shared_core = 64;

  /// `for_results`: for a caller that waits for results, which may make long spins.
  explicit constexpr Spinner(bool for_results = false) noexcept : has_long_spins_(for_results && !can_yield) {}

  /// Spins until `ready()` is true, at most until `deadline`; returns whether it is.
  template <class Ready>
  bool spin(Ready ready, Deadline deadline = no_deadline, int checks = checks_on_own_core) {
    const auto begin = Clock::now();
    const auto limit = limit_at(begin);
    const auto stop = std::min(deadline, begin + limit);
    auto now = begin;
    bool done = false;
    do {
      for (int check = 0; check < checks && !done; ++check) {
        done = ready();
        if (!done) pause();
      }
      if (!done) yield_core();
    } while (!done && (now = Clock::now()) < stop);
    limit_ = done ? longest : std::max(limit_ / 2, shortest);
    if (has_long_spins_) learn(done, done && limit == long_spin ? Clock::now() - begin : now - begin, now);
    return done || ready();
  }

 private:
  static constexpr std::chrono::nanoseconds longest = std::chrono::microseconds{100};
  static constexpr std::chrono::nanoseconds shortest = std::chrono::microseconds{2};
  static constexpr std::chrono::nanoseconds long_spin = std::chrono::milliseconds{1};
  static constexpr std::uint32_t long_spins_in_a_row = 12;  // three ticks of a kernel with 250 Hz
  // After how many results that came right after a failed spin the long spins begin; doubled each time.
  static constexpr std::uint32_t min_threshold = 16;
  static constexpr std::uint32_t max_threshold = 4096;

  std::chrono::nanoseconds limit_at(Clock::time_point now) noexcept {
    if (has_long_spins_) {
      if (long_spins_left_ != 0) {
        --long_spins_left_;
        return long_spin;
      }
      // The last spin failed, but its result came soon after.
      if (now - failed_at_ < 2 * longest && ++near_misses_ >= threshold_) {
        near_misses_ = 0;
        threshold_ = std::min(threshold_ * 2, max_threshold);
        long_spins_left_ = long_spins_in_a_row;
      }
    }
    return ++spins_ % 32 == 0 ? longest : limit_;
  }

  void learn(bool done, std::chrono::nanoseconds time, Clock::time_point now) noexcept {
    if (!done) failed_at_ = now;
    if (!done || time >= longest) {
      successes_ = 0;
      return;
    }
    long_spins_left_ = 0;
    near_misses_ = 0;
    if (++successes_ >= 64) threshold_ = min_threshold;
  }

  std::chrono::nanoseconds limit_ = longest;
  std::uint32_t spins_ = 0;
  bool has_long_spins_;
  std::uint32_t long_spins_left_ = 0;
  std::uint32_t near_misses_ = 0;  // failed spins since the last success whose result came soon after
  std::uint32_t successes_ = 0;    // successful spins in a row
  std::uint32_t threshold_ = min_threshold;
  Clock::time_point failed_at_{};
};

}  // namespace webpool::detail
