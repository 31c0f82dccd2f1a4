#pragma once

#include <webpool/calls/task_timer.hpp>
#include <webpool/export.hpp>
#include <webpool/options.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

/// What jobs need of a call's arguments. The functions throw `ValueError`.
namespace webpool::detail {

class PoolCore;

/// How the items of a call are divided into chunks.
struct JobShape {
  std::uint64_t items = 1;
  std::uint64_t chunksize = 1;
  std::uint32_t processes = 1;
};

/// Not for a chunksize below 1.
WEBPOOL_EXPORT JobShape map_shape(const PoolCore& core, std::size_t items, std::optional<std::size_t> chunksize);

/// How an imap iterator divides its input, and its options.
struct ImapSettings {
  std::size_t chunksize = 1;
  std::uint32_t processes = 1;
  bool ordered = true;
  TaskTimeout timeout{};
  CallerStopToken stop_token{};
  std::uint32_t line = 0;
};

/// Not for a chunksize or a buffersize below 1.
WEBPOOL_EXPORT ImapSettings imap_settings(const PoolCore& core, bool ordered, const ImapOptions& options);

/// Not for fewer places than results.
WEBPOOL_EXPORT void require_places(std::size_t places, std::size_t results);

}  // namespace webpool::detail
