#pragma once

namespace webpool::detail {

/// Reports on stderr what the caller's code threw, inside of a `catch`. `which`: the role of that code.
void report_exception(const char* which) noexcept;
/// The calling thread is about to run code of the caller's that is no task.
void note_callback() noexcept;

/// Runs the caller's code, of a role such as "callback", and reports on stderr what it throws.
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
