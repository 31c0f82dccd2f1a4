#include <wasm/shared_memory.hpp>

#include <emscripten.h>

#include <atomic>
#include <cstdlib>
#include <new>
#include <utility>

namespace webpool::wasm {
namespace {

// All sequentially consistent. Who gives memory back writes `given` and then reads the counters; the host, the other way
// round. Whoever takes `given` reads the counters once more after that: only then are they not older than what it took.
std::atomic<std::uint32_t> wished{0};     // kills, from the beginning
std::atomic<std::uint32_t> wishes{0};     // those not granted yet
std::atomic<std::uint32_t> lingering{0};  // workers that were killed and may run on
std::atomic<Shared*> given{nullptr};      // what was given back while a worker may have written to it

// The host's: how many workers were killed, how many of them are gone, and what waits for one.
std::uint32_t killed = 0;
std::uint32_t gone = 0;
Shared* waiting = nullptr;
// In place of a kill's number: that of one that is not granted yet.
constexpr std::uint32_t some_wish = UINT32_MAX;

void release(Shared* shared) noexcept {
  delete shared->matrix;
  std::free(shared);
}

void give(Shared* shared) noexcept {
  shared->next = given;
  while (!given.compare_exchange_weak(shared->next, shared)) {
  }
}

// Whether those whom somebody has wished to be killed are gone. In this order: a wish is granted after its kill is counted.
bool all_gone() noexcept { return wishes == 0 && lingering == 0; }

// Host: gives back what no worker may write to any more.
void sweep() noexcept {
  for (Shared* shared = given.exchange(nullptr); shared != nullptr;) {
    Shared* const next = shared->next;
    shared->since = some_wish;
    shared->next = waiting;
    waiting = shared;
    shared = next;
  }
  // If so, who was to be killed has been, before this.
  const bool granted = wishes == 0;
  for (Shared** at = &waiting; *at != nullptr;) {
    Shared* const shared = *at;
    if (granted && shared->since == some_wish) shared->since = killed;
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
  if (shared->since == wished || all_gone()) return release(shared);
  give(shared);
  // The host sees to it, unless it has looked for the last time before that.
  while (all_gone()) {
    shared = given.exchange(nullptr);
    if (shared == nullptr) return;
    const auto act = all_gone() ? release : give;
    while (shared != nullptr) act(std::exchange(shared, shared->next));
  }
}

}  // extern "C"
}  // namespace webpool::wasm
