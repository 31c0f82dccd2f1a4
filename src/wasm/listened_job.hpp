#pragma once

#include <wasm/layout.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/pool_core.hpp>

#include <atomic>
#include <cstdint>
#include <memory>

namespace webpool::wasm {

class Completions;

/// A job whose end JavaScript is notified of: by a list of settled jobs and a word that changes with each of them, or by
/// `completions`.
class ListenedJob : public detail::Job {
 public:
  using Job::Job;
  bool listened = true;
  /// How many milliseconds each of its tasks may take; 0: no limit.
  std::uint32_t timeout = 0;
  JobRecord record;
  /// The queue to which the job is pushed when it has settled, or null.
  std::shared_ptr<Completions> completions;
  /// The link of `Completions`.
  ListenedJob* next_completed = nullptr;
  // Set by a processor before it awaits a task for the first time. Read by a caller, which must not block from then on.
  std::atomic<std::uint32_t> awaits{0};
  // The request to kill the threads that still run the job, and whether it was sent. It keeps the pool and the job alive.
  Message kill_message;
  std::atomic<bool> kill_asked{false};
  std::shared_ptr<detail::PoolCore> kill_keeps;

 private:
  void call_back() noexcept override { record.failed = has_error() ? 1 : 0; }
  void settled() noexcept override;
};

}  // namespace webpool::wasm
