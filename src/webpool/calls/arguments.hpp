#pragma once

#include <webpool/export.hpp>

#include <cstddef>
#include <optional>

/// Checks of a call's arguments. Each throws `ValueError`.
namespace webpool {

struct ImapOptions;

namespace detail {

class PoolCore;
struct ImapSettings;
struct JobShape;

/// Not for a chunksize below 1.
WEBPOOL_EXPORT JobShape map_shape(const PoolCore& core, std::size_t items, std::optional<std::size_t> chunksize);
/// Not for a chunksize or a buffersize below 1.
WEBPOOL_EXPORT ImapSettings imap_settings(const PoolCore& core, bool ordered, const ImapOptions& options);
/// Not for fewer places than results.
WEBPOOL_EXPORT void require_places(std::size_t places, std::size_t results);

}  // namespace detail
}  // namespace webpool
