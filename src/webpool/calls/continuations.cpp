#include <webpool/calls/continuations.hpp>

#include <webpool/calls/call_guarded.hpp>
#include <webpool/core/job.hpp>

#include <mutex>
#include <utility>

namespace webpool::detail {

bool Continuations::add(Continuation& continuation, const Job& job) noexcept {
  // Under the lock, which the thread that ends the job takes after that: either it finds the coroutine, or the job is done.
  const std::lock_guard lock(lock_);
  if (job.done_seq_cst()) return false;
  Continuation** last = &first_;
  while (*last != nullptr) last = &(*last)->next;
  *last = &continuation;
  return true;
}

void Continuations::remove(Continuation& continuation) noexcept {
  const std::lock_guard lock(lock_);
  Continuation** link = &first_;
  while (*link != nullptr && *link != &continuation) link = &(*link)->next;
  if (*link != nullptr) *link = continuation.next;
}

void Continuations::resume_all() noexcept {
  for (;;) {
    Continuation next;
    {
      const std::lock_guard lock(lock_);
      if (first_ == nullptr) return;
      next = std::exchange(*first_, {});
      first_ = next.next;
    }
    // `next` is a copy, since resuming may destroy the coroutine's frame, which contains the original.
    call_guarded("coroutine that waits for the result", [&] { next.resume(next.coroutine); });
  }
}

}  // namespace webpool::detail
