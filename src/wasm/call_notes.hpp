#pragma once

#include <webpool/core/job_observer.hpp>

#include <atomic>
#include <cstdint>

namespace webpool::wasm {

/// Describes the calls of a compiled program to the page, as `web/src/program/call-notes.ts` does for one in JavaScript: the
/// line, the items and the results of its first calls.
class CallNotes final : public detail::JobObserver {
 public:
  void submitted(const detail::PoolCore& pool, detail::Job& job) noexcept override;
  void succeeded(const detail::PoolCore& pool, detail::Job& job) noexcept override;

 private:
  std::atomic<std::uint32_t> calls_{0};
};

}  // namespace webpool::wasm
