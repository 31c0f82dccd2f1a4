#include <webpool/sync/parked_list.hpp>

#include <mutex>
#include <utility>

namespace webpool::detail {

void ParkedList::add(Slot& slot) noexcept {
  const std::lock_guard lock(lock_);
  slot.parked.store(1, std::memory_order_relaxed);
  slot.newer = nullptr;
  slot.older = std::exchange(newest_, &slot);
  if (slot.older != nullptr) slot.older->newer = &slot;
  count_.fetch_add(1, std::memory_order_seq_cst);
}

void ParkedList::remove(Slot& slot) noexcept {
  if (slot.parked.load(std::memory_order_acquire) == 0) return;
  const std::lock_guard lock(lock_);
  if (slot.parked.load(std::memory_order_relaxed) != 0) unlink(slot);
}

void ParkedList::wake(std::uint32_t wanted) noexcept {
  for (; wanted != 0; --wanted) {
    Slot* slot = nullptr;
    {
      const std::lock_guard lock(lock_);
      slot = newest_;
      if (slot == nullptr) return;
      unlink(*slot);
    }
    notify(slot->parked, 1);  // after unlocking, since the woken thread takes the lock next
  }
}

void ParkedList::wake_all() noexcept {
  // Under one lock, so that a thread added meanwhile is not woken instead of one that was there before.
  const std::lock_guard lock(lock_);
  while (newest_ != nullptr) {
    Slot& slot = *newest_;
    unlink(slot);
    notify(slot.parked, 1);
  }
}

void ParkedList::unlink(Slot& slot) noexcept {
  (slot.newer != nullptr ? slot.newer->older : newest_) = slot.older;
  if (slot.older != nullptr) slot.older->newer = slot.newer;
  slot.parked.store(0, std::memory_order_release);
  count_.fetch_sub(1, std::memory_order_seq_cst);
}

}  // namespace webpool::detail
