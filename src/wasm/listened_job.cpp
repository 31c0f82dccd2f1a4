#include <wasm/listened_job.hpp>

#include <wasm/completions.hpp>
#include <wasm/task_timeout.hpp>
#include <webpool/sync/parking.hpp>
#include <webpool/sync/stack.hpp>

#include <utility>

namespace webpool::wasm {
namespace {

ListenedJob*& next_of(ListenedJob& job) noexcept { return job.record.next; }
// Settled jobs that the submitting realm has not taken.
detail::Stack<ListenedJob, &next_of> settled_jobs;
// Changes after each push; the realm sleeps on it.
detail::Word signal{0};

}  // namespace

void ListenedJob::settled() noexcept {
  if (timeout != 0) unwatch_tasks();
  // Moved out, since the job may hold the last reference to the queue of a deleted reader.
  if (completions) std::exchange(completions, nullptr)->push(*this);
  if (!listened) return;
  add_reference();
  const bool first = settled_jobs.push(*this);
  signal.fetch_add(1, std::memory_order_release);
  if (first) detail::notify_all(signal);  // otherwise the realm was already woken for an older job
}

/// The address of the word that changes when a job has settled.
const void* webpool_settled_signal() { return &signal; }

/// Takes all settled jobs as a list, in the order in which they settled, each with a reference.
ListenedJob* webpool_settled_take() { return settled_jobs.take_all(); }

}  // namespace webpool::wasm
