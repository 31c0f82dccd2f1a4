#include <webpool/core/chunk_run.hpp>

#include <webpool/core/host.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/core/trace_ring.hpp>
#include <webpool/core/worker.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace webpool::detail {
namespace {

constexpr std::chrono::microseconds short_event{2};
constexpr std::uint32_t longest_event = 64;

}  // namespace

bool ChunkRun::begin(ChunkRange* range) noexcept {
  range_ = range;
  has_one_chunk_ = job_->chunks() == 1;
  event_limit_ = 1;
  return range != nullptr;
}

bool ChunkRun::claim() noexcept {
  const bool was_only_chunk = has_one_chunk_ && done_ != 0;
  if (was_only_chunk || (from_queue_ && worker_.worn_out()) || !(range_->claim(chunk_) || steal())) {
    release_range();
    return false;
  }
  claimed_ = true;
  if (from_queue_) worker_.count_claim();
  if (event_open_ && chunk_ != event_first_ + event_chunks_) end_event();
  if (!event_open_) begin_event();
  return true;
}

// Claims a chunk of another range; false if there is none.
bool ChunkRun::steal() noexcept {
  do {
    // `stopping` is checked again after a steal: see `ChunkRange::fill`.
    if (job_->stopping() || !job_->steal(*range_) || job_->stopping()) return false;
  } while (!range_->claim(chunk_));
  if (!range_->empty()) worker_.pool().offer(*job_);
  return true;
}

void ChunkRun::commit() noexcept {
  claimed_ = false;
  ++done_;
  if (++event_chunks_ >= event_limit_) {
    end_event();
    if (job_->tracked) job_->complete(std::exchange(done_, 0));
  }
}

void ChunkRun::run_all() {
  while (claim()) {
    try {
      job_->run_chunk(chunk_);
    } catch (...) {
      job_->fail(std::current_exception());
    }
    commit();
    // A nested run goes on to its end, since `Worker::help` lets go of it.
    if (threadless && from_queue_ && worker_.worked_enough()) return;
  }
}

// Also has the job count the committed chunks, which may settle it.
void ChunkRun::release_range() noexcept {
  if (event_open_) end_event();
  if (job_->stopping()) done_ += range_->drop();
  ChunkRange& released = *std::exchange(range_, nullptr);
  if (has_one_chunk_) {
    released.release_last();
  } else {
    released.release();
    worker_.pool().offer(*job_);
  }
  job_->complete(std::exchange(done_, 0));
}

std::uint32_t ChunkRun::tear_down() noexcept {
  if (range_ == nullptr) return 0;
  if (claimed_) {
    ++event_chunks_;
    ++done_;
  }
  if (event_open_) end_event();
  if (job_->stopping()) done_ += range_->drop();
  range_->release();
  return std::exchange(done_, 0);
}

void ChunkRun::reset() noexcept {
  range_ = nullptr;
  claimed_ = false;
  event_open_ = false;
  done_ = 0;
}

void ChunkRun::begin_event() noexcept {
  event_begin_ = worker_.last_end().count() != 0 ? worker_.last_end() : Host::instance().now();
  event_first_ = chunk_;
  event_chunks_ = 0;
  event_open_ = true;
  const auto first = job_->first_item(chunk_);
  event_ = worker_.trace().begin(job_->number, chunk_, first, job_->last_item(chunk_) - first, event_begin_);
  if (from_queue_) worker_.begin_busy(event_, event_begin_);
}

void ChunkRun::end_event() noexcept {
  const auto now = std::max(Host::instance().now(), std::chrono::nanoseconds{1});
  event_open_ = false;
  const auto items = job_->last_item(event_first_ + event_chunks_ - 1) - job_->first_item(event_first_);
  worker_.trace().end(event_, event_chunks_, items, now);
  worker_.count_done(event_chunks_, items, now);
  if (from_queue_) worker_.end_busy(now);
  if (now - event_begin_ < short_event) {
    event_limit_ = std::min(event_limit_ * 2, longest_event);
  } else {
    event_limit_ = std::max(event_limit_ / 4, 1U);
  }
}

}  // namespace webpool::detail
