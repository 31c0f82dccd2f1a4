#pragma once

#include <webpool/sync/atomic.hpp>
#include <webpool/trace.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace webpool::detail {

/// A wait-free ring buffer of one processor's events, with one writer and any number of readers. The oldest events are
/// overwritten. The first event allocates 48 bytes for each of `capacity`. Without memory, or with a capacity of 0, nothing
/// is recorded.
class TraceRing {
 public:
  explicit TraceRing(std::size_t capacity) noexcept
      : capacity_(capacity), mask_((capacity & (capacity - 1)) == 0 ? capacity - 1 : 0) {}

  /// By the writer: records the beginning of an event with its first chunk, which has `items` items from `item` on. Returns
  /// the number of the event.
  std::uint64_t begin(std::uint32_t job, std::uint32_t chunk, std::uint64_t item, std::uint64_t items,
                      std::chrono::nanoseconds begin) noexcept;

  /// By the writer: records what that event covered and when it ended.
  void end(std::uint64_t sequence, std::uint32_t chunks, std::uint64_t items, std::chrono::nanoseconds end) noexcept;

  /// Appends the events from number `next` on that were not overwritten, and sets `next` to where to read the next time: to
  /// the first event that still runs, if any. Throws `std::bad_alloc` and leaves `next` as it was.
  // The number is not returned, since in the browser this is called through JavaScript, and WebKit crashes if it ends a worker
  // in such a call that returns a 64-bit integer: see tests/wasm/imports.test.mjs.
  void read(std::uint64_t& next, std::uint32_t processor, std::vector<TraceEvent>& into) const;

 private:
  struct Slot {
    // Each field is stored with release, so that a reader that sees a field of a newer event also sees the `begun_` before it,
    // and discards what it has read.
    Atomic<std::uint64_t> job_and_chunk{0};
    Atomic<std::uint64_t> chunks{0};  // set at the end
    Atomic<std::uint64_t> item{0};
    Atomic<std::uint64_t> items{0};  // set at the end
    Atomic<std::int64_t> begin{0};
    // While the event runs: the number of items of its first chunk, negated. So one load tells both whether it has ended and
    // how many items a running event has.
    Atomic<std::int64_t> end{0};
  };

  [[nodiscard]] std::size_t slot_of(std::uint64_t sequence) const noexcept {
    return static_cast<std::size_t>(mask_ != 0 ? sequence & mask_ : sequence % capacity_);
  }

  // How many events have begun: counted before the fields of event `begun_ - 1` are written, and after that in `written_`, with
  // release, which publishes them.
  Atomic<std::uint64_t> begun_{0};
  Atomic<std::uint64_t> written_{0};
  // Set to 0 by the writer if there is no memory.
  std::size_t capacity_;
  // Replaces the division if the capacity is a power of two, for chunks that take nanoseconds; otherwise 0.
  std::size_t mask_;
  // Allocated by the writer for the first event, and published to readers by `written_`.
  std::unique_ptr<Slot[]> slots_;
};

}  // namespace webpool::detail
