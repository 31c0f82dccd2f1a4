#include <webpool/core/job.hpp>

#include <webpool/core/fork.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/processor.hpp>
#include <webpool/core/text.hpp>
#include <webpool/core/wait_graph.hpp>
#include <webpool/errors.hpp>
#include <webpool/sync/spin.hpp>

#include <algorithm>
#include <mutex>
#include <new>
#include <optional>
#include <utility>

namespace webpool::detail {
namespace {

// How often this thread has waited since it gave the last job.
thread_local std::uint32_t waits_in_a_row = 0;

}  // namespace

void Job::given() noexcept { waits_in_a_row = 0; }

namespace {

std::uint64_t chunks_of(std::uint64_t items, std::uint64_t chunksize) noexcept {
  return items / chunksize + (items % chunksize != 0 ? 1 : 0);
}

std::uint64_t require_chunks(std::uint64_t items, std::uint64_t chunksize) {
  constexpr std::uint64_t most = (std::uint64_t{1} << 31U) - 1;
  if (items > most && chunks_of(items, std::max<std::uint64_t>(1, chunksize)) > most) {
    throw_error<ValueError>({"chunksize: ", items, " items in chunks of ", chunksize,
                             " are more than 2^31 - 1 chunks; use a larger chunksize"});
  }
  return chunksize;
}

}  // namespace

Job::Job(std::uint64_t items, std::uint64_t chunksize, std::uint32_t processes)
    : Job(std::nothrow, items, require_chunks(items, chunksize), processes) {}

Job::Job(std::nothrow_t /*tag*/, std::uint64_t items, std::uint64_t chunksize, std::uint32_t processes) noexcept
    : items_(items), chunksize_(std::max<std::uint64_t>(1, std::min(chunksize, items))) {
  chunks_ = static_cast<std::uint32_t>(chunks_of(items, chunksize_));
  left_.store(chunks_, std::memory_order_relaxed);
  range_count_ = threadless ? 1 : std::max(1U, std::min(processes, chunks_));
  if (range_count_ > 1) ranges_ = new (std::nothrow) SpacedRange[range_count_];
  if (range_count_ == 1 || ranges_ == nullptr) {
    range_count_ = 1;
    new (&only_) Range;
  }
  for (std::uint64_t i = 0; i < range_count_; ++i) {
    range(static_cast<std::uint32_t>(i))
        .span.store(Range::make(chunks_ * i / range_count_, chunks_ * (i + 1) / range_count_),
                    std::memory_order_relaxed);
  }
}

Job::~Job() {
  if (range_count_ > 1) delete[] ranges_;
  if (failed()) error_.~exception_ptr();
}

Range* Job::enter() noexcept {
  for (;;) {
    Range* free = nullptr;
    bool free_is_empty = true;
    bool work = false;
    for (std::uint32_t i = 0; i < range_count_; ++i) {
      const bool empty = Range::empty(range(i).span.load(std::memory_order_relaxed));
      work = work || !empty;
      // A range with chunks of its own rather than an empty one to steal for.
      if (!range(i).held.load(std::memory_order_relaxed) && (free == nullptr || (free_is_empty && !empty))) {
        free = &range(i);
        free_is_empty = empty;
      }
    }
    if (!work || free == nullptr) return nullptr;
    if (!free->held.exchange(true, std::memory_order_acquire)) return free;
  }
}

bool Job::exhausted() const noexcept {
  for (std::uint32_t i = 0; i < range_count_; ++i) {
    if (!Range::empty(range(i).span.load(std::memory_order_relaxed))) return false;
  }
  return true;
}

bool Job::full() const noexcept {
  for (std::uint32_t i = 0; i < range_count_; ++i) {
    if (!range(i).held.load(std::memory_order_relaxed)) return false;
  }
  return true;
}

bool Job::steal(Range& into) noexcept {
  if (range_count_ == 1) return false;
  const auto own = static_cast<std::uint32_t>(static_cast<SpacedRange*>(&into) - ranges_);
  for (std::uint32_t i = 1; i < range_count_; ++i) {
    Range& victim = range((own + i) % range_count_);
    auto span = victim.span.load(std::memory_order_relaxed);
    while (!Range::empty(span)) {
      const auto next = Range::next(span);
      const auto end = Range::end(span);
      // All of what nobody works on, where there are more processors than cores: otherwise it would be taken bit by bit.
      const auto middle = victim.held.load(std::memory_order_relaxed) ? next + (end - next) / 2 : next;
      if (victim.span.compare_exchange_weak(span, Range::make(next, middle), std::memory_order_relaxed)) {
        into.fill(middle, end);
        return true;
      }
    }
  }
  return false;
}

void Job::fail(std::exception_ptr error) noexcept {
  const std::lock_guard lock(error_lock_);
  if (failed_.load(std::memory_order_relaxed)) return;
  new (&error_) std::exception_ptr(std::move(error));
  failed_.store(true, std::memory_order_release);
}

void Job::complete(std::uint32_t chunks) noexcept {
  if (chunks == 0) return;
  // Nobody else has chunks to count where there is one.
  if (chunks_ == 1) left_.store(0, std::memory_order_relaxed);
  if (chunks_ == 1 || left_.fetch_sub(chunks, std::memory_order_acq_rel) == chunks) {
    settle();
  } else if (tracked && !stopping()) {
    progressed();
  }
}

std::uint64_t Job::items_done() const noexcept {
  const auto left = left_.load(std::memory_order_relaxed);
  if (left == 0) return items_;
  // The last chunk may be a short one, and among those that have ended.
  return std::min((chunks_ - left) * chunksize_, items_ - 1);
}

bool Job::cancel() noexcept {
  return stop(error_of<CancelledError>("the job was cancelled before it had ended; what it had not begun was dropped"));
}

bool Job::stop(std::exception_ptr error) noexcept {
  if (!begin_stop(std::move(error))) return false;
  end_stop();
  return true;
}

bool Job::begin_stop(std::exception_ptr error) noexcept {
  // Whoever comes first settles it: this error, or the last chunk with the job's own end.
  if (done() || (!borrows && settled_by_.exchange(true, std::memory_order_acq_rel))) return false;
  std::optional<std::exception_ptr> dropped_error;  // what tasks have thrown so far: destroyed after the lock
  // Before tasks are asked to stop: what one gave that did must not pass for its results.
  if (borrows) {
    fail(std::move(error));  // the job may be settling just now
  } else {
    const std::lock_guard lock(error_lock_);
    if (failed_.load(std::memory_order_relaxed)) {
      dropped_error = std::exchange(error_, std::move(error));
    } else {
      new (&error_) std::exception_ptr(std::move(error));
    }
    failed_.store(true, std::memory_order_release);
  }
  stopping_.store(true, std::memory_order_release);
  return true;
}

void Job::end_stop() noexcept {
  if (!borrows) finish();
  std::uint32_t dropped = 0;
  for (std::uint32_t i = 0; i < range_count_; ++i) dropped += range(i).drop();
  complete(dropped);
}

void Job::settle_empty() noexcept { settle(); }

void Job::settle() noexcept {
  if (settled_by_.exchange(true, std::memory_order_acq_rel)) return;
  finish();
}

void Job::finish() noexcept {
  if (!failed()) gather();
  has_error_ = failed();
  call_back();
  // Before the caller knows: its next job comes at once.
  if (Processor* const processor = Processor::current()) processor->about_to_look(*this);
  if (state_.exchange(done_state, std::memory_order_acq_rel) == awaited_state) notify_all(state_);
  settled();
}

bool Job::wait(Deadline deadline) {
  if (done()) return true;
  if (process != this_process()) {
    throw PoolNotRunningError(
        "the job was given to a pool before fork(), and its processors are not in this process; create a pool in the "
        "child");
  }
  if (in_callback()) {
    throw DeadlockError(
        "a callback waits for the job that calls it, which would never end; the callback is given the "
        "result");
  }
  if (Processor* const processor = Processor::current()) {
    if (deadline == no_deadline || Clock::now() < deadline) processor->help(*this);
  }
  if (threadless) {
    Host::instance().work_here(scheduler, this, deadline);
    if (done()) return true;
  }
  {
    const Awake awake;
    thread_local Spinner spinner(true);
    // A job for several processors may need the core of this thread.
    const int looks = chunks_ == 1 ? Spinner::seldom : Spinner::soon;
    // Who gathers many results looks more and more seldom: each look takes a cache line from those who make them, and they
    // get ahead. No longer than it has waited so far, since most have few.
    for (auto times = (1U << std::min(waits_in_a_row++, 9U)) / 2; times > 0; --times) pause();
    if (awake.has_core() && spinner.spin([this] { return done(); }, deadline, looks)) return true;
  }
  sleep(deadline);
  return done();
}

void Job::wake_waiters() noexcept {
  auto state = awaited_state;
  if (state_.compare_exchange_strong(state, pending_state, std::memory_order_relaxed)) notify_all(state_);
}

void Job::sleep(Deadline deadline) {
  std::optional<SleepingProcessor> sleeping;
  if (Processor* const processor = Processor::current(); processor != nullptr && deadline == no_deadline)
    sleeping.emplace(*processor, *this);
  while (!done()) {
    if (deadline != no_deadline && Clock::now() >= deadline) return;
    if (sleeping && sleeping->in_vain()) {
      constexpr const char* message =
          "tasks of several processors wait for one another, which would never end; give the work to a pool of its "
          "own, or "
          "return its result instead of waiting for it";
      if (!borrows) throw DeadlockError(message);
      // The caller has lent its data: the job ends first. None of its chunks runs.
      stop(error_of<DeadlockError>(message));
      sleeping.reset();
    }
    auto state = pending_state;
    if (state_.compare_exchange_strong(state, awaited_state, std::memory_order_relaxed) || state == awaited_state) {
      detail::wait(state_, awaited_state, deadline);
    }
  }
}

}  // namespace webpool::detail
