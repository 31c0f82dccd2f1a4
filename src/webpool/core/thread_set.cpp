#include <webpool/core/thread_set.hpp>

#include <mutex>
#include <utility>

namespace webpool::detail {

std::unique_ptr<HostThread> ThreadSet::set(std::uint32_t worker, std::unique_ptr<HostThread> thread) noexcept {
  Threads& threads = threads_[worker];
  return std::exchange(threads.previous, std::exchange(threads.current, std::move(thread)));
}

bool ThreadSet::kill_all() noexcept {
  bool killed = true;
  const std::lock_guard lock(lock_);
  for (const Threads& threads : threads_) killed = threads.current && threads.current->kill() && killed;
  return killed;
}

void ThreadSet::clear() noexcept {
  std::vector<Threads> ended;  // destroyed after unlocking, since a thread it waits for may need the lock
  const std::lock_guard lock(lock_);
  ended.swap(threads_);
}

}  // namespace webpool::detail
