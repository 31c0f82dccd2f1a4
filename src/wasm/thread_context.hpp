#pragma once

#include <wasm/kill_guard.hpp>
#include <wasm/layout.hpp>
#include <wasm/task_timeout.hpp>
#include <webpool/core/pool_core.hpp>

#include <pthread.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace webpool::wasm {

/// What the host and the thread of one processor share. It outlives the thread, since a killed thread may run on for a while.
struct ThreadContext {
  ThreadContext(std::shared_ptr<detail::PoolCore> owner, std::uint32_t number, std::size_t stack_size)
      : pool(*owner), index(number), keeps(std::move(owner)), stack(new std::byte[stack_size]) {}

  Command command{};  // first, since JavaScript expects it at the context's address
  // A thread_state, which JavaScript expects right after the command.
  std::atomic<std::uint32_t> state{thread_state::core};
  TimedTask timed_task;
  // Set by the thread when it ends. From then on the processor may have another thread.
  std::atomic<bool> ended{false};
  std::atomic<bool> began{false};  // set by the thread when it is ready for work, read by the host
  bool worker_ended = false;       // used by the host, which has terminated the worker
  detail::PoolCore& pool;
  std::uint32_t index;
  pthread_t thread{};  // written and read by the host
  // Keeps the pool alive for the thread. Reset by the thread when it ends, or by the host after it has died.
  std::shared_ptr<detail::PoolCore> keeps;
  // Allocated here rather than by pthread_create, so that the large part of a killed thread's memory can be freed.
  std::unique_ptr<std::byte[]> stack;
  // The job of a killed processor, kept alive because its task may still read items and write results there.
  detail::JobPtr<> job;
  // Owners: the thread until the host knows that it is gone, the pool's HostThread, a request to kill the thread, and the
  // message that it is lost.
  std::atomic<std::uint32_t> references{1};
  // The messages to the host about this processor.
  Message start_message;
  Message kill_message;
  Message lost_message;
  // Whether a request to kill it was sent; set once. The request keeps the pool alive.
  std::atomic<bool> kill_asked{false};
  std::shared_ptr<detail::PoolCore> kill_keeps;

  [[nodiscard]] detail::Worker& worker() noexcept { return pool.worker(index); }
  /// Called before the worker is terminated, since its task may run on for a while.
  void keep_job() noexcept {
    if (worker().innermost().holds_range()) job = detail::JobPtr<>::share(*worker().innermost().job());
  }
  void add_reference() noexcept { references.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (references.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }
  /// By the host, when the thread is gone for good. Frees the stack at once, since the context may live as long as the pool.
  void thread_gone() noexcept {
    keeps.reset();
    stack.reset();
    release();
  }
  /// Ends the processor, on its own thread.
  void end_thread() noexcept {
    set_killable_thread(nullptr);
    ended.store(true, std::memory_order_release);
    pool.end_thread();
    keeps.reset();
  }
};

/// By the host, before it starts the thread: registers it, so that it can be killed. False if there is no memory.
[[nodiscard]] bool remember_thread(ThreadContext& context) noexcept;
/// By the host: a thread that could not be started, was killed or has ended.
void forget_thread(ThreadContext& context) noexcept;

}  // namespace webpool::wasm
