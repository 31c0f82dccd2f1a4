#pragma once

#include <wasm/gate.hpp>
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

/// What the host and the thread of one processor share. It outlives the thread: a killed one may run on for a while.
struct ThreadContext {
  ThreadContext(std::shared_ptr<detail::PoolCore> owner, std::uint32_t number, std::size_t stack_size)
      : pool(*owner), index(number), keeps(std::move(owner)), stack(new std::byte[stack_size]) {}

  Command command{};  // first: JavaScript finds it at the context's own address
  // ThreadState, right behind the command. See there for who changes it.
  std::atomic<std::uint32_t> state{0};
  TimedTask timed_task;
  // Set by the thread when it ends: another one may be the processor from then on.
  std::atomic<bool> ended{false};
  std::atomic<bool> began{false};  // set by the thread when it is ready for work, read by the host
  bool worker_ended = false;       // the host's: it has ended the worker
  detail::PoolCore& pool;
  std::uint32_t index;
  pthread_t thread{};  // written and read by the host
  // Keeps the pool for the thread; given back at its end by the thread, or by the host that buries it.
  std::shared_ptr<detail::PoolCore> keeps;
  // Ours rather than pthread_create's: the one part of a killed thread that is large.
  std::unique_ptr<std::byte[]> stack;
  // Of a killed processor: the job whose task it was in. As long as that runs on, it reads items and writes results there.
  detail::JobPtr<> job;
  // Held by the thread, until the host knows that it is gone, by the HostThread of the pool, and by the wish to kill it.
  std::atomic<std::uint32_t> references{1};
  // The messages to the host about this processor.
  Message start_message;
  Message kill_message;
  // Whether the wish to kill it is on its way; set once. Such a wish keeps the pool.
  std::atomic<bool> kill_asked{false};
  std::shared_ptr<detail::PoolCore> kill_keeps;

  [[nodiscard]] detail::Worker& worker() noexcept { return pool.worker(index); }
  /// Before its end: the task at hand may run on for a while.
  void keep_job() noexcept {
    if (worker().innermost().holds_range()) job = detail::JobPtr<>::share(*worker().innermost().job());
  }
  void add_reference() noexcept { references.fetch_add(1, std::memory_order_relaxed); }
  void release() noexcept {
    if (references.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
  }
  /// Host: the thread is gone for good. Its stack goes at once: the rest may stay as long as somebody keeps the pool.
  void thread_gone() noexcept {
    keeps.reset();
    stack.reset();
    release();
  }
  /// The end of the processor, on its own thread.
  void end_thread() noexcept {
    set_gate(nullptr);
    ended.store(true, std::memory_order_release);
    pool.end_thread();
    keeps.reset();
  }
};

}  // namespace webpool::wasm
