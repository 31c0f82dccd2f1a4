#pragma once

#include <webpool/core/job.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/options.hpp>

#include <optional>

namespace webpool::detail {

/// Has a caller's stop token cancel a job.
class CancelOnStop {
 public:
#if defined(__cpp_lib_jthread)
  /// From now on. Before the job is submitted.
  void begin(const CallerStopToken& token, Job& job) {
    if (token.stop_possible()) registration_.emplace(token, Cancel{job});
  }
  /// Not any more: the job has ended, or was not submitted. Waits for a cancel() that runs on another thread.
  void end() noexcept { registration_.reset(); }

 private:
  struct Cancel {
    Job& job;
    void operator()() const noexcept { JobPtr<>::share(job)->cancel(); }  // whose end may let go of the job
  };
  std::optional<std::stop_callback<Cancel>> registration_;
#else
  void begin(const CallerStopToken& /*token*/, Job& /*job*/) {}
  void end() noexcept {}
#endif
};

}  // namespace webpool::detail
