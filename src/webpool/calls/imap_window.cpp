#include <webpool/calls/imap_window.hpp>

#include <webpool/core/host.hpp>
#include <webpool/core/job_observer.hpp>
#include <webpool/core/rethrow.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/errors.hpp>

#include <algorithm>
#include <new>

namespace webpool::detail {

ImapWindow::ImapWindow(std::shared_ptr<PoolCore> core, std::unique_ptr<ImapInput> input,
                       std::optional<std::size_t> size)
    : core_(std::move(core)),
      input_(std::move(input)),
      signal_(*input_->shared),
      ordered_(input_->shared->settings.ordered),
      grows_(!size),
      initial_size_(size.value_or(std::size_t{4} * core_->processes())),
      size_(initial_size_),
      paced_at_(Clock::now()) {
  core_->open_stream();
}

ImapWindow::~ImapWindow() { close(); }

void ImapWindow::set_pace() noexcept {
  if (threadless || (input_->is_read_once && !grows_) || since_ < std::min<std::size_t>(size_, 16)) return;
  // The input is refilled by as many chunks as are read in this time, which is about what waking a processor takes.
  constexpr std::chrono::nanoseconds turn = std::chrono::microseconds{100};
  const auto now = Clock::now();
  const std::chrono::nanoseconds time = now - paced_at_;
  const auto wanted = static_cast<std::uint64_t>(turn.count()) * since_ /
                      static_cast<std::uint64_t>(std::max<std::int64_t>(time.count(), 1));
  paced_at_ = now;
  since_ = 0;
  const std::size_t limit = grows_ ? turn_limit : std::max<std::size_t>(initial_size_ / 2, 1);
  turn_ = static_cast<std::size_t>(std::clamp<std::uint64_t>(wanted, 1, limit));
  if (grows_) size_ = initial_size_ + turn_ - 1;
}

void ImapWindow::fill() {
  if (!input_open_ || unread_ + turn_ > size_ || stop_requested()) return;
  set_pace();
  // In a task, each chunk is a job of its own: a task that waits for a chunk runs the whole job, and the detection of
  // deadlocks knows only jobs. And an observer sees the results of a job before the first one is taken.
  const bool one_chunk_per_job =
      input_->is_read_once || Worker::current() != nullptr || JobObserver::instance != nullptr;
  while (input_open_ && unread_ < size_) {
    try {
      auto batch = input_->take_chunks(one_chunk_per_job ? 1 : std::min({size_ - unread_, job_limit, turn_}));
      if (!batch) {
        end_input();
        return;
      }
      // Memory is reserved before the job is submitted, since its ends have to be handled even if there is none left.
      if (!ordered_) drained_.reserve(batches_.size() + drained_.size() + 1);
      batches_.push_back(std::move(batch));
      try {
        submit_stoppable(*core_, *batches_.back(), batches_.back()->cancel_on_stop(), true);
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

bool ImapWindow::stop_requested() const noexcept { return input_->shared->settings.stop_token.stop_requested(); }

void ImapWindow::end_if_stopped() {
  if (!stop_requested() || (!input_open_ && unread_ == 0 && !error_)) return;
  close();
  throw CancelledError(
      "the call's stop token was stopped before all results had been read; the remaining ones were dropped");
}

ImapItems ImapWindow::next(Deadline deadline) {
  reading_.reset();
  end_if_stopped();
  fill();
  if (unread_ == 0) {
    if (error_) rethrow(std::exchange(error_, nullptr));
    return {};
  }
  if (!ready() && !wait(deadline)) {
    throw TimeoutError(
        "the next result was not ready in time and its task runs on; wait longer, or terminate the pool");
  }
  ImapBatch& batch = ordered_ ? *batches_.front() : *end_->batch;
  std::exception_ptr error;
  const auto chunk = ordered_ ? batch.take_next(error) : batch.take(*end_, error);
  --unread_;
  ++since_;
  if (!ordered_ && (batch.left() == 0 || !batch.ends_all_chunks(*end_))) end_ = nullptr;
  if (batch.left() == 0) finish(batch);
  if (error) {
    end_if_stopped();
    rethrow(std::move(error));
  }
  return {&batch, batch.first_item(chunk), batch.last_item(chunk)};
}

void ImapWindow::finish(const ImapBatch& batch) {
  const auto place =
      std::find_if(batches_.begin(), batches_.end(), [&](const auto& other) { return other.get() == &batch; });
  std::erase_if(drained_, [](const auto& other) { return other->has_pushed_all(); });
  if (ordered_ || batch.has_pushed_all()) {
    reading_ = std::move(*place);
  } else {
    drained_.push_back(std::move(*place));
  }
  batches_.erase(place);
}

bool ImapWindow::ready() noexcept {
  if (ordered_) return batches_.front()->ready();
  while (end_ == nullptr) {
    end_ = signal_.take();
    if (end_ == nullptr) return false;
    if (end_->batch->left() == 0) end_ = nullptr;  // a late end of a batch whose chunks were all taken
  }
  return true;
}

bool ImapWindow::wait(Deadline deadline) {
  const auto is_ready = [this] { return ready(); };
  if (ordered_ && batches_.front()->chunks() == 1) return yield(is_ready, deadline) || batches_.front()->wait(deadline);
  if (Worker* const worker = Worker::current();
      worker != nullptr && (deadline == no_deadline || Clock::now() < deadline)) {
    // A task of this pool runs what it waits for, since there may be no other processor.
    for (const auto& batch : batches_) {
      worker->help(*batch);
      if (ordered_ || ready()) break;
    }
  }
  while (threadless && !ready()) {
    if (deadline != no_deadline && Clock::now() >= deadline) return false;
    if (!Host::instance().work_here_briefly()) signal_.sleep(nullptr, is_ready, deadline);
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
  // With chunks of microseconds and no free core, a sleeping reader would be woken for each chunk, on the core of a processor
  // that is running the next one. So it yields for a while first.
  constexpr std::chrono::microseconds yield_time{50};
  if (turn_ == 1 || Worker::current() != nullptr) return false;
  for (const auto until = std::min(deadline, Clock::now() + yield_time); Clock::now() < until;) {
    yield_core();
    if (ready()) return true;
  }
#endif
  return false;
}

void ImapWindow::close() noexcept {
  end_input();
  error_ = nullptr;
  // The last ones first, so that a processor that stops does not begin the next batch.
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

// ---- for `ImapIterator` ----

std::shared_ptr<ImapWindow> open_window(std::shared_ptr<PoolCore> core, std::unique_ptr<ImapInput> input,
                                        std::optional<std::size_t> size) {
  auto window = std::make_shared<ImapWindow>(std::move(core), std::move(input), size);
  window->fill();
  return window;
}

ImapWindow& require_window(ImapWindow* window) {
  if (window == nullptr) throw InvalidHandleError("this ImapIterator was moved from; use the one it was moved to");
  return *window;
}

ImapItems next_items(ImapWindow& window, Deadline deadline) { return window.next(deadline); }

void close_window(ImapWindow& window) noexcept { window.close(); }

}  // namespace webpool::detail
