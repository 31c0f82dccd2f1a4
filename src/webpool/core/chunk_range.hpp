#pragma once

#include <webpool/sync/atomic.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace webpool::detail {

/// Consecutive chunks of a job: one processor holds the range and claims from its front, others steal from its back.
class ChunkRange {
 public:
  /// Chunks that are in no range: whoever has taken them fills another range with them, or has the job count them.
  struct Part {
    std::uint32_t first = 0;
    std::uint32_t end = 0;
  };

  /// Before other threads know of the range.
  void set(Part part) noexcept { span_.store(pack(part), std::memory_order_relaxed); }
  [[nodiscard]] bool empty() const noexcept { return is_empty(unpack(span_.load(std::memory_order_relaxed))); }

  /// Takes hold of the range; false if another has it.
  bool try_hold() noexcept { return !held_.exchange(true, std::memory_order_acquire); }
  void release() noexcept { held_.store(false, std::memory_order_release); }
  [[nodiscard]] bool held() const noexcept { return held_.load(std::memory_order_relaxed); }

  /// Holder: takes the next chunk; false if there is none.
  bool claim(std::uint32_t& chunk) noexcept {
    const auto part = unpack(span_.fetch_add(1, std::memory_order_relaxed));
    chunk = part.first;
    return !is_empty(part);
  }
  /// Holder: fills the range, which is empty. A job that is stopped meanwhile may have been swept before: then its
  /// `stopping` is visible after this, and the holder drops the part again.
  void fill(Part part) noexcept { span_.exchange(pack(part), std::memory_order_acq_rel); }

  /// Anyone: takes the half at the back, or all where nobody holds the range; false if there is nothing.
  bool steal(Part& part) noexcept {
    auto span = span_.load(std::memory_order_relaxed);
    for (auto all = unpack(span); !is_empty(all); all = unpack(span)) {
      // All, where there are more processors than cores: otherwise it would be taken bit by bit.
      const auto middle = held() ? all.first + (all.end - all.first) / 2 : all.first;
      if (span_.compare_exchange_weak(span, pack({all.first, middle}), std::memory_order_relaxed)) {
        part = {middle, all.end};
        return true;
      }
    }
    return false;
  }
  /// Anyone: takes all chunks out of the range of a job that is stopping; returns how many, for the job to count.
  std::uint32_t drop() noexcept {
    const auto part = unpack(span_.exchange(0, std::memory_order_acq_rel));
    return is_empty(part) ? 0 : part.end - part.first;
  }

 private:
  static constexpr std::uint64_t pack(Part part) noexcept { return std::uint64_t{part.end} << 32U | part.first; }
  static constexpr Part unpack(std::uint64_t span) noexcept {
    return {static_cast<std::uint32_t>(span), static_cast<std::uint32_t>(span >> 32U)};
  }
  static constexpr bool is_empty(Part part) noexcept { return part.first >= part.end; }

  // A part: the first chunk is the low half, so that claiming one is an addition, which past the end changes nothing. Indices
  // publish nothing, so claiming and stealing are relaxed. `fill` and `drop` are read-modify-writes that acquire and release:
  // of a stopped job, whose stopping was set before the ranges were dropped, either `drop` finds what a thief has filled in,
  // or the thief has read what `drop` wrote and so sees that the job is stopping. Chunks that both missed would never be
  // counted, and the job's caller would wait for ever.
  Atomic<std::uint64_t> span_{0};
  Atomic<bool> held_{false};
};

/// One of several ranges, a cache line apart: their holders do not disturb each other. By size and not by alignment, since
/// memory with that alignment costs 100 ns more to allocate.
struct SpacedChunkRange : ChunkRange {
  std::byte space[64 - sizeof(ChunkRange)];
};

}  // namespace webpool::detail
