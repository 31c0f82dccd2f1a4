#include <webpool/sync/parked_list.hpp>

#include <mutex>
#include <utility>

namespace webpool::detail {

void Sleepers::lie_down(Bed& bed) noexcept {
  const std::lock_guard lock(lock_);
  bed.taken_.store(1, std::memory_order_relaxed);
  bed.above_ = nullptr;
  bed.below_ = std::exchange(first_, &bed);
  if (bed.below_ != nullptr) bed.below_->above_ = &bed;
  count_.fetch_add(1, std::memory_order_seq_cst);
}

void Sleepers::get_up(Bed& bed) noexcept {
  if (bed.taken_.load(std::memory_order_acquire) == 0) return;
  const std::lock_guard lock(lock_);
  if (bed.taken_.load(std::memory_order_relaxed) != 0) remove(bed);
}

void Sleepers::wake(std::uint32_t wanted) noexcept {
  for (; wanted != 0; --wanted) {
    Bed* bed = nullptr;
    {
      const std::lock_guard lock(lock_);
      bed = first_;
      if (bed == nullptr) return;
      remove(*bed);
    }
    notify(bed->taken_, 1);  // outside of the lock, which the one who wakes needs
  }
}

void Sleepers::wake_all() noexcept {
  // Under one lock: nobody who lies down meanwhile, at either end, is woken in place of another.
  const std::lock_guard lock(lock_);
  while (first_ != nullptr) {
    Bed& bed = *first_;
    remove(bed);
    notify(bed.taken_, 1);
  }
}

void Sleepers::remove(Bed& bed) noexcept {
  (bed.above_ != nullptr ? bed.above_->below_ : first_) = bed.below_;
  if (bed.below_ != nullptr) bed.below_->above_ = bed.above_;
  bed.taken_.store(0, std::memory_order_release);
  count_.fetch_sub(1, std::memory_order_seq_cst);
}

}  // namespace webpool::detail
