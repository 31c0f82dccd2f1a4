#pragma once

#include <webpool/calls/call_types.hpp>
#include <webpool/concepts.hpp>
#include <webpool/options.hpp>

#include <cstddef>
#include <initializer_list>
#include <type_traits>

namespace webpool::detail {

/// Excluded from the conversions, so that an assignment to a container has one meaning.
template <class T>
inline constexpr bool is_braced = false;
template <class Item>
inline constexpr bool is_braced<std::initializer_list<Item>> = true;

/// What a wrong call returns. A program can go on to use it as it would the right result, so that the error of the call is the
/// only one: compilers list all operators for a value of an unknown type.
struct AnyResult {
  struct Item {
    template <class T>
    operator T&() const;  // NOLINT(google-explicit-constructor)
  };
  template <class T>
  requires(!is_braced<T>) operator T() const;  // NOLINT(google-explicit-constructor)
  AnyResult operator[](auto&&) const;
  AnyResult operator*() const;
  AnyResult get(auto&&...) const;
  AnyResult next(auto&&...) const;
  bool wait(auto&&...) const;
  bool ready() const;
  bool successful() const;
  bool cancel() const;
  void close() const;
  bool empty() const;
  std::size_t size() const;
  Item* begin() const;
  Item* end() const;
};
template <class T>
concept Any = std::is_same_v<T, AnyResult> || std::is_same_v<T, AnyResult::Item>;
template <class Left, class Right>
requires(Any<Left> || Any<Right>) AnyResult operator+(const Left&, const Right&);
template <class Left, class Right>
requires(Any<Left> || Any<Right>) AnyResult operator*(const Left&, const Right&);
template <class Left>
Left& operator+=(Left&, const Any auto&);
template <class Left>
Left& operator<<(Left&, const Any auto&);
template <class Right>
bool operator==(const Any auto&, const Right&);

/// Stands for an argument that a call lacks, and for braces without a type, as in `apply(f, {1, "two"})`.
struct Untyped {
  Untyped() = default;
  template <class T>
  Untyped(const T& value);                         // NOLINT(google-explicit-constructor)
  Untyped(std::initializer_list<Untyped> values);  // NOLINT(google-explicit-constructor)
};

/// Options that the call would not convert: of those that it would, compilers could not choose between it and its explanation.
/// Which `AsyncOptions` a call takes is unknown for `Items` without a type, so that any class might be converted.
template <class Given, class Options, class Items = void>
concept NotConverted = std::is_same_v<std::remove_cvref_t<Given>, Options> ||
    !(std::is_convertible_v<Given, Options> ||
      (std::is_same_v<Items, Untyped> && std::is_class_v<std::remove_cvref_t<Given>>));

template <class Call, class Function, class Items>
using AsyncOptionsFor = AsyncOptions<async_result_t<Call, Function, Items>>;
template <class Function, class Arguments>
using ApplyAsyncOptionsFor = AsyncOptions<apply_async_result_t<Function, Arguments>>;

/// What is wrong with a call.
enum class Mistake { items, function, results, rest };

/// The first mistake of a call, given what is right.
constexpr Mistake find_mistake(bool items, bool function, bool results = true) noexcept {
  return !items ? Mistake::items : !function ? Mistake::function : !results ? Mistake::results : Mistake::rest;
}

/// Wrong calls of a pool end up here, for a short error about the call: the compilers' own lists of what they have tried have
/// some thirty lines. They are `const`, so that the pool's calls, which are not, are preferred where they are possible.
///
/// Each call has one overload that explains the error, and two for arguments without a type: braces with a misspelt option or
/// a wrong value of one, and names of overloaded functions, which a lambda has to call. Compilers then say just that, and
/// where. These overloads are `volatile`, so that the one that explains is preferred.
///
/// The assertions are in the calls themselves and about constants, since compilers add three lines for each function in
/// between, and go on to say why a concept is not satisfied.
struct WrongCalls {
  template <class Function = Untyped, class Items = Untyped, NotConverted<MapOptions> Options = MapOptions,
            class... More>
  AnyResult map(Function&& = {}, Items&& = {}, Options&& = {}, More&&...) const {
    constexpr auto mistake = find_mistake(FiniteIterable<Items>, MapTask<Function, Items>);
    static_assert(mistake != Mistake::items,
                  "the items are not webpool::FiniteIterable: no range, or one without an end");
    static_assert(mistake != Mistake::function,
                  "not a webpool::MapTask: function(item) is no valid call, or its result cannot be kept");
    static_assert(mistake != Mistake::rest, "the options are not webpool::MapOptions, or the pool is const");
    return {};
  }
  AnyResult map(auto&&, auto&&, ...) const volatile;
  AnyResult map(...) const volatile;

  template <class Function = Untyped, class Items = Untyped,
            NotConverted<AsyncOptionsFor<MapCall, Function, Items>, Items> Options =
                AsyncOptionsFor<MapCall, Function, Items>,
            class... More>
  AnyResult map_async(Function&& = {}, Items&& = {}, Options&& = {}, More&&...) const {
    constexpr auto mistake = find_mistake(FiniteIterable<Items>, MapAsyncTask<Function, Items>);
    static_assert(mistake != Mistake::items,
                  "the items are not webpool::FiniteIterable: no range, or one without an end");
    static_assert(mistake != Mistake::function,
                  "not a webpool::MapAsyncTask: copies of the function and the items make no valid call, or its result "
                  "cannot be kept");
    static_assert(mistake != Mistake::rest, "the options are not webpool::AsyncOptions<R>, or the pool is const");
    return {};
  }
  AnyResult map_async(auto&&, auto&&, ...) const volatile;
  AnyResult map_async(...) const volatile;

  template <class Function = Untyped, class Items = Untyped, NotConverted<MapOptions> Options = MapOptions,
            class... More>
  AnyResult starmap(Function&& = {}, Items&& = {}, Options&& = {}, More&&...) const {
    constexpr auto mistake = find_mistake(FiniteIterable<Items>, StarmapTask<Function, Items>);
    static_assert(mistake != Mistake::items,
                  "the items are not webpool::FiniteIterable: no range, or one without an end");
    static_assert(
        mistake != Mistake::function,
        "not a webpool::StarmapTask: function(elements of an item...) is no valid call, or its result cannot be kept");
    static_assert(mistake != Mistake::rest, "the options are not webpool::MapOptions, or the pool is const");
    return {};
  }
  AnyResult starmap(auto&&, auto&&, ...) const volatile;
  AnyResult starmap(...) const volatile;

  template <class Function = Untyped, class Items = Untyped,
            NotConverted<AsyncOptionsFor<StarmapCall, Function, Items>, Items> Options =
                AsyncOptionsFor<StarmapCall, Function, Items>,
            class... More>
  AnyResult starmap_async(Function&& = {}, Items&& = {}, Options&& = {}, More&&...) const {
    constexpr auto mistake = find_mistake(FiniteIterable<Items>, StarmapAsyncTask<Function, Items>);
    static_assert(mistake != Mistake::items,
                  "the items are not webpool::FiniteIterable: no range, or one without an end");
    static_assert(mistake != Mistake::function,
                  "not a webpool::StarmapAsyncTask: copies of the function and the items make no valid call, or its "
                  "result cannot be kept");
    static_assert(mistake != Mistake::rest, "the options are not webpool::AsyncOptions<R>, or the pool is const");
    return {};
  }
  AnyResult starmap_async(auto&&, auto&&, ...) const volatile;
  AnyResult starmap_async(...) const volatile;

  template <class Function = Untyped, class Items = Untyped, NotConverted<ImapOptions> Options = ImapOptions,
            class... More>
  AnyResult imap(Function&& = {}, Items&& = {}, Options&& = {}, More&&...) const {
    constexpr auto mistake = find_mistake(Iterable<Items>, ImapTask<Function, Items>);
    static_assert(mistake != Mistake::items, "the items are not webpool::Iterable: no range");
    static_assert(mistake != Mistake::function,
                  "not a webpool::ImapTask: a copy of the function cannot be called with each item");
    static_assert(mistake != Mistake::rest, "the options are not webpool::ImapOptions, or the pool is const");
    return {};
  }
  AnyResult imap(auto&&, auto&&, ...) const volatile;
  AnyResult imap(...) const volatile;

  template <class Function = Untyped, class Items = Untyped, NotConverted<ImapOptions> Options = ImapOptions,
            class... More>
  AnyResult imap_unordered(Function&& = {}, Items&& = {}, Options&& = {}, More&&...) const {
    constexpr auto mistake = find_mistake(Iterable<Items>, ImapTask<Function, Items>);
    static_assert(mistake != Mistake::items, "the items are not webpool::Iterable: no range");
    static_assert(mistake != Mistake::function,
                  "not a webpool::ImapTask: a copy of the function cannot be called with each item");
    static_assert(mistake != Mistake::rest, "the options are not webpool::ImapOptions, or the pool is const");
    return {};
  }
  AnyResult imap_unordered(auto&&, auto&&, ...) const volatile;
  AnyResult imap_unordered(...) const volatile;

  template <class Function = Untyped, class Items = Untyped, class Results = Untyped,
            NotConverted<MapOptions> Options = MapOptions, class... More>
  AnyResult map_into(Function&& = {}, Items&& = {}, Results&& = {}, Options&& = {}, More&&...) const {
    constexpr bool is_task = MapTask<Function, Items>;
    constexpr auto mistake =
        find_mistake(FiniteIterable<Items>, is_task, is_task && MapOutput<Results, Function, Items>);
    static_assert(mistake != Mistake::items,
                  "the items are not webpool::FiniteIterable: no range, or one without an end");
    static_assert(mistake != Mistake::function,
                  "not a webpool::MapTask: function(item) is no valid call, or its result cannot be kept");
    static_assert(mistake != Mistake::results,
                  "the results are not a webpool::MapOutput: results[0] = function(item) is not valid");
    static_assert(mistake != Mistake::rest, "the options are not webpool::MapOptions, or the pool is const");
    return {};
  }
  AnyResult map_into(auto&&, auto&&, auto&&, ...) const volatile;
  AnyResult map_into(...) const volatile;

  template <class Function = Untyped, class Arguments = Untyped, NotConverted<ApplyOptions> Options = ApplyOptions,
            class... More>
  AnyResult apply(Function&& = {}, Arguments&& = {}, Options&& = {}, More&&...) const {
    constexpr auto mistake = find_mistake(true, ApplyTask<Function&, Arguments>);
    static_assert(mistake != Mistake::function,
                  "not a webpool::ApplyTask: function(elements of the tuple...) is no valid call, or its result cannot "
                  "be kept. Braces need a type: std::tuple{...}");
    static_assert(mistake != Mistake::rest, "the options are not webpool::ApplyOptions, or the pool is const");
    return {};
  }
  AnyResult apply(auto&&, auto&&, ...) const volatile;
  AnyResult apply(...) const volatile;

  template <class Function = Untyped, class Arguments = Untyped,
            NotConverted<ApplyAsyncOptionsFor<Function, Arguments>, Arguments> Options =
                ApplyAsyncOptionsFor<Function, Arguments>,
            class... More>
  AnyResult apply_async(Function&& = {}, Arguments&& = {}, Options&& = {}, More&&...) const {
    constexpr auto mistake = find_mistake(true, ApplyAsyncTask<Function, Arguments>);
    static_assert(mistake != Mistake::function,
                  "not a webpool::ApplyAsyncTask: copies of the function and the tuple make no valid call, or its "
                  "result cannot be kept. Braces need a type: std::tuple{...}");
    static_assert(mistake != Mistake::rest, "the options are not webpool::AsyncOptions<R>, or the pool is const");
    return {};
  }
  AnyResult apply_async(auto&&, auto&&, ...) const volatile;
  AnyResult apply_async(...) const volatile;
};

}  // namespace webpool::detail
