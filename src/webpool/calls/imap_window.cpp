#include <webpool/calls/imap_window.hpp>

#include <webpool/core/host.hpp>
#include <webpool/core/rethrow.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/errors.hpp>

#include <algorithm>
#include <new>

namespace webpool::detail {
namespace {

[[noreturn]] void time_out() {
  throw TimeoutError("the next result was not there in time and is still to come; wait longer, or terminate the pool");
}

}  // namespace

ImapWindow::ImapWindow(std::shared_ptr<PoolCore> core, std::unique_ptr<ImapInput> input,
                       std::optional<std::size_t> size)
    : core_(std::move(core)),
      input_(std::move(input)),
      signal_(*input_->shared),
      ordered_(input_->shared->settings.ordered),
      grows_(!size),
      least_(size.value_or(std::size_t{4} * core_->processes())),
      size_(least_),
      looked_at_(Clock::now()) {
  core_->open_stream();
}

ImapWindow::~ImapWindow() { close(); }

void ImapWindow::set_pace() noexcept {
  if (threadless || (input_->is_read_once && !grows_) || since_ < std::min<std::size_t>(size_, 16)) return;
  // Of what passes in that time, in which a processor could be woken, as many are taken at once.
  constexpr std::chrono::nanoseconds turn = std::chrono::microseconds{100};
  const auto now = Clock::now();
  const std::chrono::nanoseconds time = now - looked_at_;
  const auto wanted = static_cast<std::uint64_t>(turn.count()) * since_ /
                      static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 1));
  looked_at_ = now;
  since_ = 0;
  const std::size_t most = grows_ ? turn_limit : std::max<std::size_t>(least_ / 2, 1);
  turn_ = static_cast<std::size_t>(std::clamp<std::uint64_t>(wanted, 1, most));
  if (grows_) size_ = least_ + turn_ - 1;
}

void ImapWindow::fill() {
  if (!input_open_ || unread_ + turn_ > size_ || stop_requested()) return;
  set_pace();
  // A task that waits for a chunk of its own pool runs the chunk's job: no more than that one. And where tasks wait for one
  // another in a circle, jobs are what tells.
  const bool alone = input_->is_read_once || Worker::current() != nullptr;
  while (input_open_ && unread_ < size_) {
    try {
      auto batch = input_->take_chunks(alone ? 1 : std::min({size_ - unread_, job_limit, turn_}));
      if (!batch) {
        end_input();
        return;
      }
      // Remembered before it is submitted: from then on its ends may come, whether or not there is memory left.
      if (!ordered_) over_.reserve(batches_.size() + over_.size() + 1);
      batches_.push_back(std::move(batch));
      try {
        batches_.back()->follow_stop_token();
        core_->submit(*batches_.back(), true);
      } catch (...) {
        batches_.back()->forget_stop_token();
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

bool ImapWindow::stop_requested() const noexcept { return input_->shared->settings.stop_token.stop_requested(); }

void ImapWindow::end_if_stopped() {
  if (!stop_requested() || (!input_open_ && unread_ == 0 && !error_)) return;
  close();
  throw CancelledError(
      "the stop token of the call was stopped before all results had been read; the others were dropped");
}

ImapWindow::Ended ImapWindow::next(Deadline deadline) {
  reading_.reset();
  end_if_stopped();
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
  if (error) {
    end_if_stopped();
    rethrow(std::move(error));
  }
  return {&batch, chunk};
}

void ImapWindow::finish(const ImapBatch& batch) {
  const auto place =
      std::find_if(batches_.begin(), batches_.end(), [&](const auto& other) { return other.get() == &batch; });
  std::erase_if(over_, [](const auto& other) { return other->has_pushed_all(); });
  if (ordered_ || batch.has_pushed_all()) {
    reading_ = std::move(*place);
  } else {
    over_.push_back(std::move(*place));
  }
  batches_.erase(place);
}

bool ImapWindow::ready() noexcept {
  if (ordered_) return batches_.front()->ready();
  while (end_ == nullptr) {
    end_ = signal_.take();
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
    signal_.sleep(nullptr, is_ready, deadline);
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
    signal_.sleep(ordered_ ? batches_.front()->next_flag() : nullptr, is_ready, deadline);
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
  if (input_->refers) wait_for_tasks();
  batches_.clear();
  reading_.reset();
  end_ = nullptr;
  unread_ = 0;
}

void ImapWindow::wait_for_tasks() noexcept {
  for (const auto& batch : batches_) {
    try {
      batch->wait(no_deadline);
    } catch (const std::bad_alloc&) {  // to help with what was cancelled, of which there is nothing left to run
      while (!batch->done()) yield_core();
    } catch (
        const Error&) {  // in a task of the batch, which does not wait for itself, or in a process of fork(), without tasks
    }
  }
}

void ImapWindow::end_input() noexcept {
  if (!std::exchange(input_open_, false)) return;
  core_->close_stream();
}

}  // namespace webpool::detail
