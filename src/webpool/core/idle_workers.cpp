#include <webpool/core/idle_workers.hpp>
#include <webpool/sync/atomic.hpp>

#include <webpool/core/pool_core.hpp>

namespace webpool::detail {

void IdleWorkers::wait_for_work(IdleState& worker, const PoolCore& pool) noexcept {
  // Until the first job the cores are left to threads that still start, and in browsers to the compiler: a spin of 100 µs makes
  // V8 compile the loop anew, for 4 ms.
  const bool core_left = pool.had_jobs() && awake_threads.load(std::memory_order_relaxed) <= core_count();
  const auto spinning = core_left ? spinning_workers.fetch_add(1, std::memory_order_relaxed) : core_count();
  // The last core is left to the submitter, unless it submits work for all cores. Then a spinning worker may be on the core
  // that the submitter needs when it is woken, and yields more often.
  const bool all_cores = pool.newest_job_needs_all_cores();
  bool found = false;
  if (spinning < core_count() - 1 || (spinning < core_count() && all_cores)) {
    start_looking(worker);
    found = worker.spinner.spin([&pool] { return pool.has_work(); }, no_deadline,
                                all_cores ? Spinner::checks_on_shared_core : Spinner::checks_on_own_core);
  }
  if (core_left) spinning_workers.fetch_sub(1, std::memory_order_relaxed);
  if (found) return;
  stop_looking(worker);
  parked_.add(worker.slot);
  if (!pool.has_work()) {
    awake_threads.fetch_sub(1, std::memory_order_relaxed);
    worker.slot.sleep();
    awake_threads.fetch_add(1, std::memory_order_relaxed);
  }
  start_looking(worker);
  parked_.remove(worker.slot);
}

}  // namespace webpool::detail
