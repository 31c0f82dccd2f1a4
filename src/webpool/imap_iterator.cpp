#include <webpool/imap_iterator.hpp>

#include <webpool/calls/imap_window.hpp>
#include <webpool/errors.hpp>

namespace webpool::detail {

ImapReader::ImapReader(std::shared_ptr<PoolCore> core, std::unique_ptr<ImapInput> input,
                       std::optional<std::size_t> size)
    : window_(std::make_unique<ImapWindow>(std::move(core), std::move(input), size)) {
  window_->fill();
}

ImapReader::ImapReader(ImapReader&&) noexcept = default;
ImapReader& ImapReader::operator=(ImapReader&&) noexcept = default;
ImapReader::~ImapReader() = default;

ImapBatch* ImapReader::next(Deadline deadline, std::uint64_t& first, std::uint64_t& last) {
  const auto ended = window_->next(deadline);
  if (ended.batch != nullptr) {
    first = ended.batch->first_item(ended.chunk);
    last = ended.batch->last_item(ended.chunk);
  }
  return ended.batch;
}

void ImapReader::close() noexcept { window_->close(); }

void ImapReader::require_window() const {
  if (window_ == nullptr) throw InvalidHandleError("this ImapIterator was moved from; use the one it was moved to");
}

}  // namespace webpool::detail
