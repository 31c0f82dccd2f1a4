#include <webpool/pool.hpp>

#include <algorithm>
#include <thread>

namespace webpool {

std::size_t cpu_count() noexcept { return std::max(1U, std::thread::hardware_concurrency()); }

std::vector<TraceEvent> Pool::trace() const { return TraceReader(*this).read(); }

std::vector<ProcessorStats> Pool::stats() const {
  std::vector<ProcessorStats> stats;
  for (std::uint32_t index = 0; index < core_->processes(); ++index) {
    stats.push_back(core_->worker(index).stats());
  }
  return stats;
}

TraceReader::TraceReader(const Pool& pool) : core_(pool.core_), next_(pool.processes()) {}

std::vector<TraceEvent> TraceReader::read() {
  std::vector<TraceEvent> events;
  for (std::uint32_t index = 0; index < core_->processes(); ++index) {
    next_[index] = core_->worker(index).trace().read(next_[index], index, events);
  }
  return events;
}

}  // namespace webpool
