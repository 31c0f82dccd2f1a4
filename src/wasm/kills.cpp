#include <wasm/kills.hpp>

#include <wasm/layout.hpp>
#include <wasm/platform.hpp>
#include <wasm/script_job.hpp>
#include <wasm/shared_memory.hpp>
#include <wasm/task_timeout.hpp>
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
#include <utility>
#include <vector>

/// How the host ends processors in the middle of what they do, and what becomes of those that have failed.
namespace webpool::wasm {
namespace {

constexpr auto core = static_cast<std::uint32_t>(ThreadState::core);
constexpr auto task = static_cast<std::uint32_t>(ThreadState::task);
constexpr auto killed = static_cast<std::uint32_t>(ThreadState::killed);
constexpr auto kill_pending = static_cast<std::uint32_t>(ThreadState::kill_pending);
constexpr auto killing = static_cast<std::uint32_t>(ThreadState::killing);

// Host: the processors' threads that were started and are not known to be gone or killed.
std::vector<ThreadContext*> started_threads;

void forget(ThreadContext& context) noexcept {
  started_threads.erase(std::remove(started_threads.begin(), started_threads.end(), &context), started_threads.end());
}

// Host: ends the worker of a thread whose state is `killed`. May start another one in its place, which later messages
// about this thread do not concern.
void end_worker(ThreadContext& context, const std::exception_ptr& error) {
  if (std::exchange(context.worker_ended, true)) return;
  forget(context);
  context.keep_job();
  count_killed();
  webpool_js_kill_worker(reinterpret_cast<void*>(context.thread), &context);
  context.pool.worker_died(context.index, error);
}

enum class Attempt { killed, not_wanted, not_now, gone };

// Host: kills a thread that is in a task, unless `why()`, which it asks while the thread cannot leave the task, gives no
// error for it.
template <class Why>
Attempt kill_in_task(ThreadContext& context, Why&& why) {
  auto state = task;
  if (!context.state.compare_exchange_strong(state, killing, std::memory_order_acq_rel))
    return state == killed ? Attempt::gone : Attempt::not_now;  // gone, or in the pool's code for a moment
  const std::exception_ptr error = why();
  context.state.store(error ? killed : task, std::memory_order_release);
  if (error) end_worker(context, error);
  detail::notify_all(context.state);
  return error ? Attempt::killed : Attempt::not_wanted;
}

// Host: kills the task at hand of a thread if it is late; how many milliseconds until it may be.
double end_late_task(ThreadContext& context, double now) {
  const auto left = context.timed_task.left(now);
  if (left > 0) return left;
  const auto attempt = kill_in_task(context, [&]() -> std::exception_ptr {
    std::uint32_t item = 0;
    if (!context.timed_task.take(now, item)) return nullptr;
    const auto timeout = static_cast<const ListenedJob*>(context.worker().innermost().job())->timeout;
    return late_error(item, timeout);
  });
  return attempt == Attempt::killed || attempt == Attempt::gone ? TimedTask::no_task : 1;
}

}  // namespace

void remember_thread(ThreadContext& context) { started_threads.push_back(&context); }

extern "C" {

/// Host: tries to kill a processor, as a message asked; false: try again soon. The message's reference goes with it.
EMSCRIPTEN_KEEPALIVE int webpool_kill_processor(ThreadContext* context) {
  if (!context->ended.load(std::memory_order_acquire)) {
    auto state = core;
    if (context->state.compare_exchange_strong(state, kill_pending, std::memory_order_acq_rel) || state == kill_pending)
      return 0;
    if (state == task && !context->state.compare_exchange_strong(state, killed, std::memory_order_acq_rel)) return 0;
    // Killed: now, or by itself when the kill was pending.
    end_worker(*context, detail::error_of<PoolTerminatedError>("the pool was terminated while the task ran"));
  }
  context->kill_keeps.reset();
  context->release();
  kill_granted();
  return 1;
}

/// Host: tries to kill the processors that still run a job, as a message asked; false: try again soon. The message's
/// reference goes with it.
EMSCRIPTEN_KEEPALIVE int webpool_kill_job(ListenedJob* job) {
  detail::PoolCore& pool = *job->kill_keeps;
  bool over = true;
  if (detail::threadless) kill_without_thread(pool, *job);
  // Those that are killed go from the list, and their replacements come at its end.
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
  kill_granted();
  return 1;
}

/// Host: ends the workers of tasks that are late. How many milliseconds until it is to look again; negative: not at all, until
/// a message asks for it.
EMSCRIPTEN_KEEPALIVE double webpool_end_late_tasks() {
  const double now = webpool_js_now();
  double next = detail::threadless ? end_late_without_thread(now) : TimedTask::no_task;
  // Those that are killed go from the list, and their replacements come at its end.
  const auto threads = started_threads;
  for (ThreadContext* const context : threads) next = std::min(next, end_late_task(*context, now));
  if (!go_on_watching(next != TimedTask::no_task)) return -1;
  return std::min(next, shortest_timeout());
}

/// Host: gives back what a killed thread held, seconds later, since it may have run on for a while. What Emscripten keeps
/// for the thread stays: up to 20 kB.
EMSCRIPTEN_KEEPALIVE void webpool_release_killed(ThreadContext* context) {
  context->job.reset();
  context->thread_gone();
  killed_is_gone();
}

/// Host: a processor's thread has exited and its worker is gone.
EMSCRIPTEN_KEEPALIVE void webpool_thread_gone(ThreadContext* context) {
  forget(*context);
  context->thread_gone();
}

/// Host: the worker of a processor has failed outside of any task, or before its first one.
EMSCRIPTEN_KEEPALIVE void webpool_worker_failed(ThreadContext* context, const char* why, std::uint32_t size) {
  if (context->ended.load(std::memory_order_acquire) || context->worker_ended) return;
  context->state.store(killed, std::memory_order_release);
  const char* const what = context->began.load(std::memory_order_relaxed) ? "failed: " : "could not be started: ";
  const auto message = detail::text({"the worker of a processor ", what}).append(why, size);
  end_worker(*context, detail::error_of<ProcessorCrashedError>(message.c_str()));
}

}  // extern "C"
}  // namespace webpool::wasm
