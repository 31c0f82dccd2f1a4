#include <wasm/shared_memory.hpp>

#include <atomic>
#include <cstdlib>
#include <new>
#include <utility>

namespace webpool::wasm {
namespace {

// All sequentially consistent. A thread that frees memory writes `freed` and then reads the counters; the host does the
// opposite. A thread that takes `freed` reads the counters again afterwards, so that they are not older than what it took.
std::atomic<std::uint32_t> requested{0};  // how many kills were ever requested
std::atomic<std::uint32_t> pending{0};    // how many requests are not done yet
std::atomic<std::uint32_t> lingering{0};  // how many terminated workers may still run
std::atomic<Shared*> freed{nullptr};      // memory that was freed while such a worker may write to it

// Only for the host: how many workers were killed, how many of them are gone, and the memory that waits for that.
std::uint32_t killed = 0;
std::uint32_t gone = 0;
Shared* waiting = nullptr;
// In place of a kill's number: waits for a request that is not done yet.
constexpr std::uint32_t pending_request = UINT32_MAX;

void release(Shared* shared) noexcept {
  delete shared->matrix;
  std::free(shared);
}

void defer_release(Shared* shared) noexcept {
  shared->next = freed;
  while (!freed.compare_exchange_weak(shared->next, shared)) {
  }
}

// Whether no worker is left that was or will be killed. Read in this order, since a kill is counted before its request is
// done.
bool all_gone() noexcept { return pending == 0 && lingering == 0; }

// By the host: releases the memory that no killed worker can write to any more.
void sweep() noexcept {
  for (Shared* shared = freed.exchange(nullptr); shared != nullptr;) {
    Shared* const next = shared->next;
    shared->since = pending_request;
    shared->next = waiting;
    waiting = shared;
    shared = next;
  }
  // If no request is pending, `killed` includes all workers that had to be killed.
  const bool all_killed = pending == 0;
  for (Shared** at = &waiting; *at != nullptr;) {
    Shared* const shared = *at;
    if (all_killed && shared->since == pending_request) shared->since = killed;
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
  return memory == nullptr ? nullptr : new (memory) Shared{nullptr, requested, matrix, 0};
}

void count_kill_request() noexcept {
  ++pending;
  ++requested;
}

void kill_request_done() noexcept {
  --pending;
  sweep();
}

void count_killed() noexcept {
  ++requested;  // also for a kill without a request, of a worker that has failed
  ++lingering;
  ++killed;
}

void killed_is_gone() noexcept {
  --lingering;
  ++gone;
  sweep();
}

/// The address of memory for a shared array; null if there is none.
void* webpool_share(std::size_t size) {
  Shared* const shared = new_shared(size);
  return shared == nullptr ? nullptr : shared + 1;
}

/// Frees a shared array or a matrix.
void webpool_unshare(void* memory) {
  Shared* shared = static_cast<Shared*>(memory) - 1;
  if (shared->since == requested || all_gone()) return release(shared);
  defer_release(shared);
  // The host releases it, unless its last `sweep` came before.
  while (all_gone()) {
    shared = freed.exchange(nullptr);
    if (shared == nullptr) return;
    const auto act = all_gone() ? release : defer_release;
    while (shared != nullptr) act(std::exchange(shared, shared->next));
  }
}

}  // namespace webpool::wasm
