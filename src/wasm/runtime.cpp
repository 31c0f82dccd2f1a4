#include <wasm/platform.hpp>

#include <emscripten.h>
#include <emscripten/console.h>
#include <emscripten/heap.h>
#include <emscripten/threading.h>

#include <algorithm>
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

namespace {

constexpr std::size_t page = 64 * 1024;
// By how much the memory grows if it can and that is enough. Each thread makes new views of it then.
constexpr std::size_t growth = 32 * 1024 * 1024;

struct Memory {
  std::atomic<std::size_t> size;
  std::atomic<std::size_t> limit;
};
Memory memory{0, 0};

std::size_t grow(std::size_t size) { return __builtin_wasm_memory_grow(0, (size + page - 1) / page); }

// Has the memory reach to `end` at least. Only for malloc, which holds its lock.
bool reach(std::uintptr_t end) {
  if (end <= memory.size) return true;
  // Growing by nothing gives the size, which the instruction `memory.size` may not know yet in V8's other threads.
  const auto size = grow(0) * page;
  if (end > size && grow(std::max(end - size, growth)) == SIZE_MAX) {
    // Near the limit it takes all that is left at once, since many small steps would leave each thread many buffers.
    const auto left = emscripten_get_heap_max() - size;
    if (left < end - size || (grow(left) == SIZE_MAX && grow(end - size) == SIZE_MAX)) return false;
  }
  memory.size = grow(0) * page;
  return true;
}

}  // namespace

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

/// Memory for malloc, the only caller. Emscripten's own version does not tell the size to other threads; and that of 3.1.6 is
/// linked together with brk, which prints a message and so brings in standard output. Later ones call it `_sbrk64`. A program
/// that is linked into the module must not have its own, nor call brk: JavaScript would not see that the memory has grown.
WEBPOOL_STAND_IN void* sbrk(std::intptr_t increment) {
  static std::uintptr_t end = reinterpret_cast<std::uintptr_t>(&__heap_base);
  constexpr std::uintptr_t alignment = alignof(std::max_align_t);
  const auto from = end;
  const auto size = static_cast<std::uintptr_t>(increment);
  const auto to = from + (size + alignment - 1) / alignment * alignment;
  if (to - from < size || to < from || !reach(to)) return reinterpret_cast<void*>(-1);
  end = to;
  return reinterpret_cast<void*>(from);
}
WEBPOOL_STAND_IN void* _sbrk64(std::int64_t increment) { return sbrk(static_cast<std::intptr_t>(increment)); }

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

namespace webpool::wasm {

/// The address of the memory's size and of what it can grow to. JavaScript reads the size to find out whether its views are
/// too short, since `memory.buffer` takes 40 times as long to read.
const void* webpool_memory() {
  memory.limit = emscripten_get_heap_max();
  return &memory;
}

}  // namespace webpool::wasm
