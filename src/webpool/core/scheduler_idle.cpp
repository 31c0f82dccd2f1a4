// Processors without work: they spin, sleep, and where there are more of them than cores, keep watch.
#include <webpool/core/scheduler.hpp>
#include <webpool/sync/spin.hpp>

#include <atomic>
#include <chrono>
#include <utility>

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
    if (stuck_.load(std::memory_order_relaxed)) stuck_.store(false, std::memory_order_relaxed);
    awake_threads.fetch_sub(1, std::memory_order_relaxed);
    processor.bed_.sleep();
    sleepers_.get_up(processor.bed_);
    if (watch_wanted_.load(std::memory_order_relaxed) && watch_wanted_.exchange(false, std::memory_order_seq_cst))
      keep_watch(processor);
    awake_threads.fetch_add(1, std::memory_order_relaxed);
  }
  start_looking(processor);
  sleepers_.get_up(processor.bed_);
}

void Scheduler::keep_watch(Processor& processor) noexcept {
  // The wish may be old, or have been heard by two. This processor is awake, too.
  const auto cores = static_cast<std::uint32_t>(core_count());
  if (awake() <= cores || watched_.exchange(true, std::memory_order_seq_cst)) return;
  static_cast<void>(count_lively());
  // It stays for a while, so that jobs that follow one another need no watch each.
  for (int without_work = 0; without_work < 4;) {
    sleepers_.lie_down(processor.bed_, false);
    const bool ending = ending_.load(std::memory_order_seq_cst);
    if (!ending) processor.bed_.sleep(Clock::now() + std::chrono::milliseconds{1});
    if (!sleepers_.get_up(processor.bed_) || ending) break;
    without_work = has_work() ? 0 : without_work + 1;
    if (without_work == 0 && count_lively() < cores) {
      stuck_.store(true, std::memory_order_relaxed);
      break;
    }
  }
  // From here on it is one that looks for work: who has relied on its watch is heard.
  watched_.store(false, std::memory_order_seq_cst);
}

std::uint32_t Scheduler::count_lively() noexcept {
  std::uint32_t lively = 0;
  for (const auto& processor : processors_) {
    const auto chunks = processor->chunks_done_.get();
    if (std::exchange(processor->chunks_seen_, chunks) != chunks) ++lively;
  }
  return lively;
}

}  // namespace webpool::detail
