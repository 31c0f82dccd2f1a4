// Views as inputs, which refer to the items of somebody else.
#include "ranges.hpp"

#include <catch2/catch_test_macros.hpp>

#include <list>
#include <memory>
#include <ranges>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using webpool::Pool;

TEST_CASE("imap and map_async use const items behind a span in place", "[ranges]") {
  const std::vector<std::string> list{"one", "two"};
  const auto address = [](const std::string& item) { return &item; };
  const std::vector<const std::string*> addresses{&list[0], &list[1]};
  Pool pool(2);
  CHECK(read_all(pool.imap(address, std::span<const std::string>(list))) == addresses);
  CHECK(pool.map_async(address, std::span<const std::string>(list)).get() == addresses);
  std::vector<std::unique_ptr<int>> owned;
  owned.push_back(std::make_unique<int>(3));
  const std::span<const std::unique_ptr<int>> span(owned);
  CHECK(pool.map_async([](const std::unique_ptr<int>& item) { return *item; }, span).get() == std::vector{3});
}

// libc++ 14 has no views, and clang 14 does not understand those of libstdc++.
#if defined(__cpp_lib_ranges) && !(defined(__clang__) && defined(__GLIBCXX__) && __clang_major__ < 16)

namespace {

template <class Results>
constexpr bool is_output = webpool::MapOutput<Results, int (*)(int), std::vector<int>>;
using Numbers = std::vector<int>&;
using Bits = std::vector<bool>&;  // of which several are in one byte
static_assert(is_output<Numbers> && is_output<decltype(std::declval<Numbers>() | std::views::take(3))>);
static_assert(!is_output<Bits> && !is_output<decltype(std::declval<Bits>() | std::views::take(3))>);
static_assert(
    !is_output<decltype(std::declval<Numbers>() | std::views::transform(std::declval<std::string (*)(int)>()))>);

}  // namespace

TEST_CASE("every call takes views, with ends of other types", "[ranges]") {
  const std::vector<int> list{0, 1, 2, 3, 9};
  check_squares({0, 1, 4, 9}, [&] { return std::views::take_while(list, [](int x) { return x < 5; }); });
  check_squares({0, 1, 4, 9, 16}, [] { return std::views::iota(0) | std::views::take(5); });
  check_squares({0, 1, 4}, [] { return std::views::iota(0, 3); });
  check_squares({0, 1, 4}, [] { return std::views::iota(0, 3L); });
  check_squares({0, 4},
                [&] { return list | std::views::take(4) | std::views::filter([](int x) { return x % 2 == 0; }); });
  check_squares({1, 4}, [] { return std::views::iota(0, 2) | std::views::transform([](int x) { return x + 1; }); });
  const std::list<int> chain{1, 2, 7};
  check_squares({9, 4}, [] { return std::views::iota(2, 4) | std::views::reverse; });
  const std::vector<std::vector<int>> nested{{1, 2}, {}, {3}};
  check_squares({1, 4, 9}, [&] { return nested | std::views::join; });
  check_squares({1, 4}, [&] { return std::views::take_while(chain, [](int x) { return x < 5; }); });
  Pool pool(2);
  CHECK(pool.map([](unsigned long long x) { return x; }, std::views::iota(0ULL, 3ULL)).size() == 3);
  std::istringstream stream("1 2 3");
  CHECK(pool.map(square, std::views::istream<int>(stream)) == std::vector{1, 4, 9});
  std::istringstream again("1 2 3");
  CHECK(read_all(pool.imap(square, std::views::istream<int>(again))) == std::vector{1, 4, 9});
  std::istringstream third("1 2 3");
  CHECK(pool.map_async(square, std::views::istream<int>(third)).get() == std::vector{1, 4, 9});
}

TEST_CASE("imap reads an endless view as far as its results are read", "[ranges]") {
  Pool pool(2);
  auto results = pool.imap(square, std::views::iota(0));
  for (int x = 0; x < 100; ++x) REQUIRE(results.next() == x * x);
}

TEST_CASE("a view changes the caller's items in place", "[ranges]") {
  Pool pool(2);
  std::vector<int> list{1, 2, 3, 4};
  auto nothing = pool.imap([](int& x) { x *= 2; }, list | std::views::filter([](int x) { return x % 2 != 0; }));
  while (nothing.next()) continue;
  CHECK(list == std::vector{2, 2, 6, 4});
}

TEST_CASE("map_async copies the items of a view without random access, also of const ones", "[ranges]") {
  Pool pool(1);
  const auto check = [&](auto view, std::list<int>& list) {
    BusyProcessor busy(pool);
    auto result = pool.map_async(square, view);
    list.front() = 7;
    busy.release();
    CHECK(result.get() == std::vector{1, 4, 9});
    list.front() = 1;
  };
  std::list<int> list{1, 2, 3};
  check(std::as_const(list) | std::views::take(3), list);
  check(list | std::views::take(3), list);
  check(std::ranges::subrange(list.cbegin(), list.cend()), list);
}

TEST_CASE("imap uses the const items of a view in place", "[ranges]") {
  const std::list<std::string> list{"one", "two"};
  Pool pool(2);
  const auto addresses = read_all(pool.imap([](const std::string& item) { return &item; }, list | std::views::take(1)));
  CHECK(addresses == std::vector{&list.front()});
}

#endif
