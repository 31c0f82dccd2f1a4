#include <webpool/sync/parked_list.hpp>

#include <mutex>
#include <utility>

namespace webpool::detail {

void ParkedList::add(Slot& slot) noexcept {
  const std::lock_guard lock(lock_);
  slot.parked_.store(1, std::memory_order_relaxed);
  slot.newer_ = nullptr;
  slot.older_ = std::exchange(newest_, &slot);
  if (slot.older_ != nullptr) slot.older_->newer_ = &slot;
  count_.fetch_add(1, std::memory_order_seq_cst);
}

void ParkedList::remove(Slot& slot) noexcept {
  if (slot.parked_.load(std::memory_order_acquire) == 0) return;
  const std::lock_guard lock(lock_);
  if (slot.parked_.load(std::memory_order_relaxed) != 0) unlink(slot);
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
    notify(slot->parked_, 1);  // after unlocking, since the woken thread takes the lock next
  }
}

void ParkedList::wake_all() noexcept {
  // Under one lock, so that a thread added meanwhile is not woken instead of one that was there before.
  const std::lock_guard lock(lock_);
  while (newest_ != nullptr) {
    Slot& slot = *newest_;
    unlink(slot);
    notify(slot.parked_, 1);
  }
}

void ParkedList::unlink(Slot& slot) noexcept {
  (slot.newer_ != nullptr ? slot.newer_->older_ : newest_) = slot.older_;
  if (slot.older_ != nullptr) slot.older_->newer_ = slot.newer_;
  slot.parked_.store(0, std::memory_order_release);
  count_.fetch_sub(1, std::memory_order_seq_cst);
}

}  // namespace webpool::detail
