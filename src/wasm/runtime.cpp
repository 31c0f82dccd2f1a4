#include <emscripten.h>
#include <emscripten/console.h>
#include <emscripten/threading.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <thread>

/// Small stand-ins for parts of the C++ library that the pool never needs whole: theirs bring formatted output, tables of
/// error texts and condition variables, a fifth of the module. They are weak, and only what nothing else asks for is left
/// out: a module whose own code uses streams or error codes gets the library's.

#define WEBPOOL_STAND_IN [[gnu::weak]]

_LIBCPP_BEGIN_NAMESPACE_STD

/// Threads and clocks fail with it. Instead of an error with a code: one with a message alone.
[[noreturn]] WEBPOOL_STAND_IN void __throw_system_error(int /*code*/, const char* what) {
  throw std::runtime_error(what);
}

/// The library's can fail, with an error to be thrown.
WEBPOOL_STAND_IN chrono::steady_clock::time_point chrono::steady_clock::now() noexcept {
  return time_point(chrono::nanoseconds(static_cast<std::int64_t>(emscripten_get_now() * 1e6)));
}

/// The library's lies in one file with all that threads can fail with.
WEBPOOL_STAND_IN unsigned thread::hardware_concurrency() noexcept {
  return static_cast<unsigned>(emscripten_num_logical_cores());
}

_LIBCPP_END_NAMESPACE_STD

extern "C" {

/// What std::terminate and calls of pure virtual functions end in; under the names of older and newer libraries.
[[noreturn]] WEBPOOL_STAND_IN void abort_message(const char* message, ...) {
  emscripten_console_error(message);
  std::abort();
}
[[noreturn]] WEBPOOL_STAND_IN void __abort_message(const char* message, ...) {
  emscripten_console_error(message);
  std::abort();
}

// Initialisation of static variables of functions: once, while other threads that come spin. The compiler reads the first
// byte of the guard; the second is the lock.
WEBPOOL_STAND_IN int __cxa_guard_acquire(std::uint8_t* guard) {
  while (__atomic_exchange_n(guard + 1, 1, __ATOMIC_ACQUIRE) != 0) {
  }
  if (guard[0] == 0) return 1;
  __atomic_store_n(guard + 1, 0, __ATOMIC_RELEASE);
  return 0;
}
WEBPOOL_STAND_IN void __cxa_guard_release(std::uint8_t* guard) {
  __atomic_store_n(guard, 1, __ATOMIC_RELEASE);
  __atomic_store_n(guard + 1, 0, __ATOMIC_RELEASE);
}
WEBPOOL_STAND_IN void __cxa_guard_abort(std::uint8_t* guard) { __atomic_store_n(guard + 1, 0, __ATOMIC_RELEASE); }

}  // extern "C"
