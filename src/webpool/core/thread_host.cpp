#include <webpool/core/fork.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/sync/spin.hpp>

#include <thread>

namespace webpool::detail {
namespace {

class StandardThread final : public HostThread {
 public:
  StandardThread(std::shared_ptr<PoolCore> pool, std::uint32_t index)
      : thread_([pool = std::move(pool), index] { pool->run(index); }) {}
  ~StandardThread() override {
    if (forked_since(process_)) return;  // the thread does not exist in the child of a fork()
    // The thread may end its own pool, when a task holds the pool's last handle.
    if (thread_.get_id() == std::this_thread::get_id()) {
      thread_.detach();
    } else {
      thread_.join();
    }
    thread_.~thread();
  }

 private:
  std::uint16_t process_ = this_process();
  union {
    std::thread thread_;
  };
};

class ThreadHost final : public Host {
 public:
  std::unique_ptr<HostThread> start(std::shared_ptr<PoolCore> pool, std::uint32_t index) override {
    watch_for_fork();
    return std::make_unique<StandardThread>(std::move(pool), index);
  }
  std::chrono::nanoseconds now() noexcept override { return std::chrono::steady_clock::now().time_since_epoch(); }
  std::size_t default_processes() noexcept override { return static_cast<std::size_t>(core_count()); }
};

}  // namespace

Host& Host::instance() {
  static auto* const host = new ThreadHost;  // never destroyed, since a detached thread may outlive main()
  return *host;
}

}  // namespace webpool::detail
