#pragma once

#include <webpool/sync/atomic.hpp>

#include <cstdint>

namespace webpool::detail {

#if (defined(__unix__) || defined(__APPLE__)) && !defined(__wasm__)
#define WEBPOOL_HAS_FORK

/// Which process this is, counted from its first ancestor with a pool. The child of a fork() has a copy of the pools
/// without their threads, so it counts itself as another process before fork() returns in it.
inline Atomic<std::uint16_t> process_number{0};

[[nodiscard]] inline std::uint16_t this_process() noexcept { return process_number.load(std::memory_order_relaxed); }

/// Whether `process`, which was this one, has forked since, so that this is its child.
[[nodiscard]] inline bool forked_since(std::uint16_t process) noexcept { return process != this_process(); }

/// From now on the child of a fork() changes its `process_number`.
void watch_for_fork();

#else

[[nodiscard]] constexpr std::uint16_t this_process() noexcept { return 0; }
[[nodiscard]] constexpr bool forked_since(std::uint16_t /*process*/) noexcept { return false; }
inline void watch_for_fork() {}

#endif

}  // namespace webpool::detail
