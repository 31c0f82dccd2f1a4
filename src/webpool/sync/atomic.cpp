#include <webpool/sync/atomic.hpp>

#if defined(WEBPOOL_STRESS)

#include <chrono>
#include <cstdint>
#include <thread>

namespace webpool::detail {

void delay_at_random() noexcept {
  static std::atomic<std::uint32_t> threads{1};
  thread_local std::uint32_t random = threads.fetch_add(1, std::memory_order_relaxed) * 2654435761U;
  random ^= random << 13U;
  random ^= random >> 17U;
  random ^= random << 5U;
  if (random % 64 == 0) std::this_thread::yield();
  if (random % 2048 == 0) std::this_thread::sleep_for(std::chrono::microseconds{random / 2048 % 500});
}

}  // namespace webpool::detail

#endif
