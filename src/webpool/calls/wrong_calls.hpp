#pragma once

#include <webpool/concepts.hpp>
#include <webpool/options.hpp>

#include <cstddef>
#include <initializer_list>
#include <tuple>
#include <type_traits>
#include <vector>

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

/// Stands for an argument that a call lacks.
struct Missing {};

/// Takes braces around arguments or items that have no type of their own, as in `apply(f, {1, "two"})`, where a
/// `std::tuple{1, "two"}` is needed.
struct Braces {
  template <class First, class... Others>
  Braces(First&& first, Others&&... others);  // NOLINT(google-explicit-constructor)
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
/// Not for arguments without a type of their own: a misspelt option in braces (`{.chunksise = 3}`) and the name of an
/// overloaded function, which a lambda has to call. Nor for errors within a generic function, whose body is compiled before
/// anything is known of it.
///
/// `static_assert` with the constants behind the concepts: of a concept, compilers go on to say why it is not satisfied.
struct WrongCalls {
  template <class Function = Missing, class Items = Missing, class... Options>
  requires(!MapTask<Function, Items> || !are_options<MapOptions, Options...>) AnyResult
      map(Function&& /*function*/ = {}, Items&& /*items*/ = {}, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(is_range, "map: the items are not webpool::Iterable: a range-based for cannot go through them");
    if constexpr (is_range) {
      constexpr bool ends = FiniteIterable<Items>;
      static_assert(ends, "map: the items are not webpool::FiniteIterable: they have no end; use imap");
      constexpr bool is_task = !ends || MapTask<Function, Items>;
      static_assert(is_task,
                    "map: not a webpool::MapTask: function(item) is no valid call, or its result cannot be kept");
      static_assert(!is_task || sizeof...(Options) == 0, "map: the options are not a webpool::MapOptions");
    }
    return {};
  }
  template <std::size_t n>
  AnyResult map(auto&& /*function*/, Braces (&&/*items*/)[n], MapOptions /*options*/ = {}) {
    constexpr bool have_type = n == 0;
    static_assert(have_type, "map: the items in braces have no type: write std::vector<T>{...}");
    return {};
  }

  template <class Function = Missing, class Items = Missing, class... Options>
  requires(!MapAsyncTask<Function, Items> ||
           !are_options<AsyncOptions<async_result_t<MapCall, Function, Items>>, Options...>) AnyResult
      map_async(Function&& /*function*/ = {}, Items&& /*items*/ = {}, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(is_range, "map_async: the items are not webpool::Iterable: a range-based for cannot go through them");
    if constexpr (is_range) {
      constexpr bool ends = FiniteIterable<Items>;
      static_assert(ends, "map_async: the items are not webpool::FiniteIterable: they have no end; use imap");
      constexpr bool is_task = !ends || MapAsyncTask<Function, Items>;
      static_assert(is_task,
                    "map_async: not a webpool::MapAsyncTask: a copy of the function cannot be called with each item, "
                    "or the result not be kept");
      static_assert(!is_task || sizeof...(Options) == 0,
                    "map_async: the options are not a webpool::AsyncOptions<R> with the R of get()");
    }
    return {};
  }
  template <std::size_t n>
  AnyResult map_async(auto&& /*function*/, Braces (&&/*items*/)[n], AsyncOptions<AnyResult> /*options*/ = {}) {
    constexpr bool have_type = n == 0;
    static_assert(have_type, "map_async: the items in braces have no type: write std::vector<T>{...}");
    return {};
  }
  template <class Function, class Item, class... Options>
  requires(!MapAsyncTask<Function, std::vector<Item>> ||
           !are_options<AsyncOptions<async_result_t<MapCall, Function, std::vector<Item>>>, Options...>) AnyResult
      map_async(Function&& /*function*/, std::initializer_list<Item> /*items*/, Options&&... /*options*/) {
    constexpr bool is_task = MapAsyncTask<Function, std::vector<Item>>;
    static_assert(is_task,
                  "map_async: not a webpool::MapAsyncTask: a copy of the function cannot be called with each item");
    static_assert(!is_task, "map_async: the options are not a webpool::AsyncOptions<R> with the R of get()");
    return {};
  }

  template <class Function = Missing, class Items = Missing, class... Options>
  requires(!StarmapTask<Function, Items> || !are_options<MapOptions, Options...>) AnyResult
      starmap(Function&& /*function*/ = {}, Items&& /*items*/ = {}, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(is_range, "starmap: the items are not webpool::Iterable: a range-based for cannot go through them");
    if constexpr (is_range) {
      constexpr bool ends = FiniteIterable<Items>;
      static_assert(ends, "starmap: the items are not webpool::FiniteIterable: they have no end; use imap");
      constexpr bool is_task = !ends || StarmapTask<Function, Items>;
      static_assert(is_task,
                    "starmap: not a webpool::StarmapTask: function(elements of an item...) is no valid call, or its "
                    "result cannot be kept");
      static_assert(!is_task || sizeof...(Options) == 0, "starmap: the options are not a webpool::MapOptions");
    }
    return {};
  }
  template <std::size_t n>
  AnyResult starmap(auto&& /*function*/, Braces (&&/*items*/)[n], MapOptions /*options*/ = {}) {
    constexpr bool have_type = n == 0;
    static_assert(have_type, "starmap: the items in braces have no type: write std::vector<T>{...}");
    return {};
  }

  template <class Function = Missing, class Items = Missing, class... Options>
  requires(!StarmapAsyncTask<Function, Items> ||
           !are_options<AsyncOptions<async_result_t<StarmapCall, Function, Items>>, Options...>) AnyResult
      starmap_async(Function&& /*function*/ = {}, Items&& /*items*/ = {}, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(is_range,
                  "starmap_async: the items are not webpool::Iterable: a range-based for cannot go through them");
    if constexpr (is_range) {
      constexpr bool ends = FiniteIterable<Items>;
      static_assert(ends, "starmap_async: the items are not webpool::FiniteIterable: they have no end; use imap");
      constexpr bool is_task = !ends || StarmapAsyncTask<Function, Items>;
      static_assert(is_task,
                    "starmap_async: not a webpool::StarmapAsyncTask: a copy of the function cannot be called with the "
                    "elements of each item, or the result not be kept");
      static_assert(!is_task || sizeof...(Options) == 0,
                    "starmap_async: the options are not a webpool::AsyncOptions<R> with the R of get()");
    }
    return {};
  }
  template <std::size_t n>
  AnyResult starmap_async(auto&& /*function*/, Braces (&&/*items*/)[n], AsyncOptions<AnyResult> /*options*/ = {}) {
    constexpr bool have_type = n == 0;
    static_assert(have_type, "starmap_async: the items in braces have no type: write std::vector<T>{...}");
    return {};
  }
  template <class Function, class Item, class... Options>
  requires(!StarmapAsyncTask<Function, std::vector<Item>> ||
           !are_options<AsyncOptions<async_result_t<StarmapCall, Function, std::vector<Item>>>, Options...>) AnyResult
      starmap_async(Function&& /*function*/, std::initializer_list<Item> /*items*/, Options&&... /*options*/) {
    constexpr bool is_task = StarmapAsyncTask<Function, std::vector<Item>>;
    static_assert(is_task,
                  "starmap_async: not a webpool::StarmapAsyncTask: a copy of the function cannot be called with the "
                  "elements of each item");
    static_assert(!is_task, "starmap_async: the options are not a webpool::AsyncOptions<R> with the R of get()");
    return {};
  }

  template <class Function = Missing, class Items = Missing, class... Options>
  requires(!ImapTask<Function, Items> || !are_options<ImapOptions, Options...>) AnyResult
      imap(Function&& /*function*/ = {}, Items&& /*items*/ = {}, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(is_range, "imap: the items are not webpool::Iterable: a range-based for cannot go through them");
    if constexpr (is_range) {
      constexpr bool is_task = ImapTask<Function, Items>;
      static_assert(is_task,
                    "imap: not a webpool::ImapTask: a copy of the function cannot be called with each item, or the "
                    "result not be kept");
      static_assert(!is_task || sizeof...(Options) == 0, "imap: the options are not a webpool::ImapOptions");
    }
    return {};
  }
  template <std::size_t n>
  AnyResult imap(auto&& /*function*/, Braces (&&/*items*/)[n], ImapOptions /*options*/ = {}) {
    constexpr bool have_type = n == 0;
    static_assert(have_type, "imap: the items in braces have no type: write std::vector<T>{...}");
    return {};
  }

  template <class Function = Missing, class Items = Missing, class... Options>
  requires(!ImapTask<Function, Items> || !are_options<ImapOptions, Options...>) AnyResult
      imap_unordered(Function&& /*function*/ = {}, Items&& /*items*/ = {}, Options&&... /*options*/) {
    constexpr bool is_range = is_iterable<Items>;
    static_assert(is_range,
                  "imap_unordered: the items are not webpool::Iterable: a range-based for cannot go through them");
    if constexpr (is_range) {
      constexpr bool is_task = ImapTask<Function, Items>;
      static_assert(is_task,
                    "imap_unordered: not a webpool::ImapTask: a copy of the function cannot be called with each item, "
                    "or the result not be kept");
      static_assert(!is_task || sizeof...(Options) == 0, "imap_unordered: the options are not a webpool::ImapOptions");
    }
    return {};
  }
  template <std::size_t n>
  AnyResult imap_unordered(auto&& /*function*/, Braces (&&/*items*/)[n], ImapOptions /*options*/ = {}) {
    constexpr bool have_type = n == 0;
    static_assert(have_type, "imap_unordered: the items in braces have no type: write std::vector<T>{...}");
    return {};
  }

  template <class Function = Missing, class Items = Missing, class Results = Missing, class... Options>
  requires(!MapTask<Function, Items> || !MapOutput<Results, Function, Items> ||
           !are_options<MapOptions, Options...>) AnyResult
      map_into(Function&& /*function*/ = {}, Items&& /*items*/ = {}, Results&& /*results*/ = {},
               Options&&... /*options*/) {
    constexpr bool is_range = FiniteIterable<Items>;
    static_assert(is_range, "map_into: the items are not webpool::FiniteIterable");
    if constexpr (is_range) {
      constexpr bool is_task = MapTask<Function, Items>;
      static_assert(is_task, "map_into: not a webpool::MapTask: function(item) is no valid call");
      if constexpr (is_task) {
        constexpr bool is_output = MapOutput<Results, Function, Items>;
        static_assert(is_output,
                      "map_into: the results are not a webpool::MapOutput: results[0] = function(item) is not valid");
        static_assert(!is_output || sizeof...(Options) == 0, "map_into: the options are not a webpool::MapOptions");
      }
    }
    return {};
  }

  template <class Function = Missing, class Arguments = std::tuple<>, class... Options>
  requires(!ApplyTask<Function&, Arguments> || !are_options<ApplyOptions, Options...>) AnyResult
      apply(Function&& /*function*/ = {}, Arguments&& /*arguments*/ = {}, Options&&... /*options*/) {
    constexpr bool is_task = ApplyTask<Function&, Arguments>;
    static_assert(is_task, "apply: not a webpool::ApplyTask: function(elements of the tuple...) is no valid call");
    static_assert(!is_task || sizeof...(Options) == 0, "apply: the options are not a webpool::ApplyOptions");
    return {};
  }
  template <class Function>
  AnyResult apply(Function&& /*function*/, Braces /*arguments*/, ApplyOptions /*options*/ = {}) {
    constexpr bool have_type = std::is_void_v<Function>;
    static_assert(have_type, "apply: the arguments in braces have no type: write std::tuple{...}");
    return {};
  }

  template <class Function = Missing, class Arguments = std::tuple<>, class... Options>
  requires(!ApplyAsyncTask<Function, Arguments> ||
           !are_options<AsyncOptions<apply_async_result_t<Function, Arguments>>, Options...>) AnyResult
      apply_async(Function&& /*function*/ = {}, Arguments&& /*arguments*/ = {}, Options&&... /*options*/) {
    constexpr bool is_task = ApplyAsyncTask<Function, Arguments>;
    static_assert(is_task,
                  "apply_async: not a webpool::ApplyAsyncTask: a copy of the function cannot be called with the "
                  "elements of a copy of the tuple");
    static_assert(!is_task || sizeof...(Options) == 0,
                  "apply_async: the options are not a webpool::AsyncOptions<R> with the R of get()");
    return {};
  }
  template <class Function>
  AnyResult apply_async(Function&& /*function*/, Braces /*arguments*/, AsyncOptions<AnyResult> /*options*/ = {}) {
    constexpr bool have_type = std::is_void_v<Function>;
    static_assert(have_type, "apply_async: the arguments in braces have no type: write std::tuple{...}");
    return {};
  }
};

}  // namespace webpool::detail
