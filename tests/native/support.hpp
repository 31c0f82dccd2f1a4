#pragma once

#include <webpool/pool.hpp>

#include <atomic>
#include <cstddef>
#include <latch>
#include <numeric>
#include <utility>
#include <vector>

/// Helpers of the pool's tests. Tasks synchronise by events, never by sleeps of guessed length. A wait that never ends fails
/// by the test's timeout.

/// An event that threads wait for until it is opened.
class Gate {
 public:
  void open() { latch_.count_down(); }
  void wait() const { latch_.wait(); }
  [[nodiscard]] bool is_open() const { return latch_.try_wait(); }

 private:
  std::latch latch_{1};
};

/// A task that occupies one processor of the pool until it is released.
class BusyProcessor {
 public:
  explicit BusyProcessor(webpool::Pool& pool)
      : result_(pool.apply_async([this] {
          begun_.open();
          release_.wait();
        })) {
    begun_.wait();
  }
  BusyProcessor(const BusyProcessor&) = delete;
  BusyProcessor& operator=(const BusyProcessor&) = delete;
  ~BusyProcessor() {
    release();
    result_.wait();
  }
  void release() {
    if (!std::exchange(released_, true)) release_.open();
  }

 private:
  Gate begun_;
  Gate release_;
  bool released_ = false;
  webpool::AsyncResult<void> result_;
};

/// 0, 1, 2, … `count` numbers.
inline std::vector<int> numbers(std::size_t count) {
  std::vector<int> list(count);
  std::iota(list.begin(), list.end(), 0);
  return list;
}

inline int square(int x) { return x * x; }

inline std::vector<int> squares(std::size_t count) {
  std::vector<int> list = numbers(count);
  for (int& x : list) x = square(x);
  return list;
}
