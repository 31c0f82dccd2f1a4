#pragma once

#include <webpool/core/scheduler.hpp>

#include <cstdint>
#include <memory>
#include <utility>

namespace webpool::wasm {

/// A pool as JavaScript holds it.
class WebPool {
 public:
  WebPool(std::uint32_t processes, detail::SchedulerOptions options)
      : scheduler_(std::make_shared<detail::Scheduler>(processes, std::move(options))) {
    scheduler_->start();
  }
  WebPool(const WebPool&) = delete;
  WebPool& operator=(const WebPool&) = delete;
  ~WebPool() {
    if (scheduler_->alive() != 0) scheduler_->terminate();
  }
  [[nodiscard]] detail::Scheduler& scheduler() const noexcept { return *scheduler_; }

 private:
  std::shared_ptr<detail::Scheduler> scheduler_;
};

}  // namespace webpool::wasm
