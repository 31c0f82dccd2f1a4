#include <wasm/failure.hpp>
#include <wasm/initializer.hpp>
#include <wasm/mailbox.hpp>
#include <wasm/platform.hpp>
#include <wasm/script_job.hpp>
#include <wasm/shared_memory.hpp>
#include <wasm/thread_context.hpp>
#include <wasm/threadless.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/text.hpp>
#include <webpool/errors.hpp>
#include <webpool/pool.hpp>

#include <emscripten.h>
#include <emscripten/threading.h>

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <utility>
#include <vector>

/// Processors as Web Workers: each is a detached pthread, started and ended by the host, whose JavaScript enters every
/// task.
namespace webpool::wasm {
namespace {

constexpr std::size_t processor_stack = 1024 * 1024;
constexpr std::size_t program_stack = 2 * 1024 * 1024;

// What `Pool()` uses; 0: cpu_count(). Written by the host before the program begins.
std::atomic<std::uint32_t> default_processes_setting{0};

std::uint32_t address(const void* pointer) {
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(pointer));
}

bool start_thread(pthread_t* thread, void* stack, std::size_t size, void* (*main)(void*), void* argument) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  if (stack != nullptr) {
    pthread_attr_setstack(&attributes, stack, size);
  } else {
    pthread_attr_setstacksize(&attributes, size);
  }
  const bool started = pthread_create(thread, &attributes, main, argument) == 0;
  pthread_attr_destroy(&attributes);
  return started;
}

constexpr auto core = static_cast<std::uint32_t>(ThreadState::core);
constexpr auto task = static_cast<std::uint32_t>(ThreadState::task);
constexpr auto killed = static_cast<std::uint32_t>(ThreadState::killed);
constexpr auto doomed = static_cast<std::uint32_t>(ThreadState::doomed);
constexpr auto killing = static_cast<std::uint32_t>(ThreadState::killing);

// Host: the processors' threads that were started and are not known to be gone or killed.
std::vector<ThreadContext*> started_threads;

void forget(ThreadContext& context) noexcept {
  started_threads.erase(std::remove(started_threads.begin(), started_threads.end(), &context), started_threads.end());
}

// Host: ends the worker of a thread whose state is `killed`. May start another one in its place: what is told about the
// thread later is not about that one.
void bury(ThreadContext& context, const std::exception_ptr& error) {
  if (std::exchange(context.buried, true)) return;
  forget(context);
  context.keep_job();
  count_killed();
  webpool_js_kill_worker(reinterpret_cast<void*>(context.thread), &context);
  context.pool.worker_died(context.index, error);
}

void* processor_main(void* argument) {
  auto* const context = static_cast<ThreadContext*>(argument);
  set_gate(context);
  detail::Worker::set_current(&context->worker());
  const auto& initializer = context->pool.options().initializer;
  if (initializer && initializer.target<ScriptInitializer>() == nullptr) {
    try {
      initializer();
    } catch (...) {
      context->pool.fail(std::current_exception());
    }
  }
  if (webpool_js_run_processor(context) == 0) emscripten_exit_with_live_runtime();
  context->end_thread();
  return nullptr;
}

void start_processor(ThreadContext* context) {
  pthread_t thread{};
  if (start_thread(&thread, context->stack.get(), processor_stack, processor_main, context)) {
    context->thread = thread;
    started_threads.push_back(context);
    webpool_js_watch_worker(reinterpret_cast<void*>(thread), context);
    return;
  }
  context->pool.worker_died(context->index, detail::error_of<ProcessorCrashedError>(
                                                "the worker of a processor could not be started; use fewer "
                                                "processes"));
  context->thread_gone();
}

class WorkerThread final : public detail::HostThread {
 public:
  explicit WorkerThread(ThreadContext* context) noexcept : context_(context) {}
  ~WorkerThread() override { context_->release(); }
  bool kill() noexcept override {
    // Only the host can end a worker, and only in a task, so nobody may take it for gone yet.
    if (context_->kill_asked.exchange(true, std::memory_order_relaxed)) return false;
    wish_kill();
    context_->kill_keeps = context_->pool.shared_from_this();
    context_->add_reference();
    send(context_->kill_mail, MailKind::kill_processor, address(context_));
    return false;
  }

 private:
  ThreadContext* context_;
};

// The pools whose traces the host follows, the newest last; kept for a while after their end, so that none is missed.
struct Followed {
  std::shared_ptr<detail::PoolCore> core;
  std::unique_ptr<std::uint64_t[]> next;
};
detail::Lock followed_lock;
std::array<Followed, 32> followed;
std::atomic<bool> following{false};

void follow(const std::shared_ptr<detail::PoolCore>& pool) {
  if (!following.load(std::memory_order_relaxed)) return;
  Followed place{pool, std::make_unique<std::uint64_t[]>(pool->processes())};
  // What is pushed out at the end, the oldest, is let go of after the lock.
  const std::lock_guard lock(followed_lock);
  for (auto pool = followed.rbegin(); pool != followed.rend() && place.core; ++pool) std::swap(*pool, place);
}

TraceRecord record_of(std::uint32_t pool, const TraceEvent& event) {
  TraceRecord record;
  record.pool = pool;
  record.processor = event.processor;
  record.sequence = static_cast<std::uint32_t>(event.sequence);
  record.job = event.job;
  record.chunk = event.chunk;
  record.chunks = event.chunks;
  record.item = static_cast<std::uint32_t>(event.item);
  record.items = static_cast<std::uint32_t>(event.items);
  record.begin = static_cast<double>(event.begin.count()) / 1e6;
  record.end = static_cast<double>(event.end.count()) / 1e6;
  return record;
}

class WebHost final : public detail::Host {
 public:
  std::unique_ptr<detail::HostThread> start(std::shared_ptr<detail::PoolCore> pool, std::uint32_t index) override {
    if (detail::threadless) {
      if (index == 0 && pool->threads().started().load(std::memory_order_relaxed) == 0) follow(pool);
      return start_without_thread(std::move(pool), index);
    }
    if (index == 0 && pool->threads().started().load(std::memory_order_relaxed) == 0) {
      // Before the first worker is started: whether there is memory for the stacks of all, and what lies around them.
      ::operator delete(::operator new(pool->processes() * (processor_stack + 64 * 1024)));
      follow(pool);
    }
    auto* const context = new ThreadContext(std::move(pool), index, processor_stack);
    context->add_reference();
    if (emscripten_is_main_runtime_thread() != 0) {
      start_processor(context);
    } else {
      send(context->start_mail, MailKind::start_processor, address(context));
    }
    return std::make_unique<WorkerThread>(context);
  }
  bool work_here(const void* pool, const detail::Job* job, detail::Deadline deadline) override {
    return work_without_thread(pool, job, deadline);
  }
  std::chrono::nanoseconds now() noexcept override {
    return std::chrono::nanoseconds{static_cast<std::int64_t>(webpool_js_now() * 1e6)};
  }
  std::size_t default_processes() noexcept override {
    const auto setting = default_processes_setting.load(std::memory_order_relaxed);
    return setting != 0 ? setting : cpu_count();
  }
};

void* program_main(void* argument) {
  auto* const order = static_cast<std::string*>(argument);
  webpool_js_run_program(order->data(), static_cast<std::uint32_t>(order->size()));
  delete order;
  emscripten_exit_with_live_runtime();
}

}  // namespace

extern "C" {

/// Called by the host before all else: whether this thread may sleep.
EMSCRIPTEN_KEEPALIVE void webpool_set_may_block(int may_block) { detail::may_block = may_block != 0; }

EMSCRIPTEN_KEEPALIVE void webpool_set_default_processes(std::uint32_t processes) {
  default_processes_setting.store(processes, std::memory_order_relaxed);
}

EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_default_processes() {
  return static_cast<std::uint32_t>(detail::Host::instance().default_processes());
}

/// Host: starts the thread of a processor, as a message asked.
EMSCRIPTEN_KEEPALIVE void webpool_start_processor(ThreadContext* context) { start_processor(context); }

/// Host: tries to kill a processor, as a message asked; false: try again soon. The message's reference goes with it.
EMSCRIPTEN_KEEPALIVE int webpool_kill_processor(ThreadContext* context) {
  if (!context->ended.load(std::memory_order_acquire)) {
    auto state = core;
    if (context->state.compare_exchange_strong(state, doomed, std::memory_order_acq_rel) || state == doomed) return 0;
    if (state == task && !context->state.compare_exchange_strong(state, killed, std::memory_order_acq_rel)) return 0;
    // Killed: now, or by itself when it was doomed.
    bury(*context, detail::error_of<PoolTerminatedError>("the pool was terminated while the task ran"));
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
    auto state = task;
    if (!context->state.compare_exchange_strong(state, killing, std::memory_order_acq_rel)) {
      over = over && state == killed;  // in the pool's code for a moment, or killed before and replaced
      continue;
    }
    // It stays where it is until the state changes.
    if (pool.runs(context->index, *job)) {
      context->state.store(killed, std::memory_order_release);
      bury(*context, detail::error_of<ProcessorCrashedError>("the processor was killed by cancel({ force: true })"));
      --at;
    } else {
      context->state.store(task, std::memory_order_release);
    }
    detail::notify_all(context->state);
  }
  if (!over) return 0;
  const auto keeps = std::move(job->kill_keeps);
  job->kill_asked.store(false, std::memory_order_release);
  job->release();
  kill_granted();
  return 1;
}

/// Host: gives back what a killed thread held, seconds later, since it may have run on for a while. What Emscripten keeps
/// for the thread stays: up to 20 kB.
EMSCRIPTEN_KEEPALIVE void webpool_bury_processor(ThreadContext* context) {
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
  if (context->ended.load(std::memory_order_acquire) || context->buried) return;
  context->state.store(killed, std::memory_order_release);
  const char* const what = context->began.load(std::memory_order_relaxed) ? "failed: " : "could not be started: ";
  const auto message = detail::text({"the worker of a processor ", what}).append(why, size);
  bury(*context, detail::error_of<ProcessorCrashedError>(message.c_str()));
}

/// Host: starts the program's thread. The order, which says what it is to run, is read by the library alone.
EMSCRIPTEN_KEEPALIVE int webpool_start_program(const char* order, std::uint32_t size) {
  auto* const argument = new std::string(order, size);
  pthread_t thread{};
  if (start_thread(&thread, nullptr, program_stack, program_main, argument)) {
    webpool_js_watch_worker(reinterpret_cast<void*>(thread), nullptr);
    return 1;
  }
  delete argument;
  return 0;
}

/// Host: from now on pools are remembered for `webpool_trace_read`.
EMSCRIPTEN_KEEPALIVE void webpool_trace_follow() { following.store(true, std::memory_order_relaxed); }

/// Host: the events of all pools since the last call; one that still runs comes again. They stay at the returned address,
/// `*count` of them, until the next call.
EMSCRIPTEN_KEEPALIVE const TraceRecord* webpool_trace_read(std::uint32_t* count) {
  static std::vector<TraceRecord> records;
  static std::vector<TraceEvent> events;
  records.clear();
  const std::lock_guard lock(followed_lock);
  for (Followed& pool : followed) {
    if (!pool.core) continue;
    for (std::uint32_t index = 0; index < pool.core->processes(); ++index) {
      events.clear();
      pool.next[index] = pool.core->worker(index).trace().read(pool.next[index], index, events);
      for (const TraceEvent& event : events) records.push_back(record_of(pool.core->number(), event));
    }
  }
  *count = static_cast<std::uint32_t>(records.size());
  return records.data();
}

/// Worker: its index in the pool.
EMSCRIPTEN_KEEPALIVE std::uint32_t webpool_processor_index(const ThreadContext* context) { return context->index; }

/// Worker: whether the pool has an initializer for JavaScript to run, which then is in the context's command.
EMSCRIPTEN_KEEPALIVE int webpool_initializer(ThreadContext* context) {
  const auto* const initializer = context->pool.options().initializer.target<ScriptInitializer>();
  if (initializer == nullptr) return 0;
  initializer->describe(context->command);
  return 1;
}

/// Worker: the initializer threw what is described there; the pool fails.
EMSCRIPTEN_KEEPALIVE void webpool_initializer_failed(ThreadContext* context, const char* data, std::uint32_t size) {
  try {
    if (data == nullptr) throw std::bad_alloc();  // there was no memory to say more
    context->pool.fail(std::make_exception_ptr(ScriptError{std::make_shared<const std::string>(data, size)}));
  } catch (const std::bad_alloc&) {
    context->pool.fail(std::current_exception());
  }
}

/// Worker: ready for work.
EMSCRIPTEN_KEEPALIVE void webpool_begin_processor(ThreadContext* context) {
  context->began.store(true, std::memory_order_relaxed);
  context->pool.begin_thread(context->index);
}

/// Worker: works until there is a chunk for JavaScript, described in the context's command (1), or the pool ends (0).
EMSCRIPTEN_KEEPALIVE int webpool_work(ThreadContext* context) {
  auto* const run = context->worker().work();
  if (run == nullptr) return 0;
  static_cast<ScriptJob*>(run->job())->describe(run->chunk(), context->command);
  return 1;
}

/// Worker: the chunk at hand has ended; then as `webpool_work`.
EMSCRIPTEN_KEEPALIVE int webpool_finish_and_work(ThreadContext* context, std::uint32_t kind, std::uint32_t data,
                                                 std::uint32_t size, std::uint32_t item) {
  auto& run = context->worker().innermost();
  static_cast<ScriptJob*>(run.job())->finish_chunk(run.chunk(), static_cast<ChunkKind>(kind), data, size, item);
  run.commit();
  return webpool_work(context);
}

/// Worker: code in WebAssembly was torn down by a trap or a foreign exception, which the text names.
EMSCRIPTEN_KEEPALIVE void webpool_trapped(ThreadContext* context, const char* name, const char* message) {
  context->worker().abandon(std::make_exception_ptr(TrapError(name, message)));
}

/// Worker: ends after it had left its thread's main function for the event loop.
EMSCRIPTEN_KEEPALIVE void webpool_end_processor(ThreadContext* context) {
  context->end_thread();
  pthread_exit(nullptr);
}

}  // extern "C"
}  // namespace webpool::wasm

namespace webpool::detail {

Host& Host::instance() {
  static wasm::WebHost host;
  return host;
}

}  // namespace webpool::detail
