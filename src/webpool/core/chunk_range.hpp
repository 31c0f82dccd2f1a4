#pragma once

#include <webpool/sync/atomic.hpp>

#include <cstddef>
#include <cstdint>

namespace webpool::detail {

/// Consecutive chunks of a job. One worker holds the range and claims chunks from its front; others steal from its back.
class ChunkRange {
 public:
  /// Chunks from `first` to `end`, exclusive. A thread that takes a part out of a range has to fill another range with it or
  /// have the job count it.
  struct Part {
    std::uint32_t first = 0;
    std::uint32_t end = 0;
  };

  /// Before other threads can access the range.
  void set(Part part) noexcept { span_.store(pack(part), std::memory_order_relaxed); }
  [[nodiscard]] bool empty() const noexcept { return is_empty(unpack(span_.load(std::memory_order_seq_cst))); }

  /// Holds the range; false if another worker does.
  bool try_hold() noexcept { return !held_.exchange(true, std::memory_order_acquire); }
  void release() noexcept { held_.store(false, std::memory_order_seq_cst); }
  /// `release` where no other worker could join the job anyway.
  void release_last() noexcept { held_.store(false, std::memory_order_release); }
  [[nodiscard]] bool held() const noexcept { return held_.load(std::memory_order_seq_cst); }

  /// By the holder: claims the next chunk; false if there is none.
  bool claim(std::uint32_t& chunk) noexcept {
    const auto part = unpack(span_.fetch_add(1, std::memory_order_relaxed));
    chunk = part.first;
    return !is_empty(part);
  }
  /// By the holder: fills the empty range. If the job was stopped meanwhile, its `drop` may have come before this: then
  /// `Job::stopping` is visible after it, and the holder has to drop the part.
  void fill(Part part) noexcept { span_.exchange(pack(part), std::memory_order_seq_cst); }

  /// By any thread: takes the back half, or all if no worker holds the range; false if it is empty.
  bool steal(Part& part) noexcept {
    auto span = span_.load(std::memory_order_relaxed);
    for (auto all = unpack(span); !is_empty(all); all = unpack(span)) {
      // A range that no worker holds would otherwise be taken in ever smaller parts.
      const auto middle = held_.load(std::memory_order_relaxed) ? all.first + (all.end - all.first) / 2 : all.first;
      if (span_.compare_exchange_weak(span, pack({all.first, middle}), std::memory_order_relaxed)) {
        part = {middle, all.end};
        return true;
      }
    }
    return false;
  }
  /// By any thread, when the job is stopping: takes all chunks; returns how many the job has to count.
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

  // A packed part. The first chunk is the low half, so claiming is an addition, which leaves an empty range empty. Indices
  // publish nothing, so claiming and stealing are relaxed. `fill` and `drop` are acquire-release read-modify-writes because
  // of stopped jobs: `stopping` is set before the ranges are dropped, so either `drop` finds what a thief has filled in, or
  // the thief reads what `drop` wrote and then sees `stopping`. If both missed the chunks, they would never be counted and
  // the job's caller would wait for ever. `fill`, `release` and what `Job::joinable` reads are sequentially consistent: see
  // `PoolCore::offer`.
  Atomic<std::uint64_t> span_{0};
  Atomic<bool> held_{false};
};

/// A range padded to a cache line against false sharing. Padded rather than aligned, since aligned memory takes 100 ns longer
/// to allocate.
struct SpacedChunkRange : ChunkRange {
  std::byte space[64 - sizeof(ChunkRange)];
};

}  // namespace webpool::detail
