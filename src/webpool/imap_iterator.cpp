#include <webpool/imap_iterator.hpp>

#include <webpool/calls/imap_window.hpp>
#include <webpool/errors.hpp>

namespace webpool::detail {

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

ImapBatch* next_chunk(ImapWindow& window, Deadline deadline, std::uint64_t& first, std::uint64_t& last) {
  const auto ended = window.next(deadline);
  if (ended.batch != nullptr) {
    first = ended.batch->first_item(ended.chunk);
    last = ended.batch->last_item(ended.chunk);
  }
  return ended.batch;
}

void close_window(ImapWindow& window) noexcept { window.close(); }

}  // namespace webpool::detail
