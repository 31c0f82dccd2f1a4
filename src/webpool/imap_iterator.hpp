#pragma once

#include <webpool/calls/imap_stream.hpp>
#include <webpool/core/rethrow.hpp>

#include <chrono>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace webpool {

/// Settings of `imap` and `imap_unordered`.
struct ImapOptions {
  /// Items that a processor takes at once, at least 1.
  std::size_t chunksize = 1;
  /// How many chunks may be unread: under way, or ready and not asked for. At least 1. By default 4 · processes, and as long as
  /// chunks take microseconds as many more as are made and read in a tenth of a millisecond, at most 1024. As in
  /// `concurrent.futures.Executor.map` of Python 3.14, which has no default. (CPython's imap takes its whole input at once:
  /// cpython#101586.)
  std::optional<std::size_t> buffersize{};
};

/// What `imap` and `imap_unordered` return: the results, one by one, as they are read.
///
///     for (int square : pool.imap(slow_square, numbers)) std::cout << square << '\n';
///
/// Lazy on both ends: the input is read in the reader's thread, as far as the window of `buffersize` chunks reaches, so that
/// it may be endless. What a task throws is thrown in place of its chunk's results, and the next call goes on with the next
/// chunk, as in CPython; what the input throws comes after the results of the items before it, and ends the iterator.
/// Dropping the iterator, or `close()`, drops what was not read. For one reader at a time.
template <class T>
class ImapIterator {
 public:
  ImapIterator(ImapIterator&&) noexcept = default;
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

  /// Drops what was not read, and asks the tasks that run to stop. `next` gives nothing from now on.
  void close() noexcept {
    place_ = end_;
    window_->close();
  }

  /// An input iterator over the results.
  class iterator {
   public:
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
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
  friend class Pool;
  using Results = detail::ImapResults<T>;

  explicit ImapIterator(std::unique_ptr<detail::ImapWindow> window) : window_(std::move(window)) { window_->fill(); }

  Next take(detail::Deadline deadline) {
    if (place_ == end_) {
      const auto chunk = window_->next(deadline);
      if (chunk.batch == nullptr) return {};
      results_ = static_cast<Results*>(chunk.batch);
      place_ = results_->first_item(chunk.chunk);
      end_ = results_->last_item(chunk.chunk);
    }
    const auto place = place_++;
    if constexpr (std::is_void_v<T>) {
      return true;
    } else {
      return Next(std::in_place, results_->take_result(place));
    }
  }

  std::unique_ptr<detail::ImapWindow> window_;
  Results* results_ = nullptr;  // the window's; of the chunk that is being read
  std::uint64_t place_ = 0;     // the next item in it
  std::uint64_t end_ = 0;
  std::conditional_t<std::is_void_v<T>, bool, std::optional<T>> current_{};  // of the loop
};

}  // namespace webpool
