#pragma once

#include <webpool/core/worker.hpp>
#include <webpool/export.hpp>

#include <cstdio>
#include <exception>

namespace webpool::detail {

/// Inside a `catch`: reports the exception of a user's function on stderr. `which`: its role, such as "callback".
WEBPOOL_OUT_OF_LINE inline void report_exception(const char* which) noexcept {
  try {
    throw;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "webpool: the %s of a job threw: %s\n", which, error.what());
  } catch (...) {
    std::fprintf(stderr, "webpool: the %s of a job threw something that is not a std::exception\n", which);
  }
}

/// Calls a user's function that is no task, and reports its exception.
template <class Call>
void call_guarded(const char* which, Call&& call) noexcept {
  if (Worker* const worker = Worker::current()) worker->forget_last_end();
  try {
    call();
  } catch (...) {
    report_exception(which);
  }
}

}  // namespace webpool::detail
