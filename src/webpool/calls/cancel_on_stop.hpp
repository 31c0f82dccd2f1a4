#pragma once

#include <webpool/core/job.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/options.hpp>
#include <webpool/sync/atomic.hpp>

#include <optional>

namespace webpool::detail {

/// Has a caller's stop token cancel a job.
class CancelOnStop {
 public:
#if defined(__cpp_lib_jthread)
  explicit CancelOnStop(const CallerStopToken& token) : token_(token) {}
  /// From now on. Before the job is submitted.
  void begin(Job& job) {
    if (!token_.stop_possible()) return;
    job.shared_before_submission = true;
    registration_.emplace(token_, Cancel{job});
    if (state_.exchange(State::registered, std::memory_order_acq_rel) == State::ended) registration_.reset();
  }
  /// Not any more: the job has ended, or was not submitted. Waits for a cancel() that runs on another thread.
  void end() noexcept {
    if (state_.exchange(State::ended, std::memory_order_acq_rel) == State::registered) registration_.reset();
  }

 private:
  enum class State { none, registered, ended };
  struct Cancel {
    Job& job;
    void operator()() const noexcept { JobPtr<>::share(job)->cancel(); }  // whose end may let go of the job
  };
  CallerStopToken token_;
  std::optional<std::stop_callback<Cancel>> registration_;
  // A token that is stopped during the registration cancels the job, which calls `end`, before the registration is complete:
  // then `begin` takes it back. Publishes the registration to who ends it.
  Atomic<State> state_{State::none};
#else
  explicit CancelOnStop(const CallerStopToken& /*token*/) {}
  void begin(Job& /*job*/) {}
  void end() noexcept {}
#endif
};

/// Submits a job that the caller's stop token can cancel from now on, if it has one: otherwise `cancel` is null. The job calls
/// `CancelOnStop::end` when it has ended.
template <class Core>
void submit_stoppable(Core& core, Job& job, CancelOnStop* cancel, bool of_stream = false) {
  if (cancel != nullptr) cancel->begin(job);
  try {
    core.submit(job, of_stream);
  } catch (...) {
    if (cancel != nullptr) cancel->end();
    throw;
  }
}

}  // namespace webpool::detail
