#pragma once

#include <webpool/calls/imap_results.hpp>
#include <webpool/export.hpp>
#include <webpool/sync/parking.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace webpool {

namespace detail {

class ImapInput;
class ImapWindow;
class PoolCore;

/// The reader's hold on the window of its iterator; see `ImapWindow`. Empty once moved from.
class WEBPOOL_EXPORT ImapReader {
 public:
  ImapReader(std::shared_ptr<PoolCore> core, std::unique_ptr<ImapInput> input, std::optional<std::size_t> size);
  ImapReader(ImapReader&&) noexcept;
  ImapReader& operator=(ImapReader&&) noexcept;
  ~ImapReader();

  /// The next chunk: the items from `first` on, before `last`, of the batch, which is there until the next call; null at the
  /// end.
  ImapBatch* next(Deadline deadline, std::uint64_t& first, std::uint64_t& last);
  void close() noexcept;
  /// Throws an `InvalidHandleError` if it is empty.
  void require_window() const;

 private:
  std::unique_ptr<ImapWindow> window_;
};

}  // namespace detail

/// What `imap` and `imap_unordered` return: the results, one by one, as they are read.
///
///     for (int square : pool.imap(slow_square, numbers)) std::cout << square << '\n';
///
/// Lazy on both ends: the input is read in the reader's thread, as far as the window of `buffersize` chunks reaches, so that
/// it may be endless. What a task throws is thrown in place of its chunk's results, and the next call goes on with the next
/// chunk, as in CPython; what the input throws comes after the results of the items before it, and ends the iterator.
/// Dropping the iterator, or `close()`, drops what was not read. For one reader at a time. Once moved from, it throws
/// `InvalidHandleError` on every call.
template <class T>
class ImapIterator {
 public:
  /// Goes on where the other was.
  ImapIterator(ImapIterator&&) noexcept = default;
  /// The same, once this one is closed.
  ImapIterator& operator=(ImapIterator&&) noexcept = default;
  ImapIterator(const ImapIterator&) = delete;
  ImapIterator& operator=(const ImapIterator&) = delete;
  ~ImapIterator() = default;

  /// What `next` returns: a result or nothing at the end; for `void` tasks whether there was one more.
  using Next = std::conditional_t<std::is_void_v<T>, bool, std::optional<T>>;

  /// The next result; waits for it. Throws what its task threw; `PoolTerminatedError`; `PoolNotRunningError` where the pool
  /// was joined before the input had been read to its end. A closed pool goes on until then.
  Next next() { return take(detail::no_deadline); }

  /// The same with a limit: throws `TimeoutError` if the result is not there within `timeout`; it is still to come.
  template <class Rep, class Period>
  Next next(std::chrono::duration<Rep, Period> timeout) {
    return take(detail::deadline_after(timeout));
  }

  /// Drops what was not read, and asks the tasks that run to stop. `next` gives nothing from now on. Waits for tasks that use
  /// items of the caller's where they are: see `Pool::imap`.
  void close() {
    reader_.require_window();
    place_ = end_;
    reader_.close();
  }

  /// An input iterator over the results.
  class iterator {
   public:
    /// What `std::iterator_traits` asks for.
    using iterator_category = std::input_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = T*;
    using reference = T&;

    explicit iterator(ImapIterator& results) : results_(&results) { ++*this; }
    reference operator*() const noexcept { return *results_->current_; }
    iterator& operator++() {
      results_->current_ = results_->next();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t /*end*/) const noexcept { return !results_->current_; }

   private:
    ImapIterator* results_;
  };

  /// Reads the first result. Not for `void` tasks: those have `next`.
  iterator begin() requires(!std::is_void_v<T>) { return iterator(*this); }
  /// Where the results end.
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
  friend class Pool;
  using Results = detail::ImapResults<T>;

  explicit ImapIterator(detail::ImapReader reader) : reader_(std::move(reader)) {}

  Next take(detail::Deadline deadline) {
    reader_.require_window();
    if (place_ == end_) {
      results_ = static_cast<Results*>(reader_.next(deadline, place_, end_));
      if (results_ == nullptr) return {};
    }
    const auto place = place_++;
    if constexpr (std::is_void_v<T>) {
      return true;
    } else {
      return Next(std::in_place, results_->take_result(place));
    }
  }

  detail::ImapReader reader_;
  Results* results_ = nullptr;  // the reader's; of the chunk that is being read
  std::uint64_t place_ = 0;     // the next item in it
  std::uint64_t end_ = 0;
  std::conditional_t<std::is_void_v<T>, bool, std::optional<T>> current_{};  // of the loop
};

}  // namespace webpool
