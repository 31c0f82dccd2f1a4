#pragma once

#include <webpool/calls/imap_batch.hpp>
#include <webpool/export.hpp>
#include <webpool/sync/parking.hpp>

#include <chrono>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace webpool {

namespace detail {

/// What a wrong `begin()` returns, so that its own error is the only one.
struct AnyIterator {
  explicit AnyIterator(auto&);
  int operator*() const;
  AnyIterator& operator++();
  bool operator==(std::default_sentinel_t) const;
};

}  // namespace detail

/// What `imap` and `imap_unordered` return: reads the results one by one.
///
///     for (int square : pool.imap(slow_square, numbers)) std::cout << square << '\n';
///
/// The iterator reads the input lazily, in the thread that calls `next`, and at most `buffersize` chunks ahead, so the
/// input may be endless. An exception of a task is thrown in place of its chunk's results, and the next call continues with
/// the next chunk, as in CPython. An exception of the input is thrown after the results of the items before it, and ends
/// the iterator. `close()` and the destructor drop unread results. Only one thread at a time may use an iterator. Every
/// call on a moved-from iterator throws `InvalidHandleError`.
template <class T>
class ImapIterator {
 public:
  /// Continues where the other iterator was.
  ImapIterator(ImapIterator&&) noexcept = default;
  /// Closes this iterator, then continues where the other was.
  ImapIterator& operator=(ImapIterator&&) noexcept = default;

  /// What `next` returns: a result, or no value at the end. For `void` tasks a `bool`: whether there was one more.
  using Next = std::conditional_t<std::is_void_v<T>, bool, std::optional<T>>;

  /// Waits for the next result and returns it. Throws what its task threw; `PoolTerminatedError`; `PoolNotRunningError` if
  /// the pool was joined before the input had been read to its end (a pool that is only closed still runs it);
  /// `CancelledError` once after a stop of the options' token; `DeadlockError` if the wait could never end.
  Next next() { return take(detail::no_deadline); }

  /// The same with a timeout: throws `TimeoutError` if the result is not ready in time; a later call can still return it.
  template <class Duration>
  Next next(const Duration& timeout) {
    static_assert(detail::is_timeout<Duration>,
                  "a timeout is a std::chrono::duration, such as std::chrono::seconds(1)");
    return take(detail::deadline_after(timeout));
  }

  /// Drops unread results and asks running tasks to stop. Afterwards `next` returns no value. Waits for running tasks if
  /// they use the caller's items in place: see `Pool::imap`.
  void close() {
    detail::close_window(detail::require_window(window_.get()));
    items_ = {};
  }

  /// A `std::input_iterator` over the results.
  class iterator {
   public:
    /// The members that the concept requires. No `iterator_category`, since `it++` returns nothing.
    using iterator_concept = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;

    explicit iterator(ImapIterator& results) : results_(&results) { ++*this; }
    T& operator*() const noexcept { return *results_->current_; }
    iterator& operator++() {
      auto next = results_->next();
      results_->current_.reset();  // in two steps, since results need not be assignable
      if (next) results_->current_.emplace(std::move(*next));
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t /*end*/) const noexcept { return !results_->current_; }

   private:
    ImapIterator* results_;
  };

  /// Reads the first result and returns an `iterator`. Not for `void` tasks, for which there is only `next`.
  auto begin() {
    constexpr bool has_results = !std::is_void_v<T>;
    static_assert(has_results, "tasks that return nothing have no results to iterate over; call next()");
    return std::conditional_t<has_results, iterator, detail::AnyIterator>(*this);
  }
  /// The end of the results.
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
  friend class Pool;

  explicit ImapIterator(std::shared_ptr<detail::ImapWindow> window) : window_(std::move(window)) {}

  Next take(detail::Deadline deadline) {
    auto& window = detail::require_window(window_.get());
    if (items_.item == items_.last) {
      items_ = detail::next_items(window, deadline);
      if (items_.batch == nullptr) return {};
    }
    const auto item = items_.item++;
    if constexpr (std::is_void_v<T>) {
      return true;
    } else {
      return Next(std::in_place, static_cast<detail::ImapResults<T>*>(items_.batch)->take_result(item));
    }
  }

  std::shared_ptr<detail::ImapWindow> window_;  // not shared, but its deleter needs no complete type
  detail::ImapItems items_;                     // of the current chunk that were not taken
  std::conditional_t<std::is_void_v<T>, bool, std::optional<T>> current_{};  // what `iterator` points to
};

}  // namespace webpool
