#include <webpool/core/job.hpp>

#include <webpool/core/host.hpp>
#include <webpool/core/job_observer.hpp>
#include <webpool/core/text.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/errors.hpp>
#include <webpool/sync/spin.hpp>

#include <algorithm>
#include <iterator>
#include <mutex>
#include <new>
#include <optional>
#include <utility>

namespace webpool::detail {
namespace {

std::uint64_t chunks_of(std::uint64_t items, std::uint64_t chunksize) noexcept {
  if (items <= chunksize) return items != 0 ? 1 : 0;  // the case of small jobs, without a division
  return items / chunksize + (items % chunksize != 0 ? 1 : 0);
}

std::uint64_t require_chunks(std::uint64_t items, std::uint64_t chunksize) {
  constexpr std::uint64_t chunk_limit = (std::uint64_t{1} << 31U) - 1;
  if (items > chunk_limit && chunks_of(items, std::max<std::uint64_t>(1, chunksize)) > chunk_limit) {
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
  SpacedChunkRange* const memory = range_count_ > 1 ? new (std::nothrow) SpacedChunkRange[range_count_ + 1] : nullptr;
  if (memory == nullptr) {
    range_count_ = 1;
    new (&only_range_) ChunkRange;
    only_range_.set({0, chunks_});
    return;
  }
  // The first one is left empty as padding. Without it the first range may be in the cache line of the end of the job, which
  // all workers read for each item: then a chunk of one item took 15 to 40 ns in place of 8.
  ranges_ = memory + 1;
  // As many ranges have chunks as workers run at once on this machine; further workers steal, if they are needed. With a
  // share for each of 32 workers, the two that did all the work on two cores took a third longer, because they stole 30 times.
  const auto shares = std::min<std::uint64_t>(range_count_, static_cast<std::uint64_t>(core_count()));
  for (std::uint64_t i = 0; i < shares; ++i) {
    range(static_cast<std::uint32_t>(i))
        .set(
            {static_cast<std::uint32_t>(chunks_ * i / shares), static_cast<std::uint32_t>(chunks_ * (i + 1) / shares)});
  }
}

Job::~Job() {
  if (range_count_ > 1) delete[] std::prev(ranges_);
  if (failed()) error_.~exception_ptr();
}

ChunkRange* Job::hold_range() noexcept {
  for (;;) {
    ChunkRange* free = nullptr;
    bool work = false;
    for (std::uint32_t i = 0; i < range_count_; ++i) {
      const bool empty = range(i).empty();
      work = work || !empty;
      // Prefers a range with chunks to an empty one, which would have to be filled by stealing.
      if (!range(i).held() && (free == nullptr || (!empty && free->empty()))) free = &range(i);
    }
    if (!work || free == nullptr) return nullptr;
    if (free->try_hold()) return free;
  }
}

bool Job::exhausted() const noexcept {
  for (std::uint32_t i = 0; i < range_count_; ++i) {
    if (!range(i).empty()) return false;
  }
  return true;
}

bool Job::full() const noexcept {
  for (std::uint32_t i = 0; i < range_count_; ++i) {
    if (!range(i).held()) return false;
  }
  return true;
}

bool Job::steal(ChunkRange& into) noexcept {
  if (range_count_ == 1) return false;
  const auto own = static_cast<std::uint32_t>(static_cast<SpacedChunkRange*>(&into) - ranges_);
  for (std::uint32_t i = 1; i < range_count_; ++i) {
    ChunkRange::Part part;
    if (!range((own + i) % range_count_).steal(part)) continue;
    into.fill(part);
    return true;
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
  // With a single chunk no other thread counts, so a store is enough.
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
  // The last chunk may be shorter and may be among those that have ended.
  return std::min((chunks_ - left) * chunksize_, items_ - 1);
}

bool Job::cancel() noexcept {
  return stop(error_of<CancelledError>("the job was cancelled before it had ended; its remaining tasks were dropped"));
}

bool Job::stop(std::exception_ptr error) noexcept {
  if (!begin_stop(std::move(error))) return false;
  end_stop();
  return true;
}

bool Job::begin_stop(std::exception_ptr error) noexcept {
  // Either this thread settles the job with the error, or the last chunk already does.
  if (done() || (!caller_owns_data && settled_by_.exchange(true, std::memory_order_acq_rel))) return false;
  std::optional<std::exception_ptr> dropped_error;  // an earlier error of a task, destroyed after unlocking
  // The error is set before tasks are asked to stop, so that the job cannot succeed with the results of stopped tasks.
  if (caller_owns_data) {
    fail(std::move(error));  // keeps an earlier error, since the job may be settling with it right now
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
  if (!caller_owns_data) finish();
  std::uint32_t dropped = 0;
  for (std::uint32_t i = 0; i < range_count_; ++i) dropped += range(i).drop();
  complete(dropped);
}

void Job::settle() noexcept {
  if (settled_by_.exchange(true, std::memory_order_acq_rel)) return;
  finish();
}

void Job::finish() noexcept {
  if (!failed()) gather();
  has_error_ = failed();
  // The threads that end jobs keep the pool alive.
  if (JobObserver::instance != nullptr && !has_error_)
    JobObserver::instance->succeeded(*static_cast<const PoolCore*>(pool), *this);
  call_back();
  // Before the caller is woken, since it may submit its next job at once.
  if (Worker* const worker = Worker::current()) worker->job_ends(*this);
  // Sequentially consistent with what `settled` reads: see `done_seq_cst`.
  if (state_.exchange(done_state, std::memory_order_seq_cst) % wake_up != pending_state) notify_all(state_);
  if (caller_wakes_more.load(std::memory_order_relaxed)) yield_core();  // the caller may wait for this core
  settled();
}

}  // namespace webpool::detail
