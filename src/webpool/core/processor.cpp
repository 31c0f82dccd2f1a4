#include <webpool/core/processor.hpp>

#include <webpool/core/host.hpp>
#include <webpool/core/scheduler.hpp>
#include <webpool/errors.hpp>

#include <algorithm>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

namespace webpool::detail {
namespace {

thread_local Processor* current_processor = nullptr;

constexpr std::chrono::microseconds short_run{2};
constexpr std::uint32_t longest_run = 64;

}  // namespace

bool Visit::claim() noexcept {
  const bool counts = this == &processor_->visit_;
  const bool was_all = done_ != 0 && job_->chunks() == 1;
  if (was_all || (counts && processor_->worn_out())) {
    leave();
    return false;
  }
  for (;;) {
    const auto span = range_->span.fetch_add(1, std::memory_order_relaxed);
    if (!Range::empty(span)) {
      chunk_ = Range::next(span);
      break;
    }
    if (job_->stopping() || !job_->steal(*range_) || job_->stopping()) {
      leave();
      return false;
    }
  }
  claimed_ = true;
  if (counts) --processor_->chunks_left_;
  if (run_open_ && chunk_ != run_first_ + run_chunks_) end_run();
  if (!run_open_) begin_run();
  return true;
}

void Visit::commit() noexcept {
  claimed_ = false;
  ++done_;
  if (++run_chunks_ >= run_limit_) {
    end_run();
    if (job_->tracked) report();
  }
}

void Visit::drain() {
  while (claim()) {
    try {
      job_->run_chunk(chunk_);
    } catch (...) {
      job_->fail(std::current_exception());
    }
    commit();
    if (threadless && processor_->worked_enough()) return;
  }
}

void Visit::attach(Job& job, Range& range) noexcept {
  job_ = &job;
  range_ = &range;
  run_limit_ = 1;
}

void Visit::leave() noexcept {
  if (run_open_) end_run();
  // What was stolen while the job was stopped was not there to be dropped.
  if (job_->stopping()) done_ += range_->drop();
  const bool left_some = !Range::empty(range_->span.load(std::memory_order_relaxed));
  range_->held.store(false, std::memory_order_release);
  range_ = nullptr;
  if (left_some) processor_->scheduler_.give_back(*job_);
  report();
}

void Visit::begin_run() noexcept {
  run_begin_ = processor_->last_end_.count() != 0 ? processor_->last_end_ : Host::instance().now();
  run_first_ = chunk_;
  run_chunks_ = 0;
  run_open_ = true;
  TraceEvent event;
  event.job = job_->number;
  event.chunk = chunk_;
  event.chunks = 1;
  event.item = job_->first_item(chunk_);
  event.items = job_->last_item(chunk_) - event.item;
  event.begin = run_begin_;
  run_event_ = processor_->trace_.begin(event);
}

void Visit::end_run() noexcept {
  const auto now = std::max(Host::instance().now(), std::chrono::nanoseconds{1});
  run_open_ = false;
  processor_->last_end_ = now;
  const auto items = job_->last_item(run_first_ + run_chunks_ - 1) - job_->first_item(run_first_);
  processor_->trace_.end(run_event_, run_chunks_, items, now);
  processor_->chunks_done_.add(run_chunks_);
  processor_->items_done_.add(items);
  const bool is_short = now - run_begin_ < short_run;
  if (this == &processor_->visit_) {
    processor_->busy_.add(static_cast<std::uint64_t>((now - run_begin_).count()));
    processor_->small_jobs_ = is_short ? std::min(processor_->small_jobs_ + 1, Pocket::capacity) : 0;
  }
  if (is_short) {
    run_limit_ = std::min(run_limit_ * 2, longest_run);
  } else {
    run_limit_ = std::max(run_limit_ / 4, 1U);
  }
}

Processor* Processor::current() noexcept { return current_processor; }
void Processor::set_current(Processor* processor) noexcept { current_processor = processor; }

Visit* Processor::work() {
  for (;;) {
    if (worked_enough()) return nullptr;
    if (visit_.range_ == nullptr && (worn_out() || !scheduler_.next(*this))) return nullptr;
    if (!visit_.job()->external()) {
      visit_.drain();
    } else if (visit_.claim()) {
      return &visit_;
    }
  }
}

void Processor::about_to_look(const Job& job) noexcept {
  // Not where it will find one at once: that would keep the cache line of those who give more from them.
  if (pocket_.has_rest() || scheduler_.queued_.load(std::memory_order_relaxed) != 0) return;
  if (innermost_ == &visit_ && visit_.range_ == nullptr && visit_.job() == &job && !worn_out() && !threadless)
    scheduler_.start_looking(*this);
}

bool Processor::runs(const Job& job) const noexcept {
  for (const Visit* visit = innermost_; visit != nullptr; visit = visit->outer_) {
    if (visit->claimed_ && visit->job() == &job) return true;
  }
  return false;
}

void Processor::help(Job& job) {
  if (runs(job)) {
    throw DeadlockError(
        "a task waits for the job to which it belongs, which would never end; return the result instead of waiting for "
        "it");
  }
  if (job.external() || !scheduler_.owns(job) || job.exhausted()) return;
  // Not on the stack: it has to outlive a trap in the task. Before a range is held.
  std::unique_ptr<Visit> memory(new (std::nothrow) Visit(*this));
  if (memory == nullptr) {
    // There may be no other processor. Who has lent data to the job must not leave before it has settled.
    if (!job.borrows) throw std::bad_alloc();
    job.stop(std::make_exception_ptr(std::bad_alloc()));
    return;
  }
  Range* const range = job.enter();
  if (range == nullptr) return;
  Visit* const visit = memory.release();
  visit->own_ = Reference<>::share(job);
  visit->attach(job, *range);
  forget_last_end();  // the task that waits has run since
  {
    const std::lock_guard lock(scheduler_.lock());
    visit->outer_ = innermost_;
    innermost_ = visit;
  }
  visit->drain();
  pop_visit();
  // Otherwise a task that calls its pool again and again, on a single processor, would fill the queue.
  scheduler_.drop_exhausted(job);
}

void Processor::pop_visit() noexcept {
  Visit* const visit = innermost_;
  {
    const std::lock_guard lock(scheduler_.lock());
    innermost_ = visit->outer_;
  }
  delete visit;
}

void Processor::abandon(const std::exception_ptr& error) noexcept {
  for (;;) {
    Visit& visit = *innermost_;
    if (visit.claimed_) {
      visit.job()->fail(error);
      visit.commit();
    }
    if (&visit == &visit_) return;
    // What it had not claimed is left to others, or to the caller of the job.
    if (visit.range_ != nullptr) visit.drain();
    pop_visit();
  }
}

void Processor::let_go() noexcept {
  Pocket::Released jobs;  // after the lock
  const std::lock_guard lock(scheduler_.lock());
  visit_.detach();
  pocket_.empty_into(jobs);
}

void Processor::revive() noexcept {
  Visit* nested;  // the visits in that one, and all their jobs: let go of after the lock
  Pocket::Released jobs;
  {
    const std::lock_guard lock(scheduler_.lock());
    nested = std::exchange(innermost_, &visit_);
    visit_.detach();
    pocket_.empty_into(jobs);
    visit_.range_ = nullptr;
    visit_.claimed_ = false;
    visit_.run_open_ = false;
    visit_.done_ = 0;
    replacements_.store(replacements_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  while (nested != &visit_) delete std::exchange(nested, nested->outer_);
  last_end_ = {};
  chunks_left_ = scheduler_.chunks_per_thread();
  life_.store(Life::starting, std::memory_order_release);
}

ProcessorStats Processor::stats() const {
  ProcessorStats stats;
  stats.processor = index_;
  stats.chunks = chunks_done_.get();
  stats.items = items_done_.get();
  stats.busy = std::chrono::nanoseconds{static_cast<std::int64_t>(busy_.get())};
  stats.replacements = replacements_.load(std::memory_order_relaxed);
  stats.alive = life_.load(std::memory_order_acquire) == Life::running;
  std::vector<TraceEvent> recent;
  trace_.read(trace_.latest(), index_, recent);
  const auto now = Host::instance().now();
  if (stats.alive && !recent.empty() && recent.back().running()) {
    stats.current = recent.back();
    stats.busy += std::max(now - recent.back().begin, std::chrono::nanoseconds{0});
  }
  const std::chrono::nanoseconds began{began_.load(std::memory_order_relaxed)};
  if (began.count() != 0) stats.idle = std::max(now - began - stats.busy, std::chrono::nanoseconds{0});
  return stats;
}

}  // namespace webpool::detail
