#pragma once

#include <webpool/concepts.hpp>
#include <webpool/options.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>

namespace webpool::detail {

/// What a wrong call returns: anything, so that its own error is the only one.
struct AnyResult {
  template <class T>
  operator T() const;  // NOLINT(google-explicit-constructor)
  AnyResult get(auto...) const;
  AnyResult next(auto...) const;
  void wait(auto...) const;
  AnyResult* begin() const;
  AnyResult* end() const;
};

/// Whether a call has options that `Expected` can be made of, or none.
template <class Expected, class... Options>
inline constexpr bool are_options = false;
template <class Expected>
inline constexpr bool are_options<Expected> = true;
template <class Expected, class Options>
inline constexpr bool are_options<Expected, Options> = std::is_convertible_v<Options, Expected>;

/// The calls of a pool that satisfy no concept end up here, for a short error about the call: one line for the concept and
/// one for the place, where the compiler's own list of what it has tried is some thirty.
///
/// `static_assert` with the constants behind the concepts: of a concept, compilers go on to say why it is not satisfied.
struct WrongCalls {
  template <class Function, class Items, class... Options>
  requires(!MapTask<Function, Items> || !are_options<MapOptions, Options...>) AnyResult
      map(Function&& /*function*/, Items&& /*items*/, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(is_range,
                  "map(function, items): the items do not satisfy webpool::Iterable, a range-based for cannot go "
                  "through them");
    if constexpr (is_range) {
      constexpr bool ends = FiniteIterable<Items>;
      static_assert(ends,
                    "map(function, items): the items do not satisfy webpool::FiniteIterable, they have no end; use "
                    "imap");
      constexpr bool is_task = !ends || MapTask<Function, Items>;
      static_assert(is_task,
                    "map(function, items): they do not satisfy webpool::MapTask, function(item) is not a valid call "
                    "for each item, or its result cannot be kept");
      static_assert(!is_task || sizeof...(Options) == 0,
                    "map(function, items, options): the options are a webpool::MapOptions");
    }
    return {};
  }

  template <class Function, class Items, class... Options>
  requires(!MapAsyncTask<Function, Items> ||
           !are_options<AsyncOptions<async_result_t<MapCall, Function, Items>>, Options...>) AnyResult
      map_async(Function&& /*function*/, Items&& /*items*/, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(is_range,
                  "map_async(function, items): the items do not satisfy webpool::Iterable, a range-based for cannot go "
                  "through them");
    if constexpr (is_range) {
      constexpr bool ends = FiniteIterable<Items>;
      static_assert(
          ends,
          "map_async(function, items): the items do not satisfy webpool::FiniteIterable, they have no end; use "
          "imap");
      constexpr bool is_task = !ends || MapAsyncTask<Function, Items>;
      static_assert(is_task,
                    "map_async(function, items): they do not satisfy webpool::MapAsyncTask, function(item) is not a "
                    "valid call for each item, or its result cannot be kept");
      static_assert(!is_task || sizeof...(Options) == 0,
                    "map_async(function, items, options): the options are a webpool::AsyncOptions<R>, where R is what "
                    "get() returns");
    }
    return {};
  }

  template <class Function, class Items, class... Options>
  requires(!StarmapTask<Function, Items> || !are_options<MapOptions, Options...>) AnyResult
      starmap(Function&& /*function*/, Items&& /*items*/, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(is_range,
                  "starmap(function, items): the items do not satisfy webpool::Iterable, a range-based for cannot go "
                  "through them");
    if constexpr (is_range) {
      constexpr bool ends = FiniteIterable<Items>;
      static_assert(ends,
                    "starmap(function, items): the items do not satisfy webpool::FiniteIterable, they have no end; use "
                    "imap");
      constexpr bool is_task = !ends || StarmapTask<Function, Items>;
      static_assert(is_task,
                    "starmap(function, items): they do not satisfy webpool::StarmapTask, function(elements of an "
                    "item...) is not a valid call for each item, or its result cannot be kept");
      static_assert(!is_task || sizeof...(Options) == 0,
                    "starmap(function, items, options): the options are a webpool::MapOptions");
    }
    return {};
  }

  template <class Function, class Items, class... Options>
  requires(!StarmapAsyncTask<Function, Items> ||
           !are_options<AsyncOptions<async_result_t<StarmapCall, Function, Items>>, Options...>) AnyResult
      starmap_async(Function&& /*function*/, Items&& /*items*/, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(
        is_range,
        "starmap_async(function, items): the items do not satisfy webpool::Iterable, a range-based for cannot go "
        "through them");
    if constexpr (is_range) {
      constexpr bool ends = FiniteIterable<Items>;
      static_assert(
          ends,
          "starmap_async(function, items): the items do not satisfy webpool::FiniteIterable, they have no end; use "
          "imap");
      constexpr bool is_task = !ends || StarmapAsyncTask<Function, Items>;
      static_assert(is_task,
                    "starmap_async(function, items): they do not satisfy webpool::StarmapAsyncTask, function(elements "
                    "of an item...) is not a valid call for each item, or its result cannot be kept");
      static_assert(!is_task || sizeof...(Options) == 0,
                    "starmap_async(function, items, options): the options are a webpool::AsyncOptions<R>, where R is "
                    "what get() returns");
    }
    return {};
  }

  template <class Function, class Items, class... Options>
  requires(!ImapTask<Function, Items> || !are_options<ImapOptions, Options...>) AnyResult
      imap(Function&& /*function*/, Items&& /*items*/, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(is_range,
                  "imap(function, items): the items do not satisfy webpool::Iterable, a range-based for cannot go "
                  "through them");
    if constexpr (is_range) {
      constexpr bool is_task = ImapTask<Function, Items>;
      static_assert(is_task,
                    "imap(function, items): they do not satisfy webpool::ImapTask, function(item) is not a valid call "
                    "for each item, or its result cannot be kept");
      static_assert(!is_task || sizeof...(Options) == 0,
                    "imap(function, items, options): the options are a webpool::ImapOptions");
    }
    return {};
  }

  template <class Function, class Items, class... Options>
  requires(!ImapTask<Function, Items> || !are_options<ImapOptions, Options...>) AnyResult
      imap_unordered(Function&& /*function*/, Items&& /*items*/, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(
        is_range,
        "imap_unordered(function, items): the items do not satisfy webpool::Iterable, a range-based for cannot go "
        "through them");
    if constexpr (is_range) {
      constexpr bool is_task = ImapTask<Function, Items>;
      static_assert(is_task,
                    "imap_unordered(function, items): they do not satisfy webpool::ImapTask, function(item) is not a "
                    "valid call for each item, or its result cannot be kept");
      static_assert(!is_task || sizeof...(Options) == 0,
                    "imap_unordered(function, items, options): the options are a webpool::ImapOptions");
    }
    return {};
  }

  template <class Function, class Items, class Results, class... Options>
  requires(!MapTask<Function, Items> || !MapOutput<Results, Function, Items> ||
           !are_options<MapOptions, Options...>) AnyResult
      map_into(Function&& /*function*/, Items&& /*items*/, Results&& /*results*/, Options&&... /*options*/) {
    constexpr bool is_range = FiniteIterable<Items>;
    static_assert(is_range, "map_into(function, items, results): the items do not satisfy webpool::FiniteIterable");
    if constexpr (is_range) {
      constexpr bool is_task = MapTask<Function, Items>;
      static_assert(is_task,
                    "map_into(function, items, results): they do not satisfy webpool::MapTask, function(item) is not "
                    "a valid call for each item");
      if constexpr (is_task) {
        constexpr bool is_output = MapOutput<Results, Function, Items>;
        static_assert(is_output,
                      "map_into(function, items, results): the results do not satisfy webpool::MapOutput, what the "
                      "function returns cannot be assigned to results[0], results[1], ...");
        static_assert(!is_output || sizeof...(Options) == 0,
                      "map_into(function, items, results, options): the options are a webpool::MapOptions");
      }
    }
    return {};
  }

  template <class Function, class Arguments = std::tuple<>, class... Options>
  requires(!ApplyTask<Function&, Arguments> || !are_options<ApplyOptions, Options...>) AnyResult
      apply(Function&& /*function*/, Arguments&& /*arguments*/ = {}, Options&&... /*options*/) {
    constexpr bool is_task = ApplyTask<Function&, Arguments>;
    static_assert(is_task,
                  "apply(function, arguments): they do not satisfy webpool::ApplyTask, the elements of the tuple are "
                  "not arguments of the function");
    static_assert(!is_task || sizeof...(Options) == 0,
                  "apply(function, arguments, options): the options are a webpool::ApplyOptions");
    return {};
  }

  template <class Function, class Arguments = std::tuple<>, class... Options>
  requires(!ApplyAsyncTask<Function, Arguments> ||
           !are_options<AsyncOptions<apply_async_result_t<Function, Arguments>>, Options...>) AnyResult
      apply_async(Function&& /*function*/, Arguments&& /*arguments*/ = {}, Options&&... /*options*/) {
    constexpr bool is_task = ApplyAsyncTask<Function, Arguments>;
    static_assert(
        is_task,
        "apply_async(function, arguments): they do not satisfy webpool::ApplyAsyncTask, the elements of the tuple "
        "are not arguments of the function");
    static_assert(
        !is_task || sizeof...(Options) == 0,
        "apply_async(function, arguments, options): the options are a webpool::AsyncOptions<R>, where R is what "
        "get() returns");
    return {};
  }
};

}  // namespace webpool::detail
