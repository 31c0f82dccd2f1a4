#include <wasm/kill_guard.hpp>

#include <wasm/layout.hpp>
#include <wasm/thread_context.hpp>
#include <webpool/sync/parking.hpp>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

namespace webpool::wasm {
namespace {

thread_local ThreadContext* killable = nullptr;

using namespace thread_state;

void enter_task(ThreadContext& context) noexcept {
  auto state = core;
  if (context.state.compare_exchange_strong(state, task, std::memory_order_acq_rel)) return;
  if (state != kill_pending) return;
  context.state.store(killed, std::memory_order_release);  // the host now terminates the worker
  park(context);
}

// Parks a thread that was killed. Returns false if it was not in a task.
bool leave_task(ThreadContext& context) noexcept {
  for (;;) {
    auto state = task;
    if (context.state.compare_exchange_strong(state, core, std::memory_order_acq_rel)) return true;
    if (state == killed) park(context);
    if (state != killing) return false;
    detail::wait(context.state, killing);  // until the host has decided whether to kill it
  }
}

}  // namespace

[[noreturn]] void park(ThreadContext& context) noexcept {
  for (;;) detail::wait(context.state, context.state.load(std::memory_order_acquire));
}

void set_killable_thread(ThreadContext* context) noexcept { killable = context; }

KillEnabled::KillEnabled() noexcept {
  if (killable != nullptr) enter_task(*killable);
}
KillEnabled::~KillEnabled() {
  if (killable != nullptr) leave_task(*killable);
}

KillDisabled::KillDisabled() noexcept : left_task_(killable != nullptr && leave_task(*killable)) {}
KillDisabled::~KillDisabled() {
  if (left_task_) enter_task(*killable);
}

}  // namespace webpool::wasm

// These override Emscripten's allocator, whose names are weak, so that no thread is killed while it allocates.
extern "C" {

void* emscripten_builtin_malloc(std::size_t size);
void* emscripten_builtin_memalign(std::size_t alignment, std::size_t size);
void emscripten_builtin_free(void* memory);
std::size_t malloc_usable_size(void* memory);

void* malloc(std::size_t size) {
  const webpool::wasm::KillDisabled inside;
  return emscripten_builtin_malloc(size);
}

void free(void* memory) {
  const webpool::wasm::KillDisabled inside;
  emscripten_builtin_free(memory);
}

void* calloc(std::size_t count, std::size_t size) {
  std::size_t bytes = 0;
  if (__builtin_mul_overflow(count, size, &bytes)) return nullptr;
  const webpool::wasm::KillDisabled inside;
  void* const memory = emscripten_builtin_malloc(bytes);  // not malloc, which a compiler would merge into a calloc
  return memory != nullptr ? std::memset(memory, 0, bytes) : nullptr;
}

void* realloc(void* memory, std::size_t size) {
  if (memory == nullptr) return malloc(size);
  const auto before = malloc_usable_size(memory);
  if (size <= before && size >= before / 2) return memory;
  void* const moved = malloc(size);
  if (moved == nullptr) return nullptr;
  std::memcpy(moved, memory, std::min(before, size));
  free(memory);
  return moved;
}

void* memalign(std::size_t alignment, std::size_t size) {
  const webpool::wasm::KillDisabled inside;
  return emscripten_builtin_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) { return memalign(alignment, size); }

int posix_memalign(void** memory, std::size_t alignment, std::size_t size) {
  void* const aligned = memalign(alignment, size);
  if (aligned == nullptr) return ENOMEM;
  *memory = aligned;
  return 0;
}

}  // extern "C"
