#pragma once

#include <webpool/calls/imap_batch.hpp>
#include <webpool/calls/result_slots.hpp>
#include <webpool/calls/value_texts.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

namespace webpool::detail {

/// A batch with results of type `T`.
template <class T>
class ImapResults : public ImapBatch {
 public:
  ImapResults(std::uint64_t items, std::shared_ptr<ImapShared> shared)
      : ImapBatch(items, std::move(shared)), slots_(static_cast<std::size_t>(items)) {}
  /// By the reader: the result of an item whose chunk was taken.
  decltype(auto) take_result(std::uint64_t item) noexcept { return slots_.take(static_cast<std::size_t>(item)); }

  void write_results([[maybe_unused]] ValueTexts& texts) override {
    if constexpr (describes_calls && !std::is_void_v<T>) {
      for (std::uint64_t item = 0; item < this->items() && !texts.full(); ++item)
        texts.add(slots_.peek(static_cast<std::size_t>(item)));
    }
  }

 protected:
  ResultSlots<T> slots_;
};

}  // namespace webpool::detail
