#pragma once

#include <webpool/core/job.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/options.hpp>

#include <optional>

namespace webpool::detail {

/// Cancels a job when its caller's stop token is stopped.
class CancelOnStop {
 public:
#if defined(__cpp_lib_jthread)
  /// To be called before the job is submitted.
  void begin(const CallerStopToken& token, Job& job) {
    if (token.stop_possible()) registration_.emplace(token, Cancel{job});
  }
  /// Called when the job has ended or was refused. Waits for a cancel() that runs on another thread.
  void end() noexcept { registration_.reset(); }

 private:
  struct Cancel {
    Job& job;
    void operator()() const noexcept { JobPtr<>::share(job)->cancel(); }  // its callbacks may release the job
  };
  std::optional<std::stop_callback<Cancel>> registration_;
#else
  void begin(const CallerStopToken& /*token*/, Job& /*job*/) {}
  void end() noexcept {}
#endif
};

}  // namespace webpool::detail
