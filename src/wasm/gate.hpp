#pragma once

/// Where a processor may be killed: in a task, and nowhere else. Its `ThreadState` says which; see there.
namespace webpool::wasm {

struct ThreadContext;

/// Says which processor the calling thread is: null for none, which is never killed.
void set_gate(ThreadContext* context) noexcept;

/// Sleeps until the worker is ended.
[[noreturn]] void park(ThreadContext& context) noexcept;

/// A task in C++ runs: the thread may be killed, except while it allocates. Parks a thread that is to die.
class InTask {
 public:
  InTask() noexcept;
  ~InTask();
  InTask(const InTask&) = delete;
  InTask& operator=(const InTask&) = delete;
};

/// Code that must not be torn in the middle, in a task or not: a thread killed in the allocator would keep its lock.
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
