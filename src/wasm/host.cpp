#include <wasm/initializer.hpp>
#include <wasm/layout.hpp>
#include <wasm/mailbox.hpp>
#include <wasm/platform.hpp>
#include <wasm/script_job.hpp>
#include <wasm/shared_memory.hpp>
#include <wasm/thread_context.hpp>
#include <wasm/threadless.hpp>
#include <wasm/trace_reader.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/text.hpp>
#include <webpool/errors.hpp>
#include <webpool/pool.hpp>

#include <emscripten.h>
#include <emscripten/threading.h>

#include <atomic>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <utility>

/// Processors as Web Workers. Each is a detached pthread that the host starts and ends, and whose JavaScript runs the tasks.
namespace webpool::wasm {
namespace {

constexpr std::size_t processor_stack = 1024 * 1024;
constexpr std::size_t program_stack = 2 * 1024 * 1024;

// The default number of processors; 0: cpu_count(). Written by the host before the program begins.
std::atomic<std::uint32_t> default_processes_setting{0};

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

void* processor_main(void* argument) {
  auto* const context = static_cast<ThreadContext*>(argument);
  set_killable_thread(context);
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
  if (remember_thread(*context) &&
      start_thread(&thread, context->stack.get(), processor_stack, processor_main, context)) {
    context->thread = thread;
    webpool_js_watch_worker(reinterpret_cast<void*>(thread), context);
    return;
  }
  forget_thread(*context);
  context->pool.worker_died(context->index, detail::error_of<ProcessorCrashedError>(
                                                "the worker of a processor could not be started; use fewer "
                                                "processes"));
  context->thread_gone();
}

class WorkerThread final : public detail::HostThread {
 public:
  WorkerThread(std::shared_ptr<detail::PoolCore> pool, std::uint32_t index)
      : context_(new ThreadContext(std::move(pool), index, processor_stack)) {}
  ~WorkerThread() override { context_->release(); }
  void start() {
    context_->add_reference();
    if (emscripten_is_main_runtime_thread() != 0) {
      start_processor(context_);
    } else {
      send(context_->start_message, MessageKind::start_processor, address(context_));
    }
  }
  bool kill() noexcept override {
    // Only the host can terminate a worker, and only while that is in a task. So the thread is not gone yet.
    if (context_->kill_asked.exchange(true, std::memory_order_relaxed)) return false;
    count_kill_request();
    context_->kill_keeps = context_->pool.shared_from_this();
    context_->add_reference();
    send(context_->kill_message, MessageKind::kill_processor, address(context_));
    return false;
  }

 private:
  ThreadContext* context_;
};

class WebHost final : public detail::Host {
 public:
  std::unique_ptr<detail::HostThread> start(std::shared_ptr<detail::PoolCore> pool, std::uint32_t index) override {
    if (detail::threadless) {
      if (index == 0 && pool->threads().started().load(std::memory_order_relaxed) == 0) follow_trace(pool);
      return start_without_thread(std::move(pool), index);
    }
    if (index == 0 && pool->threads().started().load(std::memory_order_relaxed) == 0) {
      // Checks before the first worker starts whether there is memory for the stacks of all. Throws if not.
      ::operator delete(::operator new(pool->processes() * (processor_stack + 64 * 1024)));
      follow_trace(pool);
    }
    auto thread = std::make_unique<WorkerThread>(std::move(pool), index);  // before it starts, since this can fail
    thread->start();
    return thread;
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

/// Called first by the host: whether its thread may sleep.
void webpool_set_may_block(int may_block) { detail::may_block = may_block != 0; }

void webpool_set_default_processes(std::uint32_t processes) {
  default_processes_setting.store(processes, std::memory_order_relaxed);
}

std::uint32_t webpool_default_processes() {
  return static_cast<std::uint32_t>(detail::Host::instance().default_processes());
}

/// By the host, on a `start_processor` message: starts the thread of a processor.
void webpool_start_processor(ThreadContext* context) { start_processor(context); }

/// By the host: starts the program's thread. `order` is interpreted by the JavaScript library.
int webpool_start_program(const char* order, std::uint32_t size) {
  auto* const argument = new std::string(order, size);
  pthread_t thread{};
  if (start_thread(&thread, nullptr, program_stack, program_main, argument)) {
    webpool_js_watch_worker(reinterpret_cast<void*>(thread), nullptr);
    return 1;
  }
  delete argument;
  return 0;
}

}  // namespace webpool::wasm

namespace webpool::detail {

Host& Host::instance() {
  static wasm::WebHost host;
  return host;
}

}  // namespace webpool::detail
