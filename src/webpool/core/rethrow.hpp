#pragma once

#include <exception>
#include <utility>

namespace webpool::detail {

/// Rethrows a task's exception on the thread that reads the result.
///
/// Emscripten's exceptions (3.1.6, with -fexceptions) hold no reference while they are rethrown, so a processor that drops
/// the job at that moment would free the exception in flight. The thread therefore keeps a reference until its next error.
[[noreturn]] inline void rethrow(std::exception_ptr error) {
#if defined(__wasm__)
  static thread_local std::exception_ptr kept;
  kept = error;
#endif
  std::rethrow_exception(std::move(error));
}

}  // namespace webpool::detail
