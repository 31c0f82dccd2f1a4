#include <webpool/stop_token.hpp>

#include <webpool/calls/task_timer.hpp>
#include <webpool/core/worker.hpp>

namespace webpool {

namespace this_task {

StopToken stop_token() noexcept {
  auto* const worker = detail::Worker::current();
  if (worker == nullptr) return {};
  const auto& run = worker->innermost();
  if (!run.claimed() || run.job() == nullptr) return {};
  return {detail::JobPtr<>::share(*run.job()), detail::TaskTimer::deadline_of(*run.job())};
}

std::optional<std::size_t> processor() noexcept {
  const auto* const worker = detail::Worker::current();
  if (worker == nullptr) return std::nullopt;
  return worker->index();
}

}  // namespace this_task
}  // namespace webpool
