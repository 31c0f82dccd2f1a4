#include <wasm/platform.hpp>

#include <emscripten.h>
#include <emscripten/console.h>
#include <emscripten/heap.h>
#include <emscripten/threading.h>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <thread>

/// Small replacements for parts of the C++ library, whose originals would bring formatted output, tables of error texts and
/// condition variables into the module: a fifth of its size. They are weak, so a module whose own code uses streams or error
/// codes gets the library's.

#define WEBPOOL_STAND_IN [[gnu::weak]]

extern "C" char __heap_base;

_LIBCPP_BEGIN_NAMESPACE_STD

/// Called when threads and clocks fail. Throws an error with a message only, without an error code.
[[noreturn]] WEBPOOL_STAND_IN void __throw_system_error(int /*code*/, const char* what) {
  throw std::runtime_error(what);
}

/// The library's version can throw, and its clocks of threads differ by the time that a thread's message was on its way.
WEBPOOL_STAND_IN chrono::steady_clock::time_point chrono::steady_clock::now() noexcept {
  return time_point(chrono::nanoseconds(static_cast<std::int64_t>(webpool_js_now() * 1e6)));
}

/// The library's version is linked together with all errors of threads.
WEBPOOL_STAND_IN unsigned thread::hardware_concurrency() noexcept {
  return static_cast<unsigned>(emscripten_num_logical_cores());
}

_LIBCPP_END_NAMESPACE_STD

extern "C" {

/// Called by std::terminate and for pure virtual calls, under the names of older and newer libraries.
[[noreturn]] WEBPOOL_STAND_IN void abort_message(const char* message, ...) {
  emscripten_console_error(message);
  std::abort();
}
[[noreturn]] WEBPOOL_STAND_IN void __abort_message(const char* message, ...) {
  emscripten_console_error(message);
  std::abort();
}

// Emscripten 3.1.6 defines only the lower-case macro, which is deprecated in 6.0.
#if !defined(__EMSCRIPTEN_MAJOR__)
#define WEBPOOL_EMSCRIPTEN_MAJOR __EMSCRIPTEN_major__
#else
#define WEBPOOL_EMSCRIPTEN_MAJOR __EMSCRIPTEN_MAJOR__
#endif
#if WEBPOOL_EMSCRIPTEN_MAJOR < 4
/// Memory for malloc, which never returns any. Emscripten 3.1.6's own version is linked together with brk, which prints a
/// message and so brings in standard output. Memory does not grow here.
WEBPOOL_STAND_IN void* sbrk(std::intptr_t increment) {
  static std::atomic<std::uintptr_t> end{reinterpret_cast<std::uintptr_t>(&__heap_base)};
  constexpr std::uintptr_t alignment = alignof(std::max_align_t);
  const auto size = static_cast<std::uintptr_t>(increment);
  auto from = end.load();
  do {
    if (size > emscripten_get_heap_size() - from) return reinterpret_cast<void*>(-1);
  } while (!end.compare_exchange_weak(from, from + (size + alignment - 1) / alignment * alignment));
  return reinterpret_cast<void*>(from);
}
#endif

// Initialisation of function-local static variables, for which other threads spin. The compiler reads the first byte of the
// guard; the second is the lock.
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
