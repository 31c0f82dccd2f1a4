#include <wasm/threadless.hpp>

#include <wasm/initializer.hpp>
#include <wasm/script_job.hpp>
#include <wasm/task_timeout.hpp>
#include <wasm/thread_context.hpp>
#include <wasm/web_pool.hpp>
#include <webpool/core/text.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/errors.hpp>

#include <algorithm>
#include <exception>
#include <vector>

namespace webpool::wasm {
namespace {

// The contexts of pools that have not ended. All of this runs on one thread, so nothing needs synchronisation.
std::vector<ThreadContext*> contexts;

ThreadContext* context_of(const void* pool) {
  const auto found = std::find_if(contexts.begin(), contexts.end(),
                                  [&](const ThreadContext* context) { return &context->pool == pool; });
  return found == contexts.end() ? nullptr : *found;
}

using namespace thread_state;

void forget(ThreadContext* context) {
  contexts.erase(std::remove(contexts.begin(), contexts.end(), context), contexts.end());
  context->state.store(killed, std::memory_order_relaxed);
  context->thread_gone();
}

/// Makes the calling thread the processor, during its lifetime.
class ProcessorScope {
 public:
  explicit ProcessorScope(ThreadContext& context) : context_(context), before_(detail::Worker::current()) {
    detail::Worker::set_current(&context_.worker());
    context_.state.store(task, std::memory_order_relaxed);
  }
  ProcessorScope(const ProcessorScope&) = delete;
  ProcessorScope& operator=(const ProcessorScope&) = delete;
  ~ProcessorScope() {
    context_.state.store(core, std::memory_order_relaxed);
    detail::Worker::set_current(before_);
  }

 private:
  ThreadContext& context_;
  detail::Worker* before_;
};

// Kills a processor that awaits a promise; another one may replace it. The result of the promise is ignored, but the task may
// go on using its job's memory, so JavaScript keeps the context until the promise has settled.
void kill_awaiting(ThreadContext* context, const std::exception_ptr& error) {
  context->keep_job();
  const auto keeps = context->keeps;
  const auto index = context->index;
  context->ended.store(true, std::memory_order_relaxed);
  forget(context);
  keeps->worker_died(index, error);
}

// Ends the processor if its pool has ended, or if it is worn out and another one replaces it; returns whether it did.
bool end_if_over(ThreadContext* context) {
  if (!context->worker().worn_out() && !context->pool.has_ended()) return false;
  if (context->worker().innermost().holds_range()) {
    if (context->state.load(std::memory_order_relaxed) != kill_pending) return false;
    kill_awaiting(context, detail::error_of<PoolTerminatedError>("the pool was terminated while the task ran"));
    return true;
  }
  auto* const before = detail::Worker::current();
  detail::Worker::set_current(&context->worker());
  const auto keeps = context->keeps;
  context->ended.store(true, std::memory_order_relaxed);
  forget(context);
  keeps->end_thread();
  detail::Worker::set_current(before);
  return true;
}

class NoThread final : public detail::HostThread {
 public:
  explicit NoThread(ThreadContext* context) noexcept : context_(context) {}
  ~NoThread() override {
    if (context_ != nullptr) context_->release();
  }
  bool kill() noexcept override {
    if (context_ == nullptr || context_->ended.load(std::memory_order_relaxed)) return true;
    // The pool's lock is held, so the processor ends later, in `end_if_over`. A task that is on the stack runs to its end.
    auto state = core;
    context_->state.compare_exchange_strong(state, kill_pending, std::memory_order_relaxed);
    return false;
  }

 private:
  ThreadContext* context_;
};

}  // namespace

std::unique_ptr<detail::HostThread> start_without_thread(std::shared_ptr<detail::PoolCore> pool, std::uint32_t index) {
  auto* const before = detail::Worker::current();
  if (index != 0) {
    pool->begin_thread(index);
    pool->end_thread();
    detail::Worker::set_current(before);
    return std::make_unique<NoThread>(nullptr);
  }
  // With an initializer in JavaScript, the processor begins when it works for the first time, since that runs it.
  if (pool->options().initializer.target<ScriptInitializer>() == nullptr) {
    pool->initialize(index);
    pool->begin_thread(index);
    detail::Worker::set_current(before);
  }
  auto* const context = new ThreadContext(std::move(pool), index, 0);
  context->add_reference();
  contexts.push_back(context);
  return std::make_unique<NoThread>(context);
}

bool work_without_thread(const void* pool, const detail::Job* job, detail::Deadline deadline) {
  bool worked = false;
  if (pool == nullptr) {
    const auto all = contexts;  // a copy, since the work may change the list
    for (ThreadContext* const context : all) {
      if (std::find(contexts.begin(), contexts.end(), context) != contexts.end() &&
          work_without_thread(&context->pool, nullptr, deadline)) {
        worked = true;
      }
    }
    return worked;
  }
  for (;;) {
    ThreadContext* const context = context_of(pool);
    if (context == nullptr) return worked;
    const auto state = context->state.load(std::memory_order_relaxed);
    if (state == kill_pending && end_if_over(context)) return true;
    if (state != core) return worked;
    const auto keeps = context->keeps;
    auto& worker = context->worker();
    const auto chunks = worker.chunks_left();
    {
      const ProcessorScope scope(*context);
      worker.work_for(job, deadline);
      worker.work();  // never returns an external chunk: JavaScript runs its own jobs without this function
      worker.work_for(nullptr, detail::no_deadline);
    }
    worked = worked || worker.chunks_left() != chunks;
    const bool worn_out = worker.worn_out();
    if ((job == nullptr || worn_out) && !end_if_over(context)) return worked;
    if (!worn_out || (job != nullptr && job->done())) return worked;
  }
}

void kill_without_thread(detail::PoolCore& pool, detail::Job& job) {
  ThreadContext* const context = context_of(&pool);
  if (context == nullptr || context->state.load(std::memory_order_relaxed) != core) return;
  if (!pool.runs(context->index, job)) return;
  kill_awaiting(context,
                detail::error_of<ProcessorCrashedError>("the processor was killed by cancel({ force: true })"));
}

double end_late_without_thread(double now) {
  double next = TimedTask::no_task;
  const auto all = contexts;  // a copy, since kills change the list
  for (ThreadContext* const context : all) {
    const auto left = context->timed_task.left(now);
    std::uint32_t item = 0;
    // A task that is on the stack cannot be killed.
    if (left > 0 || context->state.load(std::memory_order_relaxed) != core) {
      next = std::min(next, std::max(left, 1.0));
    } else if (context->timed_task.take(now, item)) {
      const auto timeout = static_cast<const ListenedJob*>(context->worker().innermost().job())->timeout;
      kill_awaiting(context, detail::error_of<LateTaskError>(item, timeout));
    }
  }
  return next;
}

/// Called before the first pool where no threads can be started.
void webpool_set_threadless() { detail::threadless = true; }

/// The key of a pool for `webpool_cooperative_context`, which stays valid as such after the pool's end.
const detail::PoolCore* webpool_cooperative_pool(const WebPool* pool) { return &pool->core(); }

/// The context of that pool's processor, with a reference; null if it has ended.
ThreadContext* webpool_cooperative_context(const detail::PoolCore* pool) {
  auto* const context = context_of(pool);
  if (context != nullptr) context->add_reference();
  return context;
}
void webpool_cooperative_release(ThreadContext* context) { context->release(); }

/// Makes the calling thread that processor. Returns what it was before, for `webpool_cooperative_leave`.
detail::Worker* webpool_cooperative_enter(ThreadContext* context) {
  auto* const before = detail::Worker::current();
  detail::Worker::set_current(&context->worker());
  context->state.store(task, std::memory_order_relaxed);
  return before;
}
/// A killed processor stays killed.
void webpool_cooperative_leave(ThreadContext* context, detail::Worker* before) {
  auto state = task;
  context->state.compare_exchange_strong(state, core, std::memory_order_relaxed);
  detail::Worker::set_current(before);
}

/// Outside of `enter` and `leave`: ends the processor if its pool has ended or if it is worn out; returns whether it did.
int webpool_cooperative_end(ThreadContext* context) { return end_if_over(context) ? 1 : 0; }

}  // namespace webpool::wasm
