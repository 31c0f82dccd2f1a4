#include <webpool/pool.hpp>

#include <algorithm>
#include <cstdio>
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

void report_callback_error(const char* which) noexcept {
  try {
    throw;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "webpool: the %s of a job threw: %s\n", which, error.what());
  } catch (...) {
    std::fprintf(stderr, "webpool: the %s of a job threw something that is no std::exception\n", which);
  }
}

}  // namespace detail
}  // namespace webpool
