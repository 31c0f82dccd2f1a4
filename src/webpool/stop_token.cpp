#include <webpool/stop_token.hpp>

#include <webpool/core/processor.hpp>

namespace webpool {

namespace this_task {

StopToken stop_token() noexcept {
  auto* const processor = detail::Processor::current();
  if (processor == nullptr) return {};
  const auto& visit = processor->innermost();
  if (!visit.claimed() || visit.job() == nullptr) return {};
  return StopToken(detail::Reference<>::share(*visit.job()));
}

std::optional<std::size_t> processor() noexcept {
  const auto* const processor = detail::Processor::current();
  if (processor == nullptr) return std::nullopt;
  return processor->index();
}

}  // namespace this_task
}  // namespace webpool
