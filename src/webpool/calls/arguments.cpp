#include <webpool/calls/arguments.hpp>

#include <webpool/core/pool_core.hpp>
#include <webpool/core/text.hpp>
#include <webpool/errors.hpp>

namespace webpool::detail {
namespace {

// A negative number has become one that is too large, from which it cannot be told apart.
void require_positive(const char* name, std::size_t value, const char* rule) {
  const auto number = static_cast<std::ptrdiff_t>(value);
  if (number == 0) throw_error<ValueError>({name, ": 0 is out of range; ", rule});
  if (number < 0)
    throw_error<ValueError>({name, ": ", number, " is out of range, or ", value, ", which is too large; ", rule});
}
void require_chunksize(std::size_t chunksize) {
  require_positive("chunksize", chunksize, "a chunk has at least one item");
}

}  // namespace

JobShape map_shape(const PoolCore& core, std::size_t items, std::optional<std::size_t> chunksize) {
  if (!chunksize) {
    const auto shares = std::size_t{4} * core.processes();
    chunksize = items / shares + (items % shares != 0 ? 1 : 0);
  } else {
    require_chunksize(*chunksize);
  }
  return {items, *chunksize, core.processes()};
}

ImapSettings imap_settings(const PoolCore& core, bool ordered, const ImapOptions& options) {
  require_chunksize(options.chunksize);
  if (options.buffersize) require_positive("buffersize", *options.buffersize, "the buffer holds at least one chunk");
  return {options.chunksize, core.processes(), ordered, options.timeout, options.stop_token, options.line};
}

void require_places(std::size_t places, std::size_t results) {
  if (places < results)
    throw_error<ValueError>({"results: a range of ", places, " is too short for ", results, " results"});
}

}  // namespace webpool::detail
