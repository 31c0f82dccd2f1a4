#pragma once

#include <webpool/calls/arguments.hpp>
#include <webpool/calls/call_job.hpp>
#include <webpool/calls/call_types.hpp>
#include <webpool/calls/result_slots.hpp>
#include <webpool/calls/run_items.hpp>
#include <webpool/core/job_ptr.hpp>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <type_traits>
#include <utility>

namespace webpool::detail {

/// The items of a job. It is a base class, since the other parts of the job are made with the number of items.
template <class Source>
struct JobItems {
  Source source;
};

/// The job of map and starmap. `Task` is the `TaskCall` for an item of `Source`, which has items by index; `Slots` stores the
/// results of type `T`.
template <class Task, class Function, class Source, class T, class Slots = ResultSlots<T>>
class MapJob final : JobItems<Source>, public ResultJob<typename Slots::Result> {
  using Result = typename Slots::Result;

 public:
  /// `output` is what else the slots are made of.
  template <class GivenFunction, class Items, class Options, class... Output>
  MapJob(const PoolCore& core, GivenFunction&& function, Items&& items, const Options& options, Output&... output)
      : JobItems<Source>{Source(std::forward<Items>(items))},
        ResultJob<Result>(map_shape(core, this->source.size(), options.chunksize), options),
        function_(std::forward<GivenFunction>(function)),
        slots_(this->source.size(), output...) {}

  void run_chunk(std::uint32_t chunk) override {
    const auto run = [this](std::uint64_t item) {
      detail::run_task<Task, T>(function_, this->source[item], slots_, item);
    };
    if (const auto* const timeout = this->timeout()) return detail::run_items_in_time(*this, chunk, *timeout, run);
    detail::run_items(*this, chunk, run);
  }

  std::add_lvalue_reference_t<Result> result() noexcept override { return slots_.result(); }

  std::vector<std::string> item_texts(std::size_t limit) override {
    // Not of items that the input computes, since that would run the caller's code once more.
    return detail::texts_of<Source::gives_stored_items>(
        this->items(), limit, [this](auto& text, auto item) { Task::write(text, this->source[item]); });
  }
  std::vector<std::string> result_texts(std::size_t limit) override {
    if constexpr (std::is_void_v<Result>) {
      return {};
    } else {
      return detail::texts_of(this->items(), limit,
                              [this](auto& text, auto item) { text.template write<T>(slots_.result()[item]); });
    }
  }

 private:
  ~MapJob() override = default;
  void gather() noexcept override {
    try {
      slots_.gather();
    } catch (...) {
      this->fail(std::current_exception());
    }
  }

  Function function_;
  Slots slots_;
};

/// A job of map that uses `items` as `Input` says. `Function` is the type that the job stores: a reference or a copy.
/// `output`: the caller's range for the results, if any.
template <class Call, class Function, class Input, class GivenFunction, class Items, class Options, class... Output>
auto make_map_job(const PoolCore& core, GivenFunction&& function, Items&& items, const Options& options,
                  Output&... output) {
  using Task = TaskFor<Call, std::remove_reference_t<Function>, Input>;
  using T = result_for<Call, std::remove_reference_t<Function>, Input>;
  using Slots = SlotsFor<T, Output...>;
  using Made = MapJob<Task, Function, typename Input::Source, T, Slots>;
  return JobPtr<ResultJob<typename Slots::Result>>(
      new Made(core, std::forward<GivenFunction>(function), std::forward<Items>(items), options, output...));
}

}  // namespace webpool::detail
