#pragma once

#include <webpool/calls/call_types.hpp>

#include <type_traits>
#include <vector>

namespace webpool {

/// Something that a range-based `for` iterates over: containers, arrays, views, generators. The end may have another type
/// than the begin, and both may be found by argument-dependent lookup. Iterators only need `*`, `++` and `!=`.
template <class Items>
concept Iterable = detail::is_iterable<Items>;

/// An `Iterable` that ends. An endless one, whose end is a `std::unreachable_sentinel_t` as that of `std::views::iota(0)`
/// is, is for imap only.
template <class Items>
concept FiniteIterable = Iterable<Items> && !detail::is_endless<Items>;

/// For `map`: `function(item)` is a valid call for each item in place. Items of a single-pass input are stored first and
/// passed as lvalues. Move-only items can also be taken by value if the container is an rvalue: `map(f, std::move(list))`.
///
/// Here and below, `Function` and `Items` are the types of the caller's arguments, references included.
template <class Function, class Items>
concept MapTask = FiniteIterable<Items> &&
    detail::HasTask<detail::MapCall, std::remove_reference_t<Function>, detail::Borrowed<Items>>;

/// For `map_async`: as `MapTask`, with a copy of the function and the items of the copied or moved container.
template <class Function, class Items>
concept MapAsyncTask = FiniteIterable<Items> && detail::can_be_kept<Function> &&
    detail::HasTask<detail::MapCall, std::decay_t<Function>, detail::Owned<Items>>;

/// For `starmap`: as `MapTask`, with the elements of each item as arguments. Items are tuples, pairs, `std::array`s,
/// C arrays of up to six elements other than `char`, or aggregates of up to six members, without a base and without arrays or
/// references among the members.
template <class Function, class Items>
concept StarmapTask = FiniteIterable<Items> &&
    detail::HasTask<detail::StarmapCall, std::remove_reference_t<Function>, detail::Borrowed<Items>>;

/// For `starmap_async`: as `MapAsyncTask`, with the elements of each item as arguments.
template <class Function, class Items>
concept StarmapAsyncTask = FiniteIterable<Items> && detail::can_be_kept<Function> &&
    detail::HasTask<detail::StarmapCall, std::decay_t<Function>, detail::Owned<Items>>;

/// For `imap` and `imap_unordered`: as `MapTask`, and the input may be endless. Items of an lvalue or a view are used in
/// place; those of an rvalue container are moved out of it.
template <class Function, class Items>
concept ImapTask = Iterable<Items> && detail::can_be_kept<Function> &&
    detail::HasTask<detail::MapCall, std::decay_t<Function>, detail::Streamed<Items>>;

/// For `apply`: the function can be called with the elements of the tuple.
template <class Function, class Arguments>
concept ApplyTask =
    detail::is_applicable<Function, Arguments> && detail::is_storable<detail::apply_result_t<Function, Arguments>>;

/// For `apply_async`: as `ApplyTask`, with copies of the function and of the tuple, whose elements are moved into the call.
template <class Function, class Arguments>
concept ApplyAsyncTask = detail::can_be_kept<Function> && detail::can_be_kept<Arguments> &&
    ApplyTask<std::add_lvalue_reference_t<std::decay_t<Function>>, std::decay_t<Arguments>>;

/// For `map_into`: several threads can concurrently assign the results of a `MapTask` to `results[0]`, `results[1]`, …, which
/// are lvalues, or stand-ins for them that can be assigned to while they are `const`.
template <class Results, class Function, class Items>
concept MapOutput =
    Iterable<Results> && detail::has_random_access<Results> &&
    !std::is_same_v<std::remove_cvref_t<detail::reference_t<Results>>, std::vector<bool>::reference> &&
    std::is_assignable_v<
        std::add_const_t<detail::reference_t<Results>>,  // `const` for what is no reference: of a value it is refused
        detail::result_for<detail::MapCall, std::remove_reference_t<Function>, detail::Borrowed<Items>>>;

}  // namespace webpool
