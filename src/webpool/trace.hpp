#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

/// What each processor did, and when: the source of the timeline.
namespace webpool {

/// Consecutive chunks of one job that ran on one processor. Very short chunks share one event, so that recording costs
/// little; a chunk that takes microseconds or more has its own event.
struct TraceEvent {
  std::uint32_t processor = 0;       ///< index of the processor in its pool
  std::uint64_t sequence = 0;        ///< number of the event on its processor, from 0; the same when it is read again
  std::uint32_t job = 0;             ///< number of the job in its pool, from 0, in the order of submission
  std::uint32_t chunk = 0;           ///< index of the first chunk
  std::uint32_t chunks = 0;          ///< how many chunks
  std::uint64_t item = 0;            ///< index of the first item
  std::uint64_t items = 0;           ///< how many items
  std::chrono::nanoseconds begin{};  ///< on the clock of the pool's host, which all processors share
  std::chrono::nanoseconds end{};    ///< on the same clock; zero while the chunks still run
  /// Whether the chunks still run.
  [[nodiscard]] bool running() const noexcept { return end.count() == 0; }
};

namespace detail {
inline constexpr std::size_t default_trace_events = 4096;
}  // namespace detail

}  // namespace webpool
