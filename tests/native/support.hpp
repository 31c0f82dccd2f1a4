#pragma once

#include <webpool/pool.hpp>

#include <atomic>
#include <cstddef>
#include <latch>
#include <memory>
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
      : result_(pool.apply_async([gates = gates_] {
          gates->begun.open();
          gates->release.wait();
        })) {
    gates_->begun.wait();
  }
  BusyProcessor(const BusyProcessor&) = delete;
  BusyProcessor& operator=(const BusyProcessor&) = delete;
  ~BusyProcessor() {
    release();
    result_.wait();
  }
  void release() {
    if (!std::exchange(released_, true)) gates_->release.open();
  }

 private:
  struct Gates {
    Gate begun;
    Gate release;
  };
  // Shared with the task, which may go on when its result has ended, in a pool that was terminated.
  std::shared_ptr<Gates> gates_ = std::make_shared<Gates>();
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
