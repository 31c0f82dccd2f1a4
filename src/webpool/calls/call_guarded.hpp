#pragma once

namespace webpool::detail {

/// Inside a `catch`: reports the exception of a user's function on stderr. `which`: its role, such as "callback".
void report_exception(const char* which) noexcept;
/// Notes that the calling thread is about to run user code that is not a task.
void note_callback() noexcept;

/// Calls a user's function and reports its exception on stderr. `which`: its role, such as "callback".
template <class Call>
void call_guarded(const char* which, Call&& call) noexcept {
  note_callback();
  try {
    call();
  } catch (...) {
    report_exception(which);
  }
}

}  // namespace webpool::detail
