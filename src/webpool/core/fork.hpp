#pragma once

#include <webpool/sync/atomic.hpp>

#include <atomic>
#include <cstdint>

namespace webpool::detail {

/// Which process this is, counted from its first ancestor with a pool: fork() makes another one, with a copy of the pools
/// and without their threads. Written by the child before fork() returns in it, when it has one thread.
inline Atomic<std::uint16_t> process_number{0};

[[nodiscard]] inline std::uint16_t this_process() noexcept { return process_number.load(std::memory_order_relaxed); }

/// From now on the child of a fork() counts as another process, where there is fork().
void watch_for_fork();

}  // namespace webpool::detail
