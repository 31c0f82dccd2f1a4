#pragma once

#include <webpool/export.hpp>

/// How a host follows what the jobs of all pools are given, and what comes of it.
namespace webpool::detail {

class Job;
class PoolCore;

/// Follows the jobs of all pools. `Job::item_texts` and `Job::result_texts` give the values.
class WEBPOOL_EXPORT JobObserver {
 public:
  /// The job has its number, and none of its tasks has begun. Called on the thread that submits it. If the pool is closed or
  /// terminated at the same time, the job may still be refused; then nothing follows.
  virtual void submitted(const PoolCore& pool, Job& job) noexcept = 0;
  /// All tasks of the job have ended without an error, and no result was taken yet. Called on the thread that ends it.
  virtual void succeeded(const PoolCore& pool, Job& job) noexcept = 0;

  /// Null if no host follows the jobs. To be set before the first pool is created.
  static inline JobObserver* instance = nullptr;

 protected:
  ~JobObserver() = default;
};

}  // namespace webpool::detail
