#pragma once

#include <webpool/detail/wait.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>

/// Spinning makes a hand-off about 200 times faster than waking a thread that sleeps, and costs others their time when
/// there are more threads than cores. So: briefly, and never more threads than cores.
namespace webpool::detail {

inline constexpr std::chrono::microseconds spin_limit{100};

inline std::int32_t core_count() noexcept {
  static const auto cores = static_cast<std::int32_t>(std::max(1U, std::thread::hardware_concurrency()));
  return cores;
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

/// Spins until `ready()` is true, for `spin_limit` or until `deadline`; returns whether it is.
template <class Ready>
bool spin_until(Ready ready, Deadline deadline = no_deadline) {
  const auto stop = std::min(deadline, Clock::now() + spin_limit);
  do {
    for (int turn = 0; turn < 32; ++turn) {
      if (ready()) return true;
      pause();
    }
#if !defined(__wasm__)
    std::this_thread::yield();  // to the one waited for, should it have been put on this very core
#endif
  } while (Clock::now() < stop);
  return ready();
}

}  // namespace webpool::detail
