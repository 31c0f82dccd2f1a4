#include <webpool/pool.hpp>

#include <webpool/sync/spin.hpp>

#include <algorithm>
#include <thread>

namespace webpool {

std::size_t cpu_count() noexcept { return std::max(1U, std::thread::hardware_concurrency()); }

std::vector<TraceEvent> Pool::trace() const { return TraceReader(*this).read(); }

std::vector<ProcessorStats> Pool::stats() const {
  std::vector<ProcessorStats> stats;
  for (std::uint32_t index = 0; index < scheduler_->processes(); ++index) {
    stats.push_back(scheduler_->processor(index).stats());
  }
  return stats;
}

TraceReader::TraceReader(const Pool& pool) : scheduler_(pool.scheduler_), next_(pool.processes()) {}

std::vector<TraceEvent> TraceReader::read() {
  std::vector<TraceEvent> events;
  for (std::uint32_t index = 0; index < scheduler_->processes(); ++index) {
    next_[index] = scheduler_->processor(index).trace().read(next_[index], index, events);
  }
  return events;
}

namespace detail {

std::int32_t find_core_count() noexcept {
  const auto found = static_cast<std::int32_t>(cpu_count());
  known_core_count.store(found, std::memory_order_relaxed);
  return found;
}

}  // namespace detail
}  // namespace webpool
