#pragma once

#include <webpool/sync/atomic.hpp>

#include <cstdint>

namespace webpool::detail {

/// Which process this is, counted from its first ancestor with a pool. The child of a fork() has a copy of the pools
/// without their threads, so it counts itself as another process before fork() returns in it.
inline Atomic<std::uint16_t> process_number{0};

[[nodiscard]] inline std::uint16_t this_process() noexcept { return process_number.load(std::memory_order_relaxed); }

/// From now on the child of a fork() changes its `process_number`. Does nothing on systems without fork().
void watch_for_fork();

}  // namespace webpool::detail
