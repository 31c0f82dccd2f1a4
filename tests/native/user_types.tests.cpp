#include "ranges.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// Types of a user whose namespace, operators or assignment the library must not stumble over.
namespace shop {

struct Basket {
  std::vector<int> prices{1, 2, 3};
  [[nodiscard]] auto begin() const { return prices.begin(); }
  [[nodiscard]] auto end() const { return prices.end(); }
  [[nodiscard]] auto begin() { return prices.begin(); }
  [[nodiscard]] auto end() { return prices.end(); }
};
struct Order {
  int count = 0;
  int price = 0;
};
struct Total {
  int value = 0;
};

// Named as functions of the library, and better matches for the arguments: argument-dependent lookup would find these.
template <class T>
void begin_of(T&& range) = delete;
template <class T>
void end_of(T&& range) = delete;
template <class T>
void count_items(T&& items) = delete;
template <class T>
void members_of(T&& value) = delete;
template <class... Types>
void read_item(Types&&... values) = delete;
template <class A, class B, class... Types>
void run_task(Types&&... values) = delete;
template <class... Types>
void run_items(Types&&... values) = delete;
template <class... Types>
void run_items_in_time(Types&&... values) = delete;
template <class... Types>
void run_in_time(Types&&... values) = delete;
template <class... Types>
void texts_of(Types&&... values) = delete;
template <class... Types>
void callback_of(Types&&... values) = delete;
template <class... Types>
void invoke(Types&&... values) = delete;
template <class... Types>
void submit(Types&&... values) = delete;

struct Add {
  Total operator()(int price) const { return {price}; }
  Total operator()(int count, int price) const { return {count * price}; }
};

}  // namespace shop

namespace {

using webpool::Pool;

std::vector<int> values_of(const std::vector<shop::Total>& totals) {
  std::vector<int> values;
  for (const auto& total : totals) values.push_back(total.value);
  return values;
}

struct Unaddressable {
  explicit Unaddressable(int x) : value(x) {}
  Unaddressable* operator&() const = delete;
  int value;
};

/// Assigns to what it refers to, as the references of ranges do.
struct IntReference {
  int* place = nullptr;
  const IntReference& operator=(const IntReference& other) const noexcept {
    *place = *other.place;
    return *this;
  }
  IntReference(const IntReference&) = default;
  IntReference() = default;
  explicit IntReference(int& referred) : place(&referred) {}
};

}  // namespace

TEST_CASE("functions of the caller's namespace are not taken for the library's of the same name", "[user types]") {
  Pool pool(2);
  const shop::Add add;
  shop::Basket basket;
  const std::vector<int> expected{1, 2, 3};
  CHECK(values_of(pool.map(add, basket)) == expected);
  CHECK(values_of(pool.map(add, basket, {.timeout = std::chrono::hours(1)})) == expected);
  CHECK(values_of(pool.map_async(add, basket, {.callback = [](const std::vector<shop::Total>&) {}}).get()) == expected);
  CHECK(values_of(read_all(pool.imap(add, basket, {.timeout = std::chrono::hours(1)}))) == expected);
  CHECK(values_of(read_all(pool.imap_unordered(add, shop::Basket()))).size() == 3);
  shop::Basket written;
  pool.map_into([](int price) { return 2 * price; }, basket, written);
  CHECK(written.prices == std::vector{2, 4, 6});
  const std::vector<shop::Order> orders{{1, 2}, {3, 4}};
  CHECK(values_of(pool.starmap(add, orders)) == std::vector{2, 12});
  CHECK(values_of(pool.starmap_async(add, orders).get()) == std::vector{2, 12});
  CHECK(pool.apply(add, shop::Order{5, 6}, {.timeout = std::chrono::hours(1)}).value == 30);
  CHECK(pool.apply_async(add, shop::Order{5, 6}).get().value == 30);
}

TEST_CASE("items and results need no operator& that gives their address", "[user types]") {
  Pool pool(2);
  const auto make = [](int x) { return Unaddressable(x); };
  int called_with = 0;
  const auto remember = [&](const Unaddressable& result) { called_with = result.value; };
  CHECK(pool.apply(make, std::tuple{1}).value == 1);
  CHECK(pool.apply_async(make, std::tuple{2}, {.callback = remember}).get().value == 2);
  CHECK(called_with == 2);
  auto made = pool.map(make, numbers(3));
  const auto value = [](const Unaddressable& x) { return x.value; };
  CHECK(pool.map(value, made) == numbers(3));
  CHECK(pool.map_async(value, made).get() == numbers(3));
  CHECK(read_all(pool.imap(value, made)) == numbers(3));
  CHECK(read_all(pool.imap(value, std::move(made))) == numbers(3));
}

TEST_CASE("a task may return a bit of a vector, which is copied", "[user types]") {
  Pool pool(2);
  std::vector<bool> bits{true, false, true};
  const auto bit = [&](int index) { return bits[static_cast<std::size_t>(index)]; };
  CHECK(pool.map(bit, numbers(3)) == bits);
  CHECK(pool.map([&](int index) { return std::as_const(bits)[static_cast<std::size_t>(index)]; }, numbers(3)) == bits);
  CHECK(pool.map_async(bit, numbers(3)).get() == bits);
  CHECK(read_all(pool.imap(bit, numbers(3))) == bits);
  CHECK(pool.apply(bit, std::tuple{2}));
  const auto before = bits;
  auto result = pool.apply_async(bit, std::tuple{0});
  result.get() = false;
  CHECK(bits == before);
}

TEST_CASE("imap keeps copies of bits, whose vector its tasks may outlive", "[user types]") {
  Pool pool(2);
  const auto is_copy = [](auto& bit) { return std::is_same_v<decltype(bit), bool&>; };
  std::vector<bool> bits{true, false, true};
  CHECK(read_all(pool.imap(is_copy, bits)) == std::vector<bool>(3, true));
  CHECK(read_all(pool.imap(is_copy, std::as_const(bits))) == std::vector<bool>(3, true));
  CHECK(read_all(pool.imap(is_copy, std::move(bits))) == std::vector<bool>(3, true));
}

TEST_CASE("results that refer to something else are kept, and nothing is assigned through them", "[user types]") {
  Pool pool(2);
  std::vector<int> list{1, 2, 3};
  const auto refer_to = [](int& x) { return IntReference(x); };
  const auto results = pool.map(refer_to, list);
  CHECK(results.at(2).place == &list[2]);
  CHECK(read_all(pool.imap(refer_to, list)).at(1).place == &list[1]);
  CHECK(list == std::vector{1, 2, 3});
}
