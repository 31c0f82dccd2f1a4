#pragma once

#include <webpool/sync/atomic.hpp>

#include <type_traits>
#include <utility>

namespace webpool::detail {

/// A lock-free intrusive stack. Any thread pushes; one thread at a time takes all objects, oldest first. `next` is the link
/// in an object: a member, or a function that returns a reference to it.
template <class T, auto next>
class Stack {
 public:
  /// Adds an object, which has to stay alive until it is taken. Returns whether the stack was empty.
  bool push(T& object) noexcept {
    T* before = newest_.load(std::memory_order_relaxed);
    do {
      link(object) = before;
    } while (!newest_.compare_exchange_weak(before, &object, std::memory_order_seq_cst, std::memory_order_relaxed));
    return before == nullptr;
  }

  [[nodiscard]] bool empty() const noexcept { return newest_.load(std::memory_order_seq_cst) == nullptr; }

  /// Takes all objects as a linked list, oldest first; null if there is none.
  T* take_all() noexcept {
    T* from = newest_.exchange(nullptr, std::memory_order_seq_cst);
    T* oldest = nullptr;
    while (from != nullptr) oldest = std::exchange(from, std::exchange(link(*from), oldest));
    return oldest;
  }

 private:
  static T*& link(T& object) noexcept {
    if constexpr (std::is_member_pointer_v<decltype(next)>) {
      return object.*next;
    } else {
      return next(object);
    }
  }

  // Sequentially consistent for users whose takers sleep: if a thread pushes and then sees no sleeper, a taker that is
  // about to sleep sees the object in its last check.
  Atomic<T*> newest_{nullptr};
};

}  // namespace webpool::detail
