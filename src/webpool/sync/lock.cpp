#include <webpool/sync/lock.hpp>

namespace webpool::detail {

void Lock::lock_slowly() noexcept {
  for (int tries = 0; tries < 64; ++tries) {
    pause();
    if (state_.load(std::memory_order_relaxed) == 0 && try_lock()) return;
  }
  while (state_.exchange(2, std::memory_order_acquire) != 0) wait(state_, 2);
}

}  // namespace webpool::detail
