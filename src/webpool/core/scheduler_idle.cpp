// Processors without work: they spin, and then sleep.
#include <webpool/core/scheduler.hpp>
#include <webpool/sync/spin.hpp>

#include <atomic>

namespace webpool::detail {
namespace {

// Idle processors of all pools that spin: at most one for each core. The last core is also that of who gives them work.
std::atomic<std::int32_t> idle_spinners{0};

}  // namespace

void Scheduler::idle(Processor& processor) noexcept {
  processor.forget_last_end();
  const bool core_left = awake_threads.load(std::memory_order_relaxed) <= core_count();
  const auto spinning = core_left ? idle_spinners.fetch_add(1, std::memory_order_relaxed) : core_count();
  // The last core is left to who gives the work, unless that is work for all cores.
  const bool own_core = spinning < core_count() - 1;
  bool found = false;
  if (own_core || (spinning < core_count() && last_wanted_.load(std::memory_order_relaxed) >= core_count())) {
    start_looking(processor);
    found =
        processor.spinner_.spin([this] { return has_work(); }, no_deadline, own_core ? Spinner::seldom : Spinner::soon);
  }
  if (core_left) idle_spinners.fetch_sub(1, std::memory_order_relaxed);
  if (found) return;
  stop_looking(processor);
  sleepers_.lie_down(processor.bed_);
  if (!has_work()) {
    awake_threads.fetch_sub(1, std::memory_order_relaxed);
    processor.bed_.sleep();
    awake_threads.fetch_add(1, std::memory_order_relaxed);
  }
  start_looking(processor);
  sleepers_.get_up(processor.bed_);
}

}  // namespace webpool::detail
