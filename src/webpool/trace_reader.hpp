#pragma once

#include <webpool/export.hpp>
#include <webpool/trace.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace webpool {

class Pool;
namespace detail {
class PoolCore;
}

/// Reads a pool's trace step by step, while the pool runs and after its end.
class WEBPOOL_EXPORT TraceReader {
 public:
  /// Starts at the oldest event that `pool` still holds. The reader may outlive the pool. Throws `InvalidHandleError` if
  /// the pool was moved from.
  explicit TraceReader(const Pool& pool);

  /// The events since the last call, ordered by processor, then time. An event that is still running is returned again by
  /// later calls, with the same `processor` and `sequence`, until it has ended. Throws `std::bad_alloc`; then the next call
  /// returns the events.
  [[nodiscard]] std::vector<TraceEvent> read();

 private:
  std::shared_ptr<detail::PoolCore> core_;
  std::vector<std::uint64_t> next_;
};

}  // namespace webpool
