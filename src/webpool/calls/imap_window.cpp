#include <webpool/calls/imap_stream.hpp>

#include <webpool/core/host.hpp>
#include <webpool/core/rethrow.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/errors.hpp>

#include <algorithm>

namespace webpool::detail {
namespace {

[[noreturn]] void time_out() {
  throw TimeoutError("the next result was not there in time and is still to come; wait longer, or terminate the pool");
}

}  // namespace

ImapBatch::ImapBatch(std::uint64_t items, std::uint64_t chunksize, std::uint32_t processes,
                     std::shared_ptr<ImapBell> bell, bool ordered)
    : Job(items, chunksize, processes), bell_(std::move(bell)), ordered_(ordered) {
  end_.batch = this;
  if (chunks() == 1) return;
  errors_.resize(chunks());
  if (ordered_) {
    flags_ = std::make_unique<ImapFlag[]>(chunks());
  } else {
    ends_ = std::make_unique<ImapEnd[]>(chunks());
  }
}

void ImapBatch::ended(std::uint32_t chunk, std::exception_ptr error) noexcept {
  errors_[chunk] = std::move(error);
  if (ordered_) return bell_->set(flags_[chunk]);
  ends_[chunk].batch = this;
  ends_[chunk].chunk = chunk;
  bell_->push(ends_[chunk]);
}

void ImapBatch::settled() noexcept {
  if (several() && !has_error()) return;
  if (!ordered_) {
    bell_->push(end_);
  } else if (several()) {  // who waits for a single one, and for no other, waits for its job
    bell_->ring();
  }
}

std::uint32_t ImapBatch::take_next(std::exception_ptr& error) noexcept {
  const auto chunk = taken_++;
  error = flags_ && flags_[chunk].load(std::memory_order_seq_cst) != 0 ? errors_[chunk] : Job::error();
  return chunk;
}

std::uint32_t ImapBatch::take(const ImapEnd& end, std::exception_ptr& error) noexcept {
  ++taken_;
  error = &end != &end_ ? errors_[end.chunk] : Job::error();
  return end.chunk;
}

ImapWindow::ImapWindow(std::shared_ptr<PoolCore> core, std::shared_ptr<ImapBell> bell, std::optional<std::size_t> size,
                       bool ordered, bool one_by_one)
    : core_(std::move(core)),
      bell_(std::move(bell)),
      ordered_(ordered),
      one_by_one_(one_by_one),
      grows_(!size),
      least_(size.value_or(std::size_t{4} * core_->processes())),
      size_(least_),
      looked_at_(Clock::now()) {
  core_->open_stream();
}

ImapWindow::~ImapWindow() { close(); }

void ImapWindow::set_pace() noexcept {
  if (threadless || (one_by_one_ && !grows_) || since_ < std::min<std::size_t>(size_, 16)) return;
  // Of what passes in that time, in which a processor could be woken, as many are taken at once.
  constexpr std::chrono::nanoseconds turn = std::chrono::microseconds{100};
  const auto now = Clock::now();
  const std::chrono::nanoseconds time = now - looked_at_;
  const auto wanted = static_cast<std::uint64_t>(turn.count()) * since_ /
                      static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 1));
  looked_at_ = now;
  since_ = 0;
  const std::size_t most = grows_ ? most_at_a_turn : std::max<std::size_t>(least_ / 2, 1);
  turn_ = static_cast<std::size_t>(std::clamp<std::uint64_t>(wanted, 1, most));
  if (grows_) size_ = least_ + turn_ - 1;
}

void ImapWindow::fill() {
  if (!input_open_ || unread_ + turn_ > size_) return;
  set_pace();
  // A task that waits for a chunk of its own pool runs the chunk's job: no more than that one. And where tasks wait for one
  // another in a circle, jobs are what tells.
  const bool alone = one_by_one_ || Worker::current() != nullptr;
  while (input_open_ && unread_ < size_) {
    try {
      auto batch = take_chunks(alone ? 1 : std::min({size_ - unread_, most_in_a_job, turn_}));
      if (!batch) {
        end_input();
        return;
      }
      // Remembered before it is submitted: from then on its ends may come, whether or not there is memory left.
      if (!ordered_) over_.reserve(batches_.size() + over_.size() + 1);
      batches_.push_back(std::move(batch));
      try {
        core_->submit(*batches_.back(), true);
      } catch (...) {
        batches_.pop_back();
        throw;
      }
      unread_ += batches_.back()->chunks();
    } catch (...) {
      error_ = std::current_exception();
      end_input();
    }
  }
}

ImapWindow::Ended ImapWindow::next(Deadline deadline) {
  reading_.reset();
  fill();
  if (unread_ == 0) {
    if (error_) rethrow(std::exchange(error_, nullptr));
    return {};
  }
  if (!ready() && !wait(deadline)) time_out();
  ImapBatch& batch = ordered_ ? *batches_.front() : *end_->batch;
  std::exception_ptr error;
  const auto chunk = ordered_ ? batch.take_next(error) : batch.take(*end_, error);
  --unread_;
  ++since_;
  if (!ordered_ && (batch.left() == 0 || !batch.breaks_off(*end_))) end_ = nullptr;
  if (batch.left() == 0) finish(batch);
  if (error) rethrow(std::move(error));
  return {&batch, chunk};
}

void ImapWindow::finish(const ImapBatch& batch) {
  const auto place =
      std::find_if(batches_.begin(), batches_.end(), [&](const auto& other) { return other.get() == &batch; });
  std::erase_if(over_, [](const auto& other) { return other->tells_no_more(); });
  if (ordered_ || batch.tells_no_more()) {
    reading_ = std::move(*place);
  } else {
    over_.push_back(std::move(*place));
  }
  batches_.erase(place);
}

bool ImapWindow::ready() noexcept {
  if (ordered_) return batches_.front()->ready();
  while (end_ == nullptr) {
    end_ = bell_->take();
    if (end_ == nullptr) return false;
    if (end_->batch->left() == 0) end_ = nullptr;  // its job was stopped, or is over
  }
  return true;
}

bool ImapWindow::wait(Deadline deadline) {
  const auto is_ready = [this] { return ready(); };
  if (ordered_ && batches_.front()->chunks() == 1) return yield(is_ready, deadline) || batches_.front()->wait(deadline);
  if (Worker* const worker = Worker::current();
      worker != nullptr && (deadline == no_deadline || Clock::now() < deadline)) {
    // A task of this pool, perhaps: it runs what it waits for, since there may be no other processor.
    for (const auto& batch : batches_) {
      worker->help(*batch);
      if (ordered_ || ready()) break;
    }
  }
  // A look now and then whether the chunk is there. The time may be over before anything could be done in it: sleep only where
  // nothing is to be done.
  while (threadless && !ready()) {
    if (deadline != no_deadline && Clock::now() >= deadline) return false;
    const auto until = Clock::now() + std::chrono::milliseconds{1};
    if (Host::instance().work_here(nullptr, nullptr, until) || Clock::now() >= until) continue;
    bell_->sleep(nullptr, is_ready, deadline);
  }
  if (ready()) return true;
  {
    const Awake awake;
    thread_local Spinner spinner(true);
    if (awake.has_core() && spinner.spin(is_ready, deadline)) return true;
  }
  if (yield(is_ready, deadline)) return true;
  while (!ready()) {
    if (deadline != no_deadline && Clock::now() >= deadline) return false;
    bell_->sleep(ordered_ ? batches_.front()->next_flag() : nullptr, is_ready, deadline);
  }
  return true;
}

template <class Ready>
bool ImapWindow::yield([[maybe_unused]] Ready ready, [[maybe_unused]] Deadline deadline) {
#if !defined(__wasm__)
  // Where chunks take microseconds and cores are taken, who sleeps is woken for each of them, on the core of the very
  // processor that is at work on the next.
  constexpr std::chrono::microseconds polite{50};
  if (turn_ == 1 || Worker::current() != nullptr) return false;
  for (const auto until = std::min(deadline, Clock::now() + polite); Clock::now() < until;) {
    yield_core();
    if (ready()) return true;
  }
#endif
  return false;
}

void ImapWindow::close() noexcept {
  end_input();
  error_ = nullptr;
  // The last ones first: a processor that is let go must not begin the next.
  for (auto batch = batches_.rbegin(); batch != batches_.rend(); ++batch) (*batch)->cancel();
  batches_.clear();
  reading_.reset();
  end_ = nullptr;
  unread_ = 0;
}

void ImapWindow::end_input() noexcept {
  if (!std::exchange(input_open_, false)) return;
  core_->close_stream();
}

}  // namespace webpool::detail
