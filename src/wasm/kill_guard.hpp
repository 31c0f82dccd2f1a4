#pragma once

/// Guards a processor against being killed outside of its tasks, by its `thread_state`. Follows the cancelability state of
/// POSIX threads, which is enabled or disabled.
namespace webpool::wasm {

struct ThreadContext;

/// Sets the context of the calling thread if the host may kill it; null for a thread that is never killed.
void set_killable_thread(ThreadContext* context) noexcept;

/// Sleeps until the worker is terminated.
[[noreturn]] void park(ThreadContext& context) noexcept;

/// In its scope, the thread may be killed, except while it allocates memory: a task in C++ runs. Parks the thread if it was
/// killed.
class KillEnabled {
 public:
  KillEnabled() noexcept;
  ~KillEnabled();
  KillEnabled(const KillEnabled&) = delete;
  KillEnabled& operator=(const KillEnabled&) = delete;
};

/// In its scope, the thread must not be killed, whether in a task or not: one killed in the allocator would keep its lock.
class KillDisabled {
 public:
  KillDisabled() noexcept;
  ~KillDisabled();
  KillDisabled(const KillDisabled&) = delete;
  KillDisabled& operator=(const KillDisabled&) = delete;

 private:
  bool left_task_;
};

}  // namespace webpool::wasm
