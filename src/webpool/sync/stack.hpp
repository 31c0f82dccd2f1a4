#pragma once

#include <webpool/sync/atomic.hpp>

#include <atomic>
#include <type_traits>
#include <utility>

namespace webpool::detail {

/// Objects that any thread pushes, and that one thread at a time takes: all there are, in the order in which they came.
/// `next` names the link in an object (a member, or a function that returns a reference to it).
template <class T, auto next>
class Stack {
 public:
  /// Adds an object, which has to stay until it is taken. Returns whether there was no other.
  bool push(T& object) noexcept {
    T* before = newest_.load(std::memory_order_relaxed);
    do {
      link(object) = before;
    } while (!newest_.compare_exchange_weak(before, &object, std::memory_order_seq_cst, std::memory_order_relaxed));
    return before == nullptr;
  }

  [[nodiscard]] bool empty() const noexcept { return newest_.load(std::memory_order_seq_cst) == nullptr; }

  /// Takes all objects: a list, the oldest first. Null where there is none.
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

  // The newest object. Pushed with compare-and-swap (release: what its pusher wrote), taken with exchange (acquire).
  // Sequentially consistent, for users whose takers sleep: who pushes and then sees no sleeper was seen by the taker's last
  // look before it slept.
  Atomic<T*> newest_{nullptr};
};

}  // namespace webpool::detail
