#include <wasm/shared_memory.hpp>

#include <emscripten.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <utility>

namespace webpool::wasm {
namespace {

// All sequentially consistent: who gives memory back writes `given` and then reads the counters; the host, the other way
// round.
std::atomic<std::uint32_t> wished{0};     // kills, from the beginning
std::atomic<std::uint32_t> wishes{0};     // those not granted yet
std::atomic<std::uint32_t> lingering{0};  // workers that were killed and may run on
std::atomic<Shared*> given{nullptr};      // what was given back while a worker may have written to it

// The host's: how many workers were killed, how many of them are gone, and what waits for one.
std::uint32_t killed = 0;
std::uint32_t gone = 0;
Shared* waiting = nullptr;

void release(Shared* shared) noexcept {
  delete shared->matrix;
  std::free(shared);
}

// Host: gives back what no worker may write to any more.
void sweep() noexcept {
  if (wishes == 0) {
    // Who was to be killed has been, before this.
    for (Shared* shared = given.exchange(nullptr); shared != nullptr;) {
      Shared* const next = shared->next;
      shared->since = killed;
      shared->next = waiting;
      waiting = shared;
      shared = next;
    }
  }
  for (Shared** at = &waiting; *at != nullptr;) {
    Shared* const shared = *at;
    if (shared->since > gone) {
      at = &shared->next;
    } else {
      *at = shared->next;
      release(shared);
    }
  }
}

}  // namespace

Shared* new_shared(std::size_t size, Matrix* matrix) noexcept {
  void* const memory = size < SIZE_MAX - sizeof(Shared) ? std::malloc(sizeof(Shared) + size) : nullptr;
  return memory == nullptr ? nullptr : new (memory) Shared{nullptr, wished, matrix, 0};
}

void wish_kill() noexcept {
  ++wishes;
  ++wished;
}

void kill_granted() noexcept {
  --wishes;
  sweep();
}

void count_killed() noexcept {
  ++wished;  // also one that nobody wished for
  ++lingering;
  ++killed;
}

void killed_is_gone() noexcept {
  --lingering;
  ++gone;
  sweep();
}

extern "C" {

/// The address of memory for a shared array; null where there is none.
EMSCRIPTEN_KEEPALIVE void* webpool_share(std::size_t size) {
  Shared* const shared = new_shared(size);
  return shared == nullptr ? nullptr : shared + 1;
}

/// Gives back what follows.
EMSCRIPTEN_KEEPALIVE void webpool_unshare(void* memory) {
  Shared* shared = static_cast<Shared*>(memory) - 1;
  if (shared->since == wished) return release(shared);
  shared->next = given;
  while (!given.compare_exchange_weak(shared->next, shared)) {
  }
  if (wishes != 0 || lingering != 0) return;  // the host will see to it
  for (shared = given.exchange(nullptr); shared != nullptr;) release(std::exchange(shared, shared->next));
}

}  // extern "C"
}  // namespace webpool::wasm
