#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <functional>
#include <list>
#include <memory>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using webpool::Pool;

namespace {

struct Sum {
  template <class... Numbers>
  int operator()(Numbers... numbers) const {
    return (0 + ... + numbers);
  }
};

template <class Tuple>
std::vector<int> sums(Pool& pool, Tuple tuple) {
  return pool.starmap(Sum{}, std::vector(3, tuple));
}

}  // namespace

TEST_CASE("starmap unpacks tuples of any arity", "[starmap]") {
  Pool pool(2);
  CHECK(sums(pool, std::tuple{}) == std::vector(3, 0));
  CHECK(sums(pool, std::tuple{1}) == std::vector(3, 1));
  CHECK(sums(pool, std::tuple{1, 2}) == std::vector(3, 3));
  CHECK(sums(pool, std::tuple{1, 2, 3}) == std::vector(3, 6));
  CHECK(sums(pool, std::tuple{1, 2, 3, 4}) == std::vector(3, 10));
  CHECK(sums(pool, std::tuple{1, 2, 3, 4, 5}) == std::vector(3, 15));
  CHECK(sums(pool, std::tuple{1, 2, 3, 4, 5, 6}) == std::vector(3, 21));
  CHECK(sums(pool, std::tuple{1, 2, 3, 4, 5, 6, 7}) == std::vector(3, 28));
  CHECK(sums(pool, std::tuple{1, 2, 3, 4, 5, 6, 7, 8}) == std::vector(3, 36));
}

TEST_CASE("starmap unpacks pairs and arrays", "[starmap]") {
  Pool pool(2);
  CHECK(sums(pool, std::pair{1, 2}) == std::vector(3, 3));
  CHECK(sums(pool, std::array{1, 2, 3}) == std::vector(3, 6));
  int rows[2][3] = {{1, 2, 3}, {4, 5, 6}};
  CHECK(pool.starmap(Sum{}, rows) == std::vector{6, 15});
  pool.starmap([](int& a, int b, int) { a += b; }, rows);
  CHECK(rows[1][0] == 9);
  CHECK(pool.apply(Sum{}, rows[0]) == 8);
  CHECK(pool.starmap_async(Sum{}, std::span(rows)).get() == std::vector{8, 20});
}

TEST_CASE("starmap keeps the order of its input and the types of each argument", "[starmap]") {
  Pool pool(2);
  const std::vector<std::tuple<std::string, int, char>> items{{"a", 1, 'x'}, {"b", 2, 'y'}, {"c", 3, 'z'}};
  const auto results = pool.starmap(
      [](const std::string& name, int count, char sign) { return name + std::to_string(count) + sign; }, items);
  CHECK(results == std::vector<std::string>{"a1x", "b2y", "c3z"});
}

TEST_CASE("starmap passes the members of a tuple in place, without a copy", "[starmap][lifetime]") {
  Pool pool(2);
  std::vector<std::pair<std::unique_ptr<int>, int>> items;
  items.emplace_back(std::make_unique<int>(5), 0);
  items.emplace_back(std::make_unique<int>(7), 0);
  pool.starmap([](const std::unique_ptr<int>& from, int& to) { to = *from; }, items);
  CHECK(items[0].second == 5);
  CHECK(items[1].second == 7);
}

TEST_CASE("starmap follows references in tuples", "[starmap][lifetime]") {
  Pool pool(2);
  int first = 0;
  int second = 0;
  const std::vector<std::tuple<int&, int>> items{{first, 1}, {second, 2}};
  pool.starmap([](int& to, int value) { to = value; }, items);
  CHECK(first == 1);
  CHECK(second == 2);
}

TEST_CASE("starmap takes ranges without random access", "[starmap]") {
  Pool pool(2);
  CHECK(pool.starmap(std::plus<>{}, std::list<std::pair<int, int>>{{1, 2}, {3, 4}}) == std::vector{3, 7});
}

TEST_CASE("starmap returns nothing for a function that returns nothing", "[starmap]") {
  Pool pool(2);
  const std::vector<std::pair<int, int>> items{{1, 2}};
  static_assert(std::is_void_v<decltype(pool.starmap([](int, int) {}, items))>);
}

TEST_CASE("starmap_async unpacks tuples that it owns", "[starmap][lifetime]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  std::vector<std::pair<int, int>> items{{1, 2}, {3, 4}};
  auto result = pool.starmap_async(std::multiplies<>{}, items, {.chunksize = 1});
  items.clear();
  busy.release();
  CHECK(result.get() == std::vector{2, 12});
}

namespace {

struct Order {
  int count;
  double price;
  std::string name;
};
struct Owner {
  std::unique_ptr<int> pointer;
};

struct Base {
  int a;
};
struct Derived : Base {
  int b;
};
struct WithArray {
  int a;
  int list[2];
  std::string b;
};
struct WithArrayOfOne {
  int list[1];
  int a;
};

// Has a size as a tuple has, but no `std::get`.
struct Sized {
  template <std::size_t index>
  [[nodiscard]] int get() const {
    return index;
  }
};

template <class Item, class... Elements>
constexpr bool unpacks = webpool::StarmapTask<void (*)(Elements...), std::vector<Item>>;
static_assert(unpacks<Order, int, double, std::string>);
static_assert(unpacks<WithArrayOfOne, int*, int>);
static_assert(!unpacks<Derived, int> && !unpacks<Derived, int, int> && !unpacks<Derived, Base, int>);
static_assert(!unpacks<WithArray, int, int*, std::string> && !unpacks<WithArray, int, int, int, std::string>);

}  // namespace

template <>
struct std::tuple_size<Sized> : std::integral_constant<std::size_t, 2> {};
static_assert(!unpacks<Sized, int, int>);
static_assert(webpool::ApplyTask<Sum&, int (&)[3]> && !webpool::ApplyTask<Sum&, const char (&)[3]>);

TEST_CASE("starmap and apply unpack aggregates into their members", "[starmap]") {
  Pool pool(2);
  const auto total = [](int count, double price, const std::string& name) {
    return name + std::to_string(count * int(price));
  };
  const std::vector<Order> orders{{1, 2.0, "a"}, {3, 4.0, "b"}};
  CHECK(pool.starmap(total, orders) == std::vector<std::string>{"a2", "b12"});
  CHECK(pool.starmap_async(total, orders).get() == std::vector<std::string>{"a2", "b12"});
  CHECK(pool.apply(total, Order{5, 1.0, "c"}) == "c5");
  std::vector<Order> changed = orders;
  pool.starmap([](int& count, double, const std::string&) { count = 7; }, changed);
  CHECK(changed[1].count == 7);
  std::vector<Owner> owners(1);
  owners[0].pointer = std::make_unique<int>(8);
  CHECK(pool.starmap_async([](std::unique_ptr<int> x) { return *x; }, std::move(owners)).get() == std::vector{8});
}
