#pragma once

#include <webpool/trace.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace webpool {

/// What one processor of a pool has done so far: `Pool::stats()`. Counted as chunks end (very short ones in groups of up
/// to 64), so that a look while the pool works may come a little early.
struct ProcessorStats {
  std::size_t processor = 0;        ///< index in its pool
  bool alive = false;               ///< whether its thread has begun and has not ended
  std::uint64_t items = 0;          ///< items whose tasks have run
  std::uint64_t chunks = 0;         ///< chunks
  std::chrono::nanoseconds busy{};  ///< time in tasks, that of the chunk at hand included
  std::chrono::nanoseconds idle{};  ///< time since its first thread began, less `busy`
  std::size_t replacements = 0;     ///< threads that took over: after `maxtasksperchild` chunks, or from one that died
  /// What it holds: the chunks that run now.
  std::optional<TraceEvent> current{};
};

}  // namespace webpool
