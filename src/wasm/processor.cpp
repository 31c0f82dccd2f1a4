#include <wasm/failure.hpp>
#include <wasm/initializer.hpp>
#include <wasm/script_job.hpp>
#include <wasm/thread_context.hpp>
#include <webpool/core/text.hpp>
#include <webpool/core/worker.hpp>

#include <pthread.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <new>
#include <string>

/// What a processor's JavaScript calls on its own thread: its loop gets chunks, runs them and reports how they ended.
namespace webpool::wasm {

/// The processor's index in the pool.
std::uint32_t webpool_processor_index(const ThreadContext* context) { return context->index; }

/// Whether the pool has an initializer in JavaScript, which is then written to the context's command.
int webpool_initializer(ThreadContext* context) {
  const auto* const initializer = context->pool.options().initializer.target<ScriptInitializer>();
  if (initializer == nullptr) return 0;
  initializer->describe(context->command);
  return 1;
}

/// The initializer has thrown the error that `data` describes: fails the pool.
void webpool_initializer_failed(ThreadContext* context, const char* data, std::uint32_t size) {
  try {
    if (data == nullptr) throw std::bad_alloc();  // there was no memory for the description
    context->pool.fail(std::make_exception_ptr(ScriptError{std::make_shared<const std::string>(data, size)}));
  } catch (const std::bad_alloc&) {
    context->pool.fail(std::current_exception());
  }
}

/// The processor is ready for work.
void webpool_begin_processor(ThreadContext* context) {
  context->began.store(true, std::memory_order_relaxed);
  context->pool.begin_thread(context->index);
}

/// Works until there is a chunk for JavaScript, which is written to the context's command (1), or the pool has ended (0).
int webpool_work(ThreadContext* context) {
  auto* const run = context->worker().work();
  if (run == nullptr) return 0;
  static_cast<ScriptJob*>(run->job())->describe(run->chunk(), context->command);
  return 1;
}

/// Records the end of the current chunk.
void webpool_finish(ThreadContext* context, std::uint32_t kind, std::uint32_t data, std::uint32_t size,
                    std::uint32_t item) {
  auto& run = context->worker().innermost();
  static_cast<ScriptJob*>(run.job())->finish_chunk(run.chunk(), static_cast<ChunkKind>(kind), data, size, item);
  run.commit();
}
/// The same, then continues as `webpool_work`.
int webpool_finish_and_work(ThreadContext* context, std::uint32_t kind, std::uint32_t data, std::uint32_t size,
                            std::uint32_t item) {
  webpool_finish(context, kind, data, size, item);
  return webpool_work(context);
}

/// Code in WebAssembly was aborted by a trap or a JavaScript exception with that name and message.
void webpool_trapped(ThreadContext* context, const char* name, const char* message) {
  context->worker().abandon(detail::error_of<TrapError>(name, message));
}

/// Ends the processor if its thread has left its main function for the event loop.
void webpool_end_processor(ThreadContext* context) {
  context->end_thread();
  pthread_exit(nullptr);
}

}  // namespace webpool::wasm
