#include <webpool/core/trace_ring.hpp>

#include <algorithm>
#include <new>

namespace webpool::detail {

std::uint64_t TraceRing::begin(std::uint32_t job, std::uint32_t chunk, std::uint64_t item, std::uint64_t items,
                               std::chrono::nanoseconds begin) noexcept {
  if (capacity_ == 0) return 0;
  const auto number = written_.load(std::memory_order_relaxed);
  if (number == 0 && !slots_) {
    slots_.reset(new (std::nothrow) Slot[capacity_]);
    if (!slots_) return capacity_ = 0;
  }
  begun_.store(number + 1, std::memory_order_relaxed);
  Slot& slot = slots_[slot_of(number)];
  slot.job_and_chunk.store((std::uint64_t{job} << 32U) | chunk, std::memory_order_release);
  slot.item.store(item, std::memory_order_release);
  slot.begin.store(begin.count(), std::memory_order_release);
  slot.end.store(-static_cast<std::int64_t>(items), std::memory_order_release);
  written_.store(number + 1, std::memory_order_release);
  return number;
}

void TraceRing::end(std::uint64_t sequence, std::uint32_t chunks, std::uint64_t items,
                    std::chrono::nanoseconds end) noexcept {
  // Events of nested jobs may have overwritten this one.
  if (capacity_ == 0 || written_.load(std::memory_order_relaxed) > sequence + capacity_) return;
  Slot& slot = slots_[slot_of(sequence)];
  slot.chunks.store(chunks, std::memory_order_release);
  slot.items.store(items, std::memory_order_release);
  slot.end.store(end.count(), std::memory_order_release);
}

void TraceRing::read(std::uint64_t& next, std::uint32_t processor, std::vector<TraceEvent>& into) const {
  const auto written = written_.load(std::memory_order_acquire);
  if (written == 0) return;
  const auto first = std::max(next, written > capacity_ ? written - capacity_ : 0);
  auto resume = std::max(first, written);
  for (auto number = first; number < written; ++number) {
    const Slot& slot = slots_[slot_of(number)];
    TraceEvent event;
    event.processor = processor;
    event.sequence = number;
    // `end` is read first: once it is set, `chunks` and `items` are final.
    const auto end = slot.end.load(std::memory_order_acquire);
    const auto job_and_chunk = slot.job_and_chunk.load(std::memory_order_acquire);
    event.job = static_cast<std::uint32_t>(job_and_chunk >> 32U);
    event.chunk = static_cast<std::uint32_t>(job_and_chunk);
    event.item = slot.item.load(std::memory_order_acquire);
    if (end > 0) {
      event.chunks = static_cast<std::uint32_t>(slot.chunks.load(std::memory_order_acquire));
      event.items = slot.items.load(std::memory_order_acquire);
      event.end = std::chrono::nanoseconds{end};
    } else {
      event.chunks = 1;
      event.items = static_cast<std::uint64_t>(-end);
    }
    event.begin = std::chrono::nanoseconds{slot.begin.load(std::memory_order_acquire)};
    if (begun_.load(std::memory_order_relaxed) > number + capacity_) continue;  // overwritten while it was read
    into.push_back(event);
    if (event.running()) resume = std::min(resume, number);
  }
  next = resume;
}

}  // namespace webpool::detail
