#pragma once

#include <webpool/trace.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace webpool {

/// What one processor of a pool has done so far; see `Pool::stats()`. Counts grow as chunks end, very short ones in groups
/// of up to 64, so they lag a little while the pool works.
struct ProcessorStats {
  std::size_t processor = 0;        ///< index in its pool
  bool alive = false;               ///< whether its thread has begun and has not ended
  std::uint64_t items = 0;          ///< items whose tasks have run
  std::uint64_t chunks = 0;         ///< chunks that have run
  std::chrono::nanoseconds busy{};  ///< time spent in tasks, the current one included
  std::chrono::nanoseconds idle{};  ///< time since its first thread began, minus `busy`
  std::size_t replacements = 0;     ///< threads replaced: after `maxtasksperchild` chunks, or because one died
  /// The chunks that it runs now, if any.
  std::optional<TraceEvent> current{};
};

}  // namespace webpool
