#pragma once

#include <webpool/core/pool_core.hpp>
#include <webpool/sync/parking.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <utility>

namespace webpool::wasm {

/// The time `milliseconds` from now; none if that is negative.
inline detail::Deadline deadline_in(double milliseconds) {
  return milliseconds < 0 ? detail::no_deadline
                          : detail::deadline_after(std::chrono::duration<double, std::milli>(milliseconds));
}

/// The pool behind a JavaScript handle.
class WebPool {
 public:
  WebPool(std::uint32_t processes, detail::PoolCoreOptions options)
      : core_(std::make_shared<detail::PoolCore>(processes, std::move(options))) {
    core_->start();
  }
  WebPool(const WebPool&) = delete;
  WebPool& operator=(const WebPool&) = delete;
  ~WebPool() {
    if (core_->threads().alive().load(std::memory_order_acquire) != 0) core_->terminate();
  }
  [[nodiscard]] detail::PoolCore& core() const noexcept { return *core_; }

 private:
  std::shared_ptr<detail::PoolCore> core_;
};

}  // namespace webpool::wasm
