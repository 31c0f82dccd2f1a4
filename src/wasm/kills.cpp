#include <wasm/layout.hpp>
#include <wasm/listened_job.hpp>
#include <wasm/mailbox.hpp>
#include <wasm/platform.hpp>
#include <wasm/shared_memory.hpp>
#include <wasm/task_timeout.hpp>
#include <wasm/thread_context.hpp>
#include <wasm/threadless.hpp>
#include <webpool/core/text.hpp>
#include <webpool/errors.hpp>
#include <webpool/sync/parking.hpp>

#include <emscripten.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

/// How the host kills processors in the middle of a task, and handles those that have failed.
namespace webpool::wasm {
namespace {

using namespace thread_state;

// By the host: the threads of processors that were started and have neither exited nor been killed.
std::vector<ThreadContext*> started_threads;

// By the host: terminates the worker of a thread whose state is `killed`. May start a replacement, which has a context of its
// own, so later messages about this thread do not affect it.
void end_worker(ThreadContext& context, const std::exception_ptr& error) {
  if (std::exchange(context.worker_ended, true)) return;
  forget_thread(context);
  context.keep_job();
  count_killed();
  webpool_js_kill_worker(reinterpret_cast<void*>(context.thread), &context);
  context.pool.worker_died(context.index, error);
}

enum class Attempt { killed, not_wanted, not_now, gone };

// By the host: kills a thread that is in a task. `why()` is called while the thread cannot leave the task and returns the
// error with which the task ends, or null not to kill it.
template <class Why>
Attempt kill_in_task(ThreadContext& context, Why&& why) {
  auto state = task;
  if (!context.state.compare_exchange_strong(state, killing, std::memory_order_acq_rel))
    return state == killed ? Attempt::gone : Attempt::not_now;  // not now: it is in the pool's code for a moment
  const std::exception_ptr error = why();
  context.state.store(error ? killed : task, std::memory_order_release);
  if (error) end_worker(context, error);
  detail::notify_all(context.state);
  return error ? Attempt::killed : Attempt::not_wanted;
}

// By the host: kills the thread's current task if it is late. Returns in how many milliseconds to check again.
double end_late_task(ThreadContext& context, double now) {
  const auto left = context.timed_task.left(now);
  if (left > 0) return left;
  const auto attempt = kill_in_task(context, [&]() -> std::exception_ptr {
    std::uint32_t item = 0;
    if (!context.timed_task.take(now, item)) return nullptr;
    const auto timeout = static_cast<const ListenedJob*>(context.worker().innermost().job())->timeout;
    return detail::error_of<LateTaskError>(item, timeout);
  });
  return attempt == Attempt::killed || attempt == Attempt::gone ? TimedTask::no_task : 1;
}

}  // namespace

bool remember_thread(ThreadContext& context) noexcept {
  try {
    started_threads.push_back(&context);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void forget_thread(ThreadContext& context) noexcept {
  started_threads.erase(std::remove(started_threads.begin(), started_threads.end(), &context), started_threads.end());
}

/// By the host, on a `kill_processor` message: tries to kill the processor. Returns false if the host has to try again soon;
/// otherwise releases the message's reference.
int webpool_kill_processor(ThreadContext* context) {
  if (!context->ended.load(std::memory_order_acquire)) {
    auto state = core;
    if (context->state.compare_exchange_strong(state, kill_pending, std::memory_order_acq_rel) || state == kill_pending)
      return 0;
    if (state == task && !context->state.compare_exchange_strong(state, killed, std::memory_order_acq_rel)) return 0;
    // It is killed: just now, or because it saw the pending kill itself.
    end_worker(*context, detail::error_of<PoolTerminatedError>("the pool was terminated while the task ran"));
  }
  context->kill_keeps.reset();
  context->release();
  kill_request_done();
  return 1;
}

/// By the host, on a `kill_job` message: tries to kill the processors that still run the job. Returns false if the host has to
/// try again soon; otherwise releases the message's reference.
int webpool_kill_job(ListenedJob* job) {
  detail::PoolCore& pool = *job->kill_keeps;
  bool over = true;
  if (detail::threadless) kill_without_thread(pool, *job);
  // Killed threads are removed from the list, and their replacements are appended.
  for (std::size_t at = 0; at < started_threads.size(); ++at) {
    ThreadContext* const context = started_threads[at];
    if (&context->pool != &pool || !pool.runs(context->index, *job)) continue;
    const auto attempt = kill_in_task(*context, [&]() -> std::exception_ptr {
      if (!pool.runs(context->index, *job)) return nullptr;
      return detail::error_of<ProcessorCrashedError>("the processor was killed by cancel({ force: true })");
    });
    over = over && attempt != Attempt::not_now;
    if (attempt == Attempt::killed) --at;
  }
  if (!over) return 0;
  const auto keeps = std::move(job->kill_keeps);
  job->kill_asked.store(false, std::memory_order_release);
  job->release();
  kill_request_done();
  return 1;
}

/// By the host: kills the workers of late tasks. Returns in how many milliseconds to call it again; negative: not before the
/// next `watch_tasks` message.
double webpool_end_late_tasks() {
  const double now = webpool_js_now();
  double next = detail::threadless ? end_late_without_thread(now) : TimedTask::no_task;
  // Killed threads are removed from the list, and their replacements are appended.
  for (std::size_t at = 0; at < started_threads.size();) {
    ThreadContext* const context = started_threads[at];
    next = std::min(next, end_late_task(*context, now));
    if (at < started_threads.size() && started_threads[at] == context) ++at;
  }
  if (!go_on_watching(next != TimedTask::no_task)) return -1;
  return std::min(next, shortest_timeout());
}

/// By the host: frees what a killed thread used. Called seconds after the kill, since the thread may have run on for a while.
/// What Emscripten allocated for the thread, up to 20 kB, is not freed.
extern "C" EMSCRIPTEN_KEEPALIVE void webpool_release_killed(ThreadContext* context) {
  context->job.reset();
  context->thread_gone();
  killed_is_gone();
}

/// By the host, after a processor's thread has exited and its worker has ended.
extern "C" EMSCRIPTEN_KEEPALIVE void webpool_thread_gone(ThreadContext* context) {
  forget_thread(*context);
  context->thread_gone();
}

/// By the host, after the worker of a processor has failed outside of any task, or before its first one.
void webpool_worker_failed(ThreadContext* context, const char* why, std::uint32_t size) {
  if (context->ended.load(std::memory_order_acquire) || context->worker_ended) return;
  context->state.store(killed, std::memory_order_release);
  const char* const what = context->began.load(std::memory_order_relaxed) ? "failed: " : "could not be started: ";
  const auto message = detail::text({"the worker of a processor ", what}).append(why, size);
  end_worker(*context, detail::error_of<ProcessorCrashedError>(message.c_str()));
}

/// By a thread that is about to end in the middle of its work, as by `process.exit()`: the event of its end does not reach a
/// host that blocks.
void webpool_thread_lost(ThreadContext* context) {
  context->add_reference();
  send(context->lost_message, MessageKind::thread_lost, address(context));
}

/// By the host, on a `thread_lost` message: does what `webpool_worker_failed` does, and releases the message's reference.
void webpool_lost_thread_failed(ThreadContext* context) {
  constexpr std::string_view why = "its thread has ended, as by process.exit()";
  webpool_worker_failed(context, why.data(), why.size());
  context->release();
}

}  // namespace webpool::wasm
