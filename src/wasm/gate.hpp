#pragma once

/// Guards a processor against being killed outside of its tasks, by its `ThreadState`.
namespace webpool::wasm {

struct ThreadContext;

/// Sets the processor of the calling thread; null for a thread that is never killed.
void set_gate(ThreadContext* context) noexcept;

/// Sleeps until the worker is terminated.
[[noreturn]] void park(ThreadContext& context) noexcept;

/// In its scope, a task in C++ runs and the thread may be killed, except while it allocates memory. Parks the thread if it
/// was killed.
class InTask {
 public:
  InTask() noexcept;
  ~InTask();
  InTask(const InTask&) = delete;
  InTask& operator=(const InTask&) = delete;
};

/// In its scope, the thread must not be killed, whether in a task or not: a thread killed in the allocator would keep its
/// lock.
class InCore {
 public:
  InCore() noexcept;
  ~InCore();
  InCore(const InCore&) = delete;
  InCore& operator=(const InCore&) = delete;

 private:
  bool left_task_;
};

}  // namespace webpool::wasm
