#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

/// The members of an aggregate as the elements of a tuple: `struct Order { int count; double price; }`.
namespace webpool::detail {

inline constexpr std::size_t member_limit = 6;

/// Stands for a member of any type.
struct AnyMember {
  template <class T>
  operator T() const;  // NOLINT(google-explicit-constructor)
};

template <class T, class Indices>
inline constexpr bool takes_members = false;
template <class T, std::size_t... indices>
inline constexpr bool takes_members<T, std::index_sequence<indices...>> = requires {
  T{(static_cast<void>(indices), AnyMember{})...};
};

/// The number of members; 0 if `T` is no aggregate or has too many.
template <class T, std::size_t count = member_limit>
constexpr std::size_t count_members() {
  if constexpr (count == 0 || !std::is_aggregate_v<T> || std::is_array_v<T> ||
                takes_members<T, std::make_index_sequence<member_limit + 1>>) {
    return 0;
  } else if constexpr (takes_members<T, std::make_index_sequence<count>>) {
    return count;
  } else {
    return count_members<T, count - 1>();
  }
}

/// References to the members: lvalues or rvalues, as `Item` is.
template <class Item>
constexpr auto members_of(Item&& item) {
  constexpr auto count = count_members<std::remove_cvref_t<Item>>();
  const auto forward = [](auto&... members) {
    if constexpr (std::is_lvalue_reference_v<Item>) {
      return std::tie(members...);
    } else {
      return std::forward_as_tuple(std::move(members)...);
    }
  };
  if constexpr (count == 1) {
    auto& [a] = item;
    return forward(a);
  } else if constexpr (count == 2) {
    auto& [a, b] = item;
    return forward(a, b);
  } else if constexpr (count == 3) {
    auto& [a, b, c] = item;
    return forward(a, b, c);
  } else if constexpr (count == 4) {
    auto& [a, b, c, d] = item;
    return forward(a, b, c, d);
  } else if constexpr (count == 5) {
    auto& [a, b, c, d, e] = item;
    return forward(a, b, c, d, e);
  } else if constexpr (count == 6) {
    auto& [a, b, c, d, e, f] = item;
    return forward(a, b, c, d, e, f);
  }
}

template <class Item>
inline constexpr bool has_members = count_members<std::remove_cvref_t<Item>>() != 0;
template <class Item>
using members_t = decltype(members_of(std::declval<Item>()));

}  // namespace webpool::detail
