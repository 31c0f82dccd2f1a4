#pragma once

#include <utility>

namespace webpool::detail {

class Job;

/// Shared ownership of a job, by the count inside the job.
template <class T = Job>
class JobPtr {
 public:
  JobPtr() = default;
  /// Takes over the reference that the caller holds.
  explicit JobPtr(T* job) noexcept : job_(job) {}
  JobPtr(const JobPtr& other) noexcept : job_(other.job_) {
    if (job_ != nullptr) job_->add_reference();
  }
  JobPtr(JobPtr&& other) noexcept : job_(std::exchange(other.job_, nullptr)) {}
  JobPtr& operator=(JobPtr other) noexcept {
    std::swap(job_, other.job_);
    return *this;
  }
  ~JobPtr() {
    if (job_ != nullptr) job_->release();
  }
  /// Releases the job. (Use it instead of `pointer = {}`, whose temporary Clang 14 does not destroy in templates.)
  void reset() noexcept {
    if (job_ != nullptr) std::exchange(job_, nullptr)->release();
  }
  /// One more reference to `job`.
  static JobPtr share(T& job) noexcept {
    job.add_reference();
    return JobPtr(&job);
  }
  /// Passes the reference to the caller.
  [[nodiscard]] T* detach() noexcept { return std::exchange(job_, nullptr); }
  [[nodiscard]] T* get() const noexcept { return job_; }
  T& operator*() const noexcept { return *job_; }
  T* operator->() const noexcept { return job_; }
  explicit operator bool() const noexcept { return job_ != nullptr; }

 private:
  T* job_ = nullptr;
};

}  // namespace webpool::detail
