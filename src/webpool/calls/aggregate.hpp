#pragma once

#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>

/// The members of an aggregate, such as `struct Order { int count; double price; }`, or the elements of a C array, as the
/// elements of a tuple.
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

/// Stands for a base of `Derived` of any type.
template <class Derived>
struct AnyBase {
  template <class T>
  requires(std::is_base_of_v<T, Derived> && !std::is_same_v<T, Derived>) operator T()
      const;  // NOLINT(google-explicit-constructor)
};

/// Whether the aggregate's first initialiser is for a base, which is no member; `others` stand for the rest.
template <class T, std::size_t... others>
constexpr bool has_base(std::index_sequence<others...> /*others*/) {
  return requires { T{AnyBase<T>{}, (static_cast<void>(others), AnyMember{})...}; };
}

/// Whether the aggregate can be initialised with a braced list between other members.
template <class T, std::size_t... before, std::size_t... listed, std::size_t... after>
constexpr bool takes_list(std::index_sequence<before...> /*before*/, std::index_sequence<listed...> /*listed*/,
                          std::index_sequence<after...> /*after*/) {
  return requires {
    T{(static_cast<void>(before), AnyMember{})...,
      {(static_cast<void>(listed), AnyMember{})...},
      (static_cast<void>(after), AnyMember{})...};
  };
}

/// Whether a member from number `at` on is an array of several elements. Without inner braces, each element of it counts as
/// one of the `count` initialisers of the aggregate.
template <class T, std::size_t count, std::size_t at = 0, std::size_t size = 2>
constexpr bool has_array() {
  if constexpr (at + size > count) {
    if constexpr (size == 2) {
      return false;
    } else {
      return has_array<T, count, at + 1>();
    }
  } else if constexpr (takes_list<T>(std::make_index_sequence<at>(), std::make_index_sequence<size>(),
                                     std::make_index_sequence<count - at - size>()) &&
                       !takes_list<T>(std::make_index_sequence<at>(), std::make_index_sequence<size>(),
                                      std::make_index_sequence<count - at - 1>())) {
    return true;
  } else {
    return has_array<T, count, at, size + 1>();
  }
}

/// The number of members, or of elements of an array; 0 if `T` is no aggregate or a text, has too many, a base, or an array of
/// several elements as a member.
template <class T, std::size_t count = member_limit>
constexpr std::size_t count_members() {
  if constexpr (std::is_array_v<T>) {
    constexpr bool is_text = std::is_same_v<std::remove_extent_t<T>, char>;  // one argument, so not to be unpacked
    return !is_text && std::extent_v<T> <= member_limit ? std::extent_v<T> : 0;
  } else if constexpr (count == 0 || !std::is_aggregate_v<T> ||
                       takes_members<T, std::make_index_sequence<member_limit + 1>>) {
    return 0;
  } else if constexpr (takes_members<T, std::make_index_sequence<count>>) {
    return has_base<T>(std::make_index_sequence<count - 1>()) || has_array<T, count>() ? 0 : count;
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
using members_t = decltype(detail::members_of(std::declval<Item>()));

}  // namespace webpool::detail
