#include <webpool/calls/imap_batch.hpp>

#include <utility>

namespace webpool::detail {

ImapBatch::ImapBatch(std::uint64_t items, std::shared_ptr<ImapShared> shared)
    : Job(items, shared->settings.chunksize, shared->settings.processes), shared_(std::move(shared)) {
  line = shared_->settings.line;
  const auto& token = shared_->settings.stop_token;
  if (token.stop_possible()) cancel_on_stop_ = std::make_unique<CancelOnStop>(token);
  end_.batch = this;
  if (chunks() == 1) return;
  errors_.resize(chunks());
  if (shared_->settings.ordered) {
    flags_ = std::make_unique<ImapFlag[]>(chunks());
  } else {
    ends_ = std::make_unique<ImapEnd[]>(chunks());
  }
}

void ImapBatch::run_chunk(std::uint32_t chunk) {
  if (!several()) return run_tasks(chunk);
  std::exception_ptr error;
  try {
    run_tasks(chunk);
  } catch (...) {
    error = std::current_exception();
  }
  // A stopped chunk has no complete results: it ends with the job's error.
  if (stopping()) return;
  errors_[chunk] = std::move(error);
  if (shared_->settings.ordered) return shared_->set(flags_[chunk]);
  ends_[chunk].batch = this;
  ends_[chunk].chunk = chunk;
  shared_->push(ends_[chunk]);
}

void ImapBatch::settled() noexcept {
  if (several() && !has_error()) return;
  if (!shared_->settings.ordered) {
    shared_->push(end_);
  } else if (several()) {  // the reader of a single chunk waits for the job itself
    shared_->wake();
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

}  // namespace webpool::detail
