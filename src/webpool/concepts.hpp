#pragma once

#include <webpool/calls/call_types.hpp>

#include <type_traits>
#include <vector>

namespace webpool {

/// Something that a range-based `for` goes through: containers, arrays, views, generators; with an end of another type, or
/// with `begin` and `end` that are found by argument-dependent lookup. Its iterators need no more than `*`, `++` and `!=`.
template <class Items>
concept Iterable = detail::is_iterable<Items>;

/// An `Iterable` that comes to an end. (One whose end says that it does not, as that of `std::views::iota(0)`, is for imap.)
template <class Items>
concept FiniteIterable = Iterable<Items> && !detail::is_endless<Items>;

/// For `map`: `function(item)` is a valid call for each item where it is. Items that can be read only once are kept, and
/// given as lvalues. What only moves can also be taken by value where the items are given away: `map(f, std::move(list))`.
///
/// `Function` and `Items` are, here and below, the types with which the call is made, references included.
template <class Function, class Items>
concept MapTask = FiniteIterable<Items> &&
    detail::HasTask<detail::MapCall, std::remove_reference_t<Function>, detail::Borrowed<Items>>;

/// For `map_async`: the same with a copy of the function, and with items of a copy of the container or of the moved one.
template <class Function, class Items>
concept MapAsyncTask =
    FiniteIterable<Items> && detail::HasTask<detail::MapCall, std::decay_t<Function>, detail::Owned<Items>>;

/// For `starmap`: as `MapTask`, with the elements of each item for arguments; items are tuples, pairs, arrays, or
/// aggregates of up to six members.
template <class Function, class Items>
concept StarmapTask = FiniteIterable<Items> &&
    detail::HasTask<detail::StarmapCall, std::remove_reference_t<Function>, detail::Borrowed<Items>>;

/// For `starmap_async`: as `MapAsyncTask`, with the elements of each item for arguments.
template <class Function, class Items>
concept StarmapAsyncTask =
    FiniteIterable<Items> && detail::HasTask<detail::StarmapCall, std::decay_t<Function>, detail::Owned<Items>>;

/// For `imap` and `imap_unordered`: as `MapTask`, and the input may be endless. Items of an lvalue and of a view are used where
/// they are; those of an rvalue container are moved out of it.
template <class Function, class Items>
concept ImapTask = Iterable<Items> && detail::HasTask<detail::MapCall, std::decay_t<Function>, detail::Streamed<Items>>;

/// For `apply`: the elements of the tuple are arguments of the function.
template <class Function, class Arguments>
concept ApplyTask =
    detail::is_applicable<Function, Arguments> && detail::is_storable<detail::apply_result_t<Function, Arguments>>;

/// For `apply_async`: the same with copies of the function and of the tuple, whose elements are moved into the call.
template <class Function, class Arguments>
concept ApplyAsyncTask = ApplyTask<std::add_lvalue_reference_t<std::decay_t<Function>>, std::decay_t<Arguments>>;

/// For `map_into`: the results of a `MapTask` can be assigned to `results[0]`, `results[1]`, …, by several threads at once.
template <class Results, class Function, class Items>
concept MapOutput =
    Iterable<Results> && detail::has_random_access<Results> &&
    !std::is_same_v<std::remove_cvref_t<Results>, std::vector<bool>> &&
    std::is_assignable_v<
        detail::reference_t<Results>,
        detail::result_for<detail::MapCall, std::remove_reference_t<Function>, detail::Borrowed<Items>>>;

}  // namespace webpool
