#include <webpool/calls/continuations.hpp>

#include <webpool/calls/call_guarded.hpp>
#include <webpool/core/job.hpp>

#include <mutex>

namespace webpool::detail {

bool Continuations::add(Continuation& continuation, const Job& job) noexcept {
  // Under the lock, so that the thread that ends the job cannot resume the coroutine before `done_seq_cst` is checked.
  const std::lock_guard lock(lock_);
  Continuation* const first = first_.load(std::memory_order_relaxed);
  Continuation* last = first;
  while (last != nullptr && last->next != nullptr) last = last->next;
  if (last != nullptr) last->next = &continuation;
  first_.store(first != nullptr ? first : &continuation, std::memory_order_seq_cst);
  if (!job.done_seq_cst()) return true;
  if (last != nullptr) last->next = nullptr;
  first_.store(first, std::memory_order_relaxed);
  return false;
}

void Continuations::remove(Continuation& continuation) noexcept {
  const std::lock_guard lock(lock_);
  Continuation* previous = nullptr;
  for (auto* at = first_.load(std::memory_order_relaxed); at != nullptr; previous = at, at = at->next) {
    if (at != &continuation) continue;
    if (previous != nullptr) {
      previous->next = at->next;
    } else {
      first_.store(at->next, std::memory_order_relaxed);
    }
    return;
  }
}

void Continuations::resume_each() noexcept {
  for (;;) {
    Continuation next;
    {
      const std::lock_guard lock(lock_);
      Continuation* const first = first_.load(std::memory_order_relaxed);
      if (first == nullptr) return;
      first_.store(first->next, std::memory_order_relaxed);
      next = *first;
      first->coroutine = nullptr;
    }
    // `next` is a copy, since resuming may destroy the coroutine's frame, which contains the original.
    call_guarded("coroutine that waits for the result", [&] { next.resume(next.coroutine); });
  }
}

}  // namespace webpool::detail
