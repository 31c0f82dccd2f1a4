#pragma once

#include <webpool/sync/atomic.hpp>
#include <webpool/trace.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace webpool::detail {

/// The events of one processor: one thread writes, any thread reads at any time, nobody waits. The oldest are
/// overwritten. Memory is taken for the first event (48 bytes for each of `capacity`); where there is none, and with a
/// capacity of 0, nothing is recorded.
class TraceRing {
 public:
  static constexpr std::size_t default_capacity = 4096;

  explicit TraceRing(std::size_t capacity = default_capacity) noexcept
      : capacity_(capacity), mask_((capacity & (capacity - 1)) == 0 ? capacity - 1 : 0) {}

  /// Writer: records that a run has begun with that chunk of a job, whose first item and number of items are given; returns
  /// the number of the event.
  std::uint64_t begin(std::uint32_t job, std::uint32_t chunk, std::uint64_t item, std::uint64_t items,
                      std::chrono::nanoseconds begin) noexcept;

  /// Writer: records what the run with that number covered, and when it ended.
  void end(std::uint64_t sequence, std::uint32_t chunks, std::uint64_t items, std::chrono::nanoseconds end) noexcept;

  /// Reader: appends the events from number `from` on that are still there; returns the number from which to read on,
  /// which is that of the first event still running, if there is one.
  std::uint64_t read(std::uint64_t from, std::uint32_t processor, std::vector<TraceEvent>& into) const;

  /// Reader: the number of the latest event, 0 if there is none.
  [[nodiscard]] std::uint64_t latest() const noexcept {
    const auto written = written_.load(std::memory_order_acquire);
    return written == 0 ? 0 : written - 1;
  }

 private:
  struct Slot {
    // All fields: written by the one writer, read by anyone. Released by the writer so that a reader that saw a field
    // of a newer event also sees the `written_` that came before it, and drops what it read.
    Atomic<std::uint64_t> job_and_chunk{0};
    Atomic<std::uint64_t> chunks{0};  // once it has ended
    Atomic<std::uint64_t> item{0};
    Atomic<std::uint64_t> items{0};  // once it has ended
    Atomic<std::int64_t> begin{0};
    // While it runs minus the items of its first chunk, so that one look gives an extent that is not half that of the end.
    Atomic<std::int64_t> end{0};
  };

  [[nodiscard]] std::size_t place(std::uint64_t sequence) const noexcept {
    return static_cast<std::size_t>(mask_ != 0 ? sequence & mask_ : sequence % capacity_);
  }

  // Events begun so far. Written by the writer with release: publishes the fields of event `written_ - 1`.
  Atomic<std::uint64_t> written_{0};
  // Written by the writer. 0: nothing is recorded, from the beginning or since there was no memory.
  std::size_t capacity_;
  // For a capacity that is a power of two: a division would show where chunks take nanoseconds. Otherwise 0.
  std::size_t mask_;
  // Made by the writer before the first event, and published to readers by `written_`.
  std::unique_ptr<Slot[]> slots_;
};

}  // namespace webpool::detail
