#pragma once

#include <webpool/callback.hpp>
#include <webpool/calls/aggregate.hpp>
#include <webpool/calls/value_text.hpp>

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

/// How an item is passed to a task, and the type of the result.
namespace webpool::detail {

template <class Tuple>
inline constexpr bool is_tuple_like = requires {
  std::tuple_size<std::remove_cvref_t<Tuple>>::value;
};

template <class Function, class Tuple, std::size_t... indices>
constexpr bool accepts_elements(std::index_sequence<indices...> /*indices*/) {
  // In a `requires`, since a type may have a `std::tuple_size` and no `std::get`.
  return requires { requires std::is_invocable_v<Function, decltype(std::get<indices>(std::declval<Tuple>()))...>; };
}
template <class Function, class Tuple>
inline constexpr bool is_applicable = false;
template <class Function, class Tuple>
requires is_tuple_like<Tuple>
inline constexpr bool is_applicable<Function, Tuple> =
    accepts_elements<Function, Tuple>(std::make_index_sequence<std::tuple_size_v<std::remove_cvref_t<Tuple>>>());
template <class Function, class Item>
requires(!is_tuple_like<Item> && has_members<Item>)  //
    inline constexpr bool is_applicable<Function, Item> = is_applicable<Function, members_t<Item>>;

/// Calls the function with the item itself.
struct MapCall {
  template <class Function, class Item>
  static constexpr bool accepts = std::is_invocable_v<Function, Item>;
  template <class Function, class Item>
  using Result = std::invoke_result_t<Function, Item>;

  template <class Function, class Item>
  static decltype(auto) call(Function& function, Item&& item) {
    return detail::invoke(function, std::forward<Item>(item));  // qualified: not `std::invoke`
  }
  template <class Item>
  static void write(ValueText& text, const Item& item) {
    text.write(item);
  }
};

/// Calls the function with the elements of the item.
struct StarmapCall {
  template <class Function, class Item>
  static constexpr bool accepts = is_applicable<Function, Item>;

  template <class Function, class Item>
  static decltype(auto) call(Function& function, Item&& item) {
    if constexpr (is_tuple_like<Item>) {
      return std::apply(function, std::forward<Item>(item));
    } else {
      return std::apply(function, detail::members_of(std::forward<Item>(item)));
    }
  }

  template <class Item>
  static void write(ValueText& text, const Item& item) {
    text.write_arguments(item);
  }

  template <class Function, class Item>
  using Result = decltype(call(std::declval<std::remove_reference_t<Function>&>(), std::declval<Item>()));
};

/// Calls a task with items of type `Reference`. If the function only takes rvalues and the call owns its items (`is_own`),
/// they are passed as rvalues.
template <class Call, class Function, class Reference, bool is_own>
class TaskCall {
  using Moved = std::remove_reference_t<Reference>&&;
  static constexpr bool moves = !Call::template accepts<Function&, Reference> && is_own;

 public:
  using Argument = std::conditional_t<moves, Moved, Reference>;
  static constexpr bool is_valid = Call::template accepts<Function&, Argument>;

  template <class Item>
  static decltype(auto) run(Function& function, Item&& item) {
    return Call::call(function, static_cast<Argument&&>(item));
  }
  template <class Item>
  static void write(ValueText& text, const Item& item) {
    Call::write(text, item);
  }
};

}  // namespace webpool::detail
