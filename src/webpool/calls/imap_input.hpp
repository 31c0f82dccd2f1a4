#pragma once

#include <webpool/calls/imap_batch.hpp>
#include <webpool/core/job_ptr.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace webpool::detail {

/// Where an iterator of imap takes its jobs from. All calls come from the reader's thread.
class ImapInput {
 public:
  ImapInput(std::shared_ptr<ImapShared> given, bool once, bool borrowed) noexcept
      : shared(std::move(given)), is_read_once(once), refers(borrowed) {}
  ImapInput(const ImapInput&) = delete;
  ImapInput& operator=(const ImapInput&) = delete;
  virtual ~ImapInput() = default;

  /// The next chunks of the input, at most `limit`, as a job; null at its end. Throws what the input throws.
  virtual JobPtr<ImapBatch> take_chunks(std::size_t limit) = 0;

  const std::shared_ptr<ImapShared> shared;
  /// Whether it can be read only once: then it may wait for what is to come.
  const bool is_read_once;
  /// Whether tasks use items of somebody else, who has to know when they no longer do.
  const bool refers;
};

}  // namespace webpool::detail
