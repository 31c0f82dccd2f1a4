#include <webpool/pool.hpp>

#include <webpool/core/host.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/core/text.hpp>

#include <algorithm>
#include <thread>
#include <utility>

namespace webpool {
namespace {

detail::PoolCoreOptions core_options(PoolOptions options) {
  if (options.maxtasksperchild == std::size_t{0})
    throw ValueError("maxtasksperchild: 0 is out of range; a thread runs at least one chunk");
  constexpr std::size_t event_limit = std::size_t{1} << 24U;
  if (options.trace_events > event_limit) {
    detail::throw_error<ValueError>(
        {"trace_events: ", options.trace_events, " is out of range; a processor records at most 2^24 events"});
  }
  detail::PoolCoreOptions result;
  if (options.initializer) result.initializer = std::move(options.initializer);
  if (options.maxtasksperchild) result.maxtasksperchild = *options.maxtasksperchild;
  result.trace_events = options.trace_events;
  return result;
}

}  // namespace

std::size_t cpu_count() noexcept { return std::max(1U, std::thread::hardware_concurrency()); }

Pool::Pool() : Pool(PoolOptions{}) {}

Pool::Pool(PoolOptions options) : Pool(detail::Host::instance().default_processes(), std::move(options)) {}

Pool::Pool(std::size_t processes, PoolOptions options)
    : core_(std::make_shared<detail::PoolCore>(processes, core_options(std::move(options)))) {
  core_->start();
}

Pool::Pool(Pool&& other) noexcept = default;

Pool& Pool::operator=(Pool&& other) noexcept {
  Pool(std::move(other)).core_.swap(core_);  // what was here ends with the temporary
  return *this;
}

Pool::~Pool() {
  if (core_) core_->retire();
}

void Pool::refuse_moved_from() {
  throw InvalidHandleError("this Pool was moved from and has no processors; use the one it was moved to");
}

void Pool::close() { core().close(); }
void Pool::terminate() { core().terminate(); }
void Pool::join() { core().join(); }
std::size_t Pool::processes() const { return core().processes(); }

std::vector<TraceEvent> Pool::trace() const { return TraceReader(*this).read(); }

std::vector<ProcessorStats> Pool::stats() const {
  std::vector<ProcessorStats> stats;
  for (std::uint32_t index = 0; index < core().processes(); ++index) {
    stats.push_back(core_->worker(index).stats());
  }
  return stats;
}

TraceReader::TraceReader(const Pool& pool) : core_(pool.core_), next_(pool.processes()) {}

std::vector<TraceEvent> TraceReader::read() {
  std::vector<TraceEvent> events;
  auto next = next_;
  for (std::uint32_t index = 0; index < core_->processes(); ++index) {
    core_->worker(index).trace().read(next[index], index, events);
  }
  next_ = std::move(next);  // only now: events that could not be returned are read again
  return events;
}

}  // namespace webpool
