#include <webpool/sync/spin.hpp>

#include <algorithm>
#include <thread>

namespace webpool::detail {

std::int32_t find_core_count() noexcept {
  const auto found = static_cast<std::int32_t>(std::max(1U, std::thread::hardware_concurrency()));
  known_core_count.store(found, std::memory_order_relaxed);
  return found;
}

void yield_core() noexcept {
#if !defined(__wasm__)
  std::this_thread::yield();
#endif
}

}  // namespace webpool::detail
