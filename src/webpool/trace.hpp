#pragma once

#include <webpool/export.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <vector>

/// What each processor did, and when: the source of the timeline.
namespace webpool {

/// A run of consecutive chunks of one job on one processor. Very short chunks are gathered into one event, so that
/// recording costs little; a chunk that takes microseconds or more has an event of its own.
struct TraceEvent {
  std::uint32_t processor = 0;       ///< index of the processor in its pool
  std::uint64_t sequence = 0;        ///< number of the event on its processor, from 0; names it when it is read again
  std::uint32_t job = 0;             ///< number of the job in its pool, from 0, in the order of submission
  std::uint32_t chunk = 0;           ///< first chunk of the run
  std::uint32_t chunks = 0;          ///< how many chunks
  std::uint64_t item = 0;            ///< index of the first item
  std::uint64_t items = 0;           ///< how many items
  std::chrono::nanoseconds begin{};  ///< on the clock of the pool's host, which all processors share
  std::chrono::nanoseconds end{};    ///< on the same clock; zero while the run goes on
  /// Whether the run goes on.
  [[nodiscard]] bool running() const noexcept { return end.count() == 0; }
};

class Pool;
namespace detail {
class PoolCore;
}

/// Follows what a pool does, from now on or from its beginning, also while it runs and after its end.
class WEBPOOL_EXPORT TraceReader {
 public:
  /// Of that pool, which it may outlive. Throws `InvalidHandleError` if the pool was moved from.
  explicit TraceReader(const Pool& pool);

  /// The events since the last call. One that still runs comes again, with the same `processor` and `sequence`, until it
  /// has ended.
  [[nodiscard]] std::vector<TraceEvent> read();

 private:
  std::shared_ptr<detail::PoolCore> core_;
  std::vector<std::uint64_t> next_;
};

}  // namespace webpool
