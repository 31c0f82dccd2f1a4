#pragma once

#include <webpool/core/job_observer.hpp>

namespace webpool::wasm {

/// Describes the calls of a compiled program to the page, as `web/src/program/call-notes.ts` does for one in JavaScript: the
/// line, the items and the results of the first calls of each pool.
class CallNotes final : public detail::JobObserver {
 public:
  void submitted(const detail::PoolCore& pool, detail::Job& job) noexcept override;
  void succeeded(const detail::PoolCore& pool, detail::Job& job) noexcept override;
};

}  // namespace webpool::wasm
