#pragma once

#include <webpool/calls/imap_batch.hpp>
#include <webpool/core/job_ptr.hpp>

#include <cstddef>
#include <memory>
#include <utility>

namespace webpool::detail {

/// The type-erased input of an imap iterator, which makes jobs of it. Called only on the reader's thread.
class ImapInput {
 public:
  ImapInput(std::shared_ptr<ImapShared> given, bool once, bool borrowed) noexcept
      : shared(std::move(given)), is_read_once(once), refers(borrowed) {}
  ImapInput(const ImapInput&) = delete;
  ImapInput& operator=(const ImapInput&) = delete;
  virtual ~ImapInput() = default;

  /// Reads at most `limit` chunks from the input and returns them as a job; null at the end. Throws what the input throws.
  virtual JobPtr<ImapBatch> take_chunks(std::size_t limit) = 0;

  const std::shared_ptr<ImapShared> shared;
  /// Whether the input is single-pass, so that reading it may block.
  const bool is_read_once;
  /// Whether tasks use the caller's items in place, so that `close` has to wait for them.
  const bool refers;
};

}  // namespace webpool::detail
