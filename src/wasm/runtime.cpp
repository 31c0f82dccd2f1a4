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

/// Small stand-ins for parts of the C++ library that the pool never needs whole: theirs bring formatted output, tables of
/// error texts and condition variables, a fifth of the module. They are weak, and only what nothing else asks for is left
/// out: a module whose own code uses streams or error codes gets the library's.

#define WEBPOOL_STAND_IN [[gnu::weak]]

extern "C" char __heap_base;

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

// Emscripten 3.1.6 defines the version in small letters alone, of which 6.0 warns.
#if !defined(__EMSCRIPTEN_MAJOR__)
#define WEBPOOL_EMSCRIPTEN_MAJOR __EMSCRIPTEN_major__
#else
#define WEBPOOL_EMSCRIPTEN_MAJOR __EMSCRIPTEN_MAJOR__
#endif
#if WEBPOOL_EMSCRIPTEN_MAJOR < 4
/// Memory for malloc, which gives none back. Emscripten 3.1.6's own lies in one file with brk, which prints that it is not ready,
/// and with it come standard output and its way to the page. Memory does not grow here.
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
