#pragma once

#include <webpool/calls/apply_job.hpp>
#include <webpool/calls/call_job.hpp>
#include <webpool/calls/call_types.hpp>
#include <webpool/calls/imap_stream.hpp>
#include <webpool/calls/map_job.hpp>
#include <webpool/core/job_ptr.hpp>
#include <webpool/export.hpp>
#include <webpool/options.hpp>

#include <cstddef>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

/// Makes jobs of a pool's calls.
namespace webpool::detail {

class PoolCore;

/// Throws `ValueError` for a chunksize of 0.
WEBPOOL_EXPORT JobShape map_shape(const PoolCore& core, std::size_t items, std::optional<std::size_t> chunksize);
/// Throws `ValueError` for a chunksize or a buffersize of 0.
WEBPOOL_EXPORT ImapSettings imap_settings(const PoolCore& core, bool ordered, const ImapOptions& options);
/// Throws `ValueError` if there are fewer places than results.
WEBPOOL_EXPORT void require_places(std::size_t places, std::size_t results);
/// Throws `PoolNotRunningError`, or the error with which the pool has failed.
WEBPOOL_EXPORT void submit(PoolCore& core, CallJob& job);

/// A job of map that uses `items` as `Input` says. `Function` is the type that the job stores: a reference or a copy.
/// `make_slots(number of items)` makes the storage of the results.
template <class Call, class Function, class Input, class GivenFunction, class Items,
          class T = result_for<Call, std::remove_reference_t<Function>, Input>, class MakeSlots = MakeResultSlots<T>>
auto make_map_job(const PoolCore& core, GivenFunction&& function, Items&& items, std::optional<std::size_t> chunksize,
                  JobOptionsPointer options, MakeSlots make_slots = {}) {
  using Task = TaskFor<Call, std::remove_reference_t<Function>, Input>;
  using Slots = decltype(make_slots(std::size_t{}));
  using Made = MapJob<Task, Function, typename Input::Source, T, Slots>;
  const auto make = [&](auto&& source) {
    const auto make_shape = [&](std::size_t count) { return map_shape(core, count, chunksize); };
    return JobPtr<ResultJob<slots_result_t<Slots>>>(new Made(std::forward<GivenFunction>(function),
                                                             std::forward<decltype(source)>(source), make_shape,
                                                             make_slots, std::move(options)));
  };
  if constexpr (Input::is_read) {
    return make(Input::Source::template read<typename Input::Given>(items));
  } else {
    return make(std::forward<Items>(items));
  }
}

/// The input of an imap iterator.
template <class Function, class Items>
auto make_imap_input(Function&& function, Items&& items, const ImapSettings& settings) {
  using Kept = std::decay_t<Function>;
  using Task = TaskFor<MapCall, Kept, Streamed<Items>>;
  using T = result_for<MapCall, Kept, Streamed<Items>>;
  return std::make_unique<ImapStream<Task, Kept, Items, T>>(std::forward<Function>(function),
                                                            std::forward<Items>(items), settings);
}

}  // namespace webpool::detail
