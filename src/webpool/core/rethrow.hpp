#pragma once

#include <exception>
#include <utility>

namespace webpool::detail {

/// Throws what a task threw, on the thread that asked for the result.
///
/// Emscripten's exceptions (3.1.6, with -fexceptions) take no reference while one is thrown again: its last other owner, a
/// processor that drops the job just then, would free it in flight. So this thread keeps one until its next such error.
[[noreturn]] inline void rethrow(std::exception_ptr error) {
#if defined(__wasm__)
  static thread_local std::exception_ptr kept;
  kept = error;
#endif
  std::rethrow_exception(std::move(error));
}

}  // namespace webpool::detail
