#pragma once

#include <webpool/export.hpp>
#include <webpool/sync/atomic.hpp>
#include <webpool/sync/pause.hpp>

#include <chrono>
#include <cstdint>
#include <limits>
#include <type_traits>

/// Sleeping until a word of memory changes. Only this file knows how threads block: natively on a small parking lot of
/// condition variables, because `std::atomic::wait` has no deadline; in WebAssembly on `memory.atomic.wait32`, because
/// libc++'s `std::atomic::wait` polls there (3.5 ms median wake).
namespace webpool::detail {

using Word = Atomic<std::uint32_t>;
using Clock = std::chrono::steady_clock;
using Deadline = Clock::time_point;

// `max` is in parentheses, here and in the other headers that users include, since <windows.h> defines a macro of that name.
inline constexpr Deadline no_deadline = (Deadline::max)();

/// Whether `T` is a `std::chrono` duration, or a class derived from one; not for numbers, whose unit would be unknown.
template <class T>
inline constexpr bool is_timeout = std::is_convertible_v<T, std::chrono::duration<double>>;

/// The time `timeout` from now: now for a negative or NaN timeout, `no_deadline` for one too long to represent.
template <class Duration>
Deadline deadline_after(const Duration& timeout) {
  const auto now = Clock::now();
  if constexpr (is_timeout<Duration>) {  // callers say so if it is none
    const std::chrono::duration<double> seconds = timeout;
    if (seconds.count() > 1e9) return no_deadline;
    if (seconds.count() > 0) return now + std::chrono::ceil<Clock::duration>(seconds);
  }
  return now;
}

/// Sleeps while `word` holds `expected`, at most until `deadline`; returns false on a timeout. May return early, so callers
/// have to check again.
WEBPOOL_EXPORT bool wait(Word& word, std::uint32_t expected, Deadline deadline = no_deadline) noexcept;
/// Wakes at least `count` of the threads that sleep on `word`, or all of them.
WEBPOOL_EXPORT void notify(Word& word, std::uint32_t count) noexcept;
inline void notify_all(Word& word) noexcept { notify(word, (std::numeric_limits<std::uint32_t>::max)()); }

#if defined(__wasm__)

/// False on a page's main thread, which is not allowed to sleep and spins instead.
inline thread_local bool may_block = true;

inline bool wait(Word& word, std::uint32_t expected, Deadline deadline) noexcept {
  if (!may_block) {
    pause();
    return true;
  }
  std::int64_t nanoseconds = -1;
  if (deadline != no_deadline) {
    const auto left = deadline - Clock::now();
    if (left.count() <= 0) return false;
    nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(left).count();
  }
  constexpr int timed_out = 2;
  return __builtin_wasm_memory_atomic_wait32(reinterpret_cast<int*>(&word), static_cast<int>(expected), nanoseconds) !=
         timed_out;
}

inline void notify(Word& word, std::uint32_t count) noexcept {
  __builtin_wasm_memory_atomic_notify(reinterpret_cast<int*>(&word), count);
}

#else

/// Forgets all sleeping threads, in the child of a fork(), where they do not exist.
void forget_parked_threads() noexcept;

#endif

}  // namespace webpool::detail
