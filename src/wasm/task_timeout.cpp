#include <wasm/task_timeout.hpp>

#include <wasm/kill_guard.hpp>
#include <wasm/listened_job.hpp>
#include <wasm/mailbox.hpp>
#include <wasm/platform.hpp>
#include <wasm/thread_context.hpp>
#include <webpool/core/text.hpp>

#include <cmath>
#include <utility>

namespace webpool::wasm {
namespace {

constexpr std::uint64_t taken_word = std::numeric_limits<std::uint64_t>::max();

// How many submitted jobs with a timeout have not settled. Briefly too small, or negative, if a job settles before it is
// counted.
std::atomic<std::int32_t> unsettled{0};
// Whether the host watches, or `watch_message` was sent to it, which must not be sent twice.
std::atomic<bool> watching{false};
Message watch_message;
// The shortest timeout since the host began to watch.
std::atomic<std::uint32_t> shortest{std::numeric_limits<std::uint32_t>::max()};

void begin_watching() noexcept {
  if (!watching.exchange(true, std::memory_order_seq_cst)) send(watch_message, MessageKind::watch_tasks, 0);
}

// In how many milliseconds the task of that word is late. The subtraction wraps around correctly after 49 days.
double time_left(std::uint64_t word, double now) noexcept {
  const auto since_creation = static_cast<std::uint32_t>(static_cast<std::uint64_t>(now - module_created));
  return static_cast<std::int32_t>(static_cast<std::uint32_t>(word >> 32) - since_creation);
}

}  // namespace

LateTaskError::LateTaskError(std::uint32_t item, std::uint32_t timeout)
    : TimeoutError(detail::text({"item ", item, ": its task took longer than its timeout of ", timeout,
                                 " ms and was ended; raise the timeout, or give each task less to do"})),
      item_(item) {}

void TimedTask::begin(std::uint32_t item, std::uint32_t timeout) noexcept {
  deadline_ = webpool_js_now() + timeout;
  const auto late = static_cast<std::uint64_t>(std::ceil(deadline_ - module_created));
  word_.store(late << 32 | item, std::memory_order_release);
}

TimedTask::End TimedTask::end() noexcept {
  const auto deadline = std::exchange(deadline_, 0);
  if (deadline == 0) return End::in_time;
  const bool late = webpool_js_now() > deadline;
  if (word_.exchange(0, std::memory_order_acq_rel) == taken_word) return End::taken;
  return late ? End::late : End::in_time;
}

double TimedTask::left(double now) const noexcept {
  const auto word = word_.load(std::memory_order_acquire);
  return word == 0 || word == taken_word ? no_task : time_left(word, now);
}

bool TimedTask::take(double now, std::uint32_t& item) noexcept {
  auto word = word_.load(std::memory_order_acquire);
  if (word == 0 || word == taken_word || time_left(word, now) > 0) return false;
  item = static_cast<std::uint32_t>(word);
  return word_.compare_exchange_strong(word, taken_word, std::memory_order_acq_rel);
}

void watch_tasks(const ListenedJob& job) noexcept {
  auto known = shortest.load(std::memory_order_relaxed);
  while (job.timeout < known && !shortest.compare_exchange_weak(known, job.timeout, std::memory_order_relaxed))
    continue;
  unsettled.fetch_add(1, std::memory_order_seq_cst);
  begin_watching();
}

void unwatch_tasks() noexcept { unsettled.fetch_sub(1, std::memory_order_seq_cst); }

bool go_on_watching(bool any_runs) noexcept {
  if (any_runs || unsettled.load(std::memory_order_seq_cst) > 0) return true;
  shortest.store(std::numeric_limits<std::uint32_t>::max(), std::memory_order_relaxed);
  watching.store(false, std::memory_order_seq_cst);
  // A job may have been submitted by a thread that saw the host still watching.
  return unsettled.load(std::memory_order_seq_cst) > 0 && !watching.exchange(true, std::memory_order_seq_cst);
}

double shortest_timeout() noexcept { return shortest.load(std::memory_order_relaxed); }

/// By the processor: the task of an item begins, whose job has a timeout.
void webpool_begin_task(ThreadContext* context, std::uint32_t item) {
  context->timed_task.begin(item, context->command.timeout);
}

/// By the processor: the task has ended. Returns whether it was late. Does not return if the host has taken the task, unless
/// the processor has no thread of its own.
int webpool_end_task(ThreadContext* context) {
  const auto end = context->timed_task.end();
  if (end == TimedTask::End::taken && !detail::threadless) park(*context);
  return end == TimedTask::End::in_time ? 0 : 1;
}

}  // namespace webpool::wasm
