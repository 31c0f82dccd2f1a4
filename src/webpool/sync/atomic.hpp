#pragma once

#include <atomic>  // also for the memory orders that users of `Atomic` name

#if defined(WEBPOOL_STRESS)
#include <webpool/export.hpp>
#endif

namespace webpool::detail {

#if !defined(WEBPOOL_STRESS)

template <class T>
using Atomic = std::atomic<T>;

#else

/// Occasionally delays the calling thread for up to half a millisecond.
WEBPOOL_EXPORT void delay_at_random() noexcept;

/// `std::atomic` with a random delay before each operation, so that rare interleavings of threads become frequent (the
/// CMake option WEBPOOL_STRESS).
template <class T>
class Atomic {
 public:
  constexpr Atomic() noexcept = default;
  constexpr Atomic(T value) noexcept : value_(value) {}  // NOLINT: as std::atomic

  operator T() const noexcept { return load(); }  // NOLINT: as std::atomic
  T load(std::memory_order order = std::memory_order_seq_cst) const noexcept { return delayed(value_).load(order); }
  void store(T value, std::memory_order order = std::memory_order_seq_cst) noexcept {
    delayed(value_).store(value, order);
  }
  T exchange(T value, std::memory_order order = std::memory_order_seq_cst) noexcept {
    return delayed(value_).exchange(value, order);
  }
  template <class... Orders>
  bool compare_exchange_weak(T& expected, T value, Orders... orders) noexcept {
    return delayed(value_).compare_exchange_weak(expected, value, orders...);
  }
  template <class... Orders>
  bool compare_exchange_strong(T& expected, T value, Orders... orders) noexcept {
    return delayed(value_).compare_exchange_strong(expected, value, orders...);
  }
  T fetch_add(T value, std::memory_order order = std::memory_order_seq_cst) noexcept {
    return delayed(value_).fetch_add(value, order);
  }
  T fetch_sub(T value, std::memory_order order = std::memory_order_seq_cst) noexcept {
    return delayed(value_).fetch_sub(value, order);
  }

 private:
  template <class Value>
  static Value& delayed(Value& value) noexcept {
    delay_at_random();
    return value;
  }
  std::atomic<T> value_{};
};

#endif

}  // namespace webpool::detail
