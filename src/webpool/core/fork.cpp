#include <webpool/core/fork.hpp>

#ifdef WEBPOOL_HAS_FORK
#include <webpool/core/idle_workers.hpp>
#include <webpool/core/wait_graph.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/sync/parking.hpp>
#include <webpool/sync/spin.hpp>

#include <pthread.h>

namespace webpool::detail {
namespace {

void begin_child() noexcept {
  process_number.fetch_add(1, std::memory_order_relaxed);
  forget_parked_threads();
  forget_sleeping_workers();
  awake_threads.store(0, std::memory_order_relaxed);
  spinning_workers.store(0, std::memory_order_relaxed);
  Worker::set_current(nullptr);
}

}  // namespace

void watch_for_fork() { [[maybe_unused]] static const int watching = pthread_atfork(nullptr, nullptr, begin_child); }

}  // namespace webpool::detail

#endif
