#include <webpool/calls/call_job.hpp>

#include <webpool/calls/call_guarded.hpp>
#include <webpool/calls/cancel_on_stop.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/sync/parking.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

namespace webpool::detail {
namespace {

constexpr std::chrono::milliseconds progress_interval{50};

// Identifies the calling thread by an address that no other thread has.
const void* this_thread() noexcept {
  static thread_local const char name = 0;
  return &name;
}

}  // namespace

class JobOptions {
 public:
  explicit JobOptions(CallOptions given) : options(std::move(given)), cancel_on_stop(options.stop_token) {}

  // Whether the calling thread runs a callback of this job.
  [[nodiscard]] bool in_callback() const noexcept {
    return callback_thread_.load(std::memory_order_relaxed) == this_thread();
  }

  // Called when the job has ended: calls `callback` or `error_callback`.
  void end(const Job& job, const void* result) noexcept {
    // Waits until `on_progress` has returned, unless that has ended the job itself, by cancelling it.
    std::unique_lock lock(lock_, std::defer_lock);
    if (!in_callback()) lock.lock();
    enter(job, [&] {
      if (const auto error = job.error()) {
        if (options.error_callback) call_guarded("error_callback", [&] { options.error_callback(error); });
        return;
      }
      if (options.on_progress) report_progress(job.items(), job.items());
      if (options.callback) call_guarded("callback", [&] { options.callback(result); });
    });
  }

  // Called when chunks of the job have ended.
  void progress(const Job& job) noexcept {
    const std::unique_lock lock(lock_, std::try_to_lock);
    if (!lock || job.done() || Clock::now() < next_progress_) return;  // another thread calls, or the job has ended
    enter(job, [&] { report_progress(job.items_done(), job.items()); });
  }

  CallOptions options;
  Continuations continuations;
  CancelOnStop cancel_on_stop;

 private:
  template <class Call>
  void enter(const Job& job, Call&& call) noexcept {
    std::optional<Worker::RunningCallback> running;
    if (Worker* const worker = Worker::current()) running.emplace(*worker, job);
    callback_thread_.store(this_thread(), std::memory_order_relaxed);
    call();
    callback_thread_.store(nullptr, std::memory_order_relaxed);
  }

  // With the lock held.
  void report_progress(std::uint64_t done, std::uint64_t total) noexcept {
    if (done <= progress_) return;
    progress_ = done;
    call_guarded("on_progress",
                 [&] { options.on_progress(static_cast<std::size_t>(done), static_cast<std::size_t>(total)); });
    next_progress_ = Clock::now() + progress_interval;
  }

  // Serialises the callbacks, and guards the two members below.
  Lock lock_;
  Clock::time_point next_progress_ = Clock::now();
  std::uint64_t progress_ = 0;
  // The thread that runs a callback, or null. Relaxed, since each thread only compares it with itself.
  Atomic<const void*> callback_thread_{nullptr};
};

void CallJob::keep(CallOptions options) {
  tracked = static_cast<bool>(options.on_progress);
  options_.store(new JobOptions(std::move(options)), std::memory_order_relaxed);
}

CallJob::~CallJob() { delete options_.load(std::memory_order_relaxed); }

CancelOnStop* CallJob::cancel_on_stop() const noexcept {
  JobOptions* const kept = options_.load(std::memory_order_acquire);
  return kept != nullptr ? &kept->cancel_on_stop : nullptr;
}

Continuations& CallJob::continuations() {
  JobOptions* kept = options_.load(std::memory_order_seq_cst);
  if (kept == nullptr) {
    auto made = std::make_unique<JobOptions>(CallOptions{});
    if (options_.compare_exchange_strong(kept, made.get(), std::memory_order_seq_cst)) kept = made.release();
  }
  return kept->continuations;
}

bool CallJob::add(Continuation& continuation) { return continuations().add(continuation, *this); }

void CallJob::remove(Continuation& continuation) noexcept {
  if (JobOptions* const kept = options_.load(std::memory_order_acquire)) kept->continuations.remove(continuation);
}

void CallJob::settled() noexcept {
  if (JobOptions* const kept = options_.load(std::memory_order_seq_cst)) kept->continuations.resume_all();
}

const std::chrono::nanoseconds* CallJob::kept_timeout() const noexcept {
  const auto& timeout = options_.load(std::memory_order_acquire)->options.timeout;
  return timeout ? &*timeout : nullptr;
}

void CallJob::call_back() noexcept {
  JobOptions* const kept = options_.load(std::memory_order_acquire);
  if (kept == nullptr) return;
  kept->cancel_on_stop.end();
  kept->end(*this, has_error() ? nullptr : result_address());
}

void CallJob::progressed() noexcept { options_.load(std::memory_order_acquire)->progress(*this); }

bool CallJob::in_callback() const noexcept {
  const JobOptions* const kept = options_.load(std::memory_order_acquire);
  return kept != nullptr && kept->in_callback();
}

void submit(PoolCore& core, CallJob& job) {
  submit_stoppable(core, job, job.cancel_on_stop());
  core.wake_more(job);
}

}  // namespace webpool::detail
