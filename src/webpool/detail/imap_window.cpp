#include <webpool/detail/imap_stream.hpp>

#include <webpool/detail/processor.hpp>
#include <webpool/detail/rethrow.hpp>
#include <webpool/errors.hpp>

#include <algorithm>

namespace webpool::detail {
namespace {

[[noreturn]] void time_out() {
  throw TimeoutError("the next result was not there in time and is still to come; wait longer, or terminate the pool");
}

}  // namespace

ImapWindow::ImapWindow(std::shared_ptr<Scheduler> scheduler, std::size_t size, bool ordered)
    : scheduler_(std::move(scheduler)), size_(size), completions_(ordered ? nullptr : std::make_shared<Completions>()) {
  scheduler_->open_stream();
}

ImapWindow::~ImapWindow() { close(); }

void ImapWindow::fill() {
  while (input_open_ && jobs_.size() < size_) {
    try {
      auto job = take_chunk();
      if (!job) {
        end_input();
        return;
      }
      job->completions = completions_;
      scheduler_->submit(*job, true);
      jobs_.push_back(std::move(job));
    } catch (...) {
      error_ = std::current_exception();
      end_input();
    }
  }
}

Reference<> ImapWindow::next(Deadline deadline) {
  fill();
  if (!jobs_.empty()) return completions_ ? take_any(deadline) : take_first(deadline);
  if (error_) rethrow(std::exchange(error_, nullptr));
  return {};
}

Reference<> ImapWindow::take_first(Deadline deadline) {
  if (!jobs_.front()->wait(deadline)) time_out();
  auto job = std::move(jobs_.front());
  jobs_.pop_front();
  return job;
}

Reference<> ImapWindow::take_any(Deadline deadline) {
  if (completions_->empty() && Processor::current() != nullptr) {
    // A task of this pool, perhaps: it runs what it waits for, since there may be no other processor.
    for (const auto& job : jobs_) {
      Processor::current()->help(*job);
      if (!completions_->empty()) break;
    }
  }
  if (!completions_->wait(deadline)) time_out();
  auto job = completions_->take();
  jobs_.erase(std::find_if(jobs_.begin(), jobs_.end(), [&](const auto& other) { return other.get() == job.get(); }));
  return job;
}

void ImapWindow::close() noexcept {
  end_input();
  error_ = nullptr;
  // The last ones first: a processor that is let go must not begin the next.
  for (auto job = jobs_.rbegin(); job != jobs_.rend(); ++job) (*job)->cancel();
  jobs_.clear();
}

void ImapWindow::end_input() noexcept {
  if (!std::exchange(input_open_, false)) return;
  scheduler_->close_stream();
}

}  // namespace webpool::detail
