#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <atomic>
#include <deque>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

using webpool::Pool;

TEST_CASE("map returns the result of each item in the order of the items", "[map]") {
  Pool pool(2);
  CHECK(pool.map(square, std::vector{1, 2, 3}) == std::vector{1, 4, 9});
  for (const std::size_t count : {1U, 2U, 7U, 8U, 9U, 100U, 1001U}) {
    CHECK(pool.map(square, numbers(count)) == squares(count));
  }
}

TEST_CASE("map keeps the order of its input when chunks finish out of order", "[map]") {
  Pool pool(2);
  Gate second_has_ended;
  const auto results = pool.map(
      [&](int x) {
        if (x == 0) second_has_ended.wait();
        if (x == 1) second_has_ended.open();
        return 10 * x;
      },
      std::vector{0, 1}, {.chunksize = 1});
  CHECK(results == std::vector{0, 10});
}

TEST_CASE("map gives the same results for each chunksize and number of processors", "[map]") {
  for (const std::size_t processes : {1U, 2U, 3U, 8U}) {
    Pool pool(processes);
    for (const std::size_t chunksize : {1U, 2U, 7U, 32U, 33U, 100U, 1000U}) {
      CHECK(pool.map(square, numbers(100), {.chunksize = chunksize}) == squares(100));
    }
  }
}

TEST_CASE("map of an empty input gives an empty result at once, even when all processors are busy", "[map]") {
  Pool pool(1);
  const BusyProcessor busy(pool);
  CHECK(pool.map(square, std::vector<int>{}).empty());
  CHECK(pool.map(square, std::list<int>{}, {.chunksize = 5}).empty());
  CHECK(pool.starmap(std::plus<>{}, std::vector<std::pair<int, int>>{}).empty());
  pool.map([](int) {}, std::vector<int>{});
  const auto result = pool.map_async(square, std::vector<int>{});
  CHECK(result.ready());
  CHECK(result.successful());
}

TEST_CASE("map calls a function that returns nothing once for each item", "[map]") {
  Pool pool(2);
  std::vector<int> calls(1000);
  const auto count = [&](int x) { ++calls[static_cast<std::size_t>(x)]; };
  static_assert(std::is_void_v<decltype(pool.map(count, calls))>);
  pool.map(count, numbers(1000));
  CHECK(calls == std::vector<int>(1000, 1));
}

TEST_CASE("map gathers bool results, though a vector of them cannot be written in parallel", "[map]") {
  Pool pool(4);
  const auto results = pool.map([](int x) { return x % 3 == 0; }, numbers(1000), {.chunksize = 1});
  static_assert(std::is_same_v<decltype(results), const std::vector<bool>>);
  REQUIRE(results.size() == 1000);
  bool right = true;
  for (std::size_t i = 0; i < 1000; ++i) right = right && results[i] == (i % 3 == 0);
  CHECK(right);
}

TEST_CASE("map takes results that can only be moved", "[map]") {
  Pool pool(2);
  const auto results = pool.map([](int x) { return std::make_unique<int>(x); }, numbers(100));
  REQUIRE(results.size() == 100);
  CHECK(*results[99] == 99);
}

namespace {

struct NoDefault {
  explicit NoDefault(int x) : value(x) {}
  int value;
};

struct NeitherDefaultNorAssignable {
  explicit NeitherDefaultNorAssignable(int x) : value(x) {}
  const int value;
};

struct ThrowingMove {
  ThrowingMove() = default;
  explicit ThrowingMove(int x) : value(x) {}
  ThrowingMove(const ThrowingMove&) = default;
  ThrowingMove(ThrowingMove&& other) noexcept(false) : value(other.value) {
    if (value == 7) throw std::runtime_error("moved");
  }
  ThrowingMove& operator=(const ThrowingMove&) = delete;
  int value = 0;
};

}  // namespace

TEST_CASE("map takes results without a default constructor or assignment", "[map]") {
  Pool pool(2);
  CHECK(pool.map([](int x) { return NoDefault(x); }, numbers(10))[9].value == 9);
  CHECK(pool.map([](int x) { return NeitherDefaultNorAssignable(x); }, numbers(10))[9].value == 9);
  CHECK(pool.map_async([](int x) { return NeitherDefaultNorAssignable(x); }, numbers(10)).get()[8].value == 8);
}

TEST_CASE("a result that throws when it is moved is an error of map", "[map]") {
  Pool pool(2);
  CHECK(pool.map([](int x) { return ThrowingMove(x); }, numbers(7))[6].value == 6);
  CHECK_THROWS_AS(pool.map([](int x) { return ThrowingMove(x); }, numbers(8)), std::runtime_error);
}

TEST_CASE("map copies what a function returns by reference", "[map]") {
  Pool pool(2);
  const std::vector<std::string> words{"one", "two"};
  const auto results = pool.map([](const std::string& word) -> const std::string& { return word; }, words);
  static_assert(std::is_same_v<decltype(results), const std::vector<std::string>>);
  CHECK(results == words);
}

TEST_CASE("map takes any callable", "[map]") {
  Pool pool(2);
  const std::vector<std::string> words{"a", "bc", "def"};
  CHECK(pool.map(&square, numbers(3)) == std::vector{0, 1, 4});
  CHECK(pool.map(&std::string::size, words) == std::vector<std::size_t>{1, 2, 3});
  CHECK(pool.map(&std::pair<int, char>::first, std::vector<std::pair<int, char>>{{1, 'a'}}) == std::vector{1});
  CHECK(pool.map(std::function<int(int)>(square), numbers(3)) == std::vector{0, 1, 4});
  CHECK(pool.map(std::negate<>{}, numbers(3)) == std::vector{0, -1, -2});
  CHECK(pool.map_async(&std::string::size, words).get() == std::vector<std::size_t>{1, 2, 3});
}

TEST_CASE("map uses function and items in place, without a copy", "[map][lifetime]") {
  struct Function {
    Function() = default;
    Function(const Function&) = delete;
    Function& operator=(const Function&) = delete;
    const int* operator()(const int& item) const { return &item; }
  };
  Pool pool(2);
  const Function function;

  const std::vector<int> list = numbers(100);
  const auto places = pool.map(function, list);
  bool same = true;
  for (std::size_t i = 0; i < list.size(); ++i) same = same && places[i] == &list[i];
  CHECK(same);

  const std::list<int> chain{1, 2, 3};
  CHECK(pool.map(function, chain) == std::vector{&chain.front(), &*std::next(chain.begin()), &chain.back()});
  CHECK(pool.map(Function(), list).front() == list.data());
}

TEST_CASE("map lets a function change the items in place", "[map][lifetime]") {
  Pool pool(2);
  const auto twice = [](int& x) { x *= 2; };
  std::vector<int> list{1, 2, 3};
  pool.map(twice, list);
  CHECK(list == std::vector{2, 4, 6});
  std::list<int> chain{1, 2, 3};
  pool.map(twice, chain);
  CHECK(chain == std::list{2, 4, 6});
  int array[] = {1, 2, 3};
  pool.map(twice, array);
  CHECK(array[2] == 6);
}

TEST_CASE("map takes any range", "[map]") {
  Pool pool(2);
  const std::vector expected{0, 1, 4, 9};
  const int array[] = {0, 1, 2, 3};
  CHECK(pool.map(square, array) == expected);
  CHECK(pool.map(square, std::array{0, 1, 2, 3}) == expected);
  CHECK(pool.map(square, std::span(array)) == expected);
  CHECK(pool.map(square, std::deque{0, 1, 2, 3}) == expected);
  CHECK(pool.map(square, std::list{0, 1, 2, 3}) == expected);
  CHECK(pool.map(square, std::forward_list{0, 1, 2, 3}) == expected);
  CHECK(pool.map(square, std::set{3, 2, 1, 0}) == expected);
  CHECK(pool.map([](const auto& pair) { return pair.second; }, std::map<char, int>{{'b', 2}, {'a', 1}}) ==
        std::vector{1, 2});
  CHECK(pool.map([](bool x) { return !x; }, std::vector{true, false}) == std::vector{false, true});
  CHECK(pool.map([](char x) { return static_cast<char>(x + 1); }, std::string("HAL")) == std::vector{'I', 'B', 'M'});
}

TEST_CASE("map_async takes any range", "[map]") {
  Pool pool(2);
  const std::vector expected{0, 1, 4, 9};
  const int array[] = {0, 1, 2, 3};
  CHECK(pool.map_async(square, array).get() == expected);
  CHECK(pool.map_async(square, std::array{0, 1, 2, 3}).get() == expected);
  CHECK(pool.map_async(square, std::deque{0, 1, 2, 3}).get() == expected);
  CHECK(pool.map_async(square, std::list{0, 1, 2, 3}).get() == expected);
  CHECK(pool.map_async(square, std::set{3, 2, 1, 0}, {.chunksize = 3}).get() == expected);
}

namespace {

/// A range that can be read once.
struct Words {
  std::istringstream& stream;
  [[nodiscard]] std::istream_iterator<std::string> begin() const { return std::istream_iterator<std::string>(stream); }
  [[nodiscard]] static std::istream_iterator<std::string> end() { return {}; }
};

}  // namespace

TEST_CASE("map takes a single-pass range", "[map]") {
  Pool pool(2);
  std::istringstream stream("to be or not");
  CHECK(pool.map(&std::string::size, Words{stream}) == std::vector<std::size_t>{2, 2, 2, 3});
}

TEST_CASE("map_async copies its input, so that the caller may change or destroy it", "[map][lifetime]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  std::vector<std::string> words{"one", "three"};
  const auto function = std::make_unique<std::function<std::size_t(const std::string&)>>(&std::string::size);
  auto result = pool.map_async(*function, words);
  words.clear();
  *function = nullptr;
  busy.release();
  CHECK(result.get() == std::vector<std::size_t>{3, 5});
}

TEST_CASE("map_async takes over items and functions that can only be moved", "[map][lifetime]") {
  Pool pool(2);
  std::vector<std::unique_ptr<int>> items;
  for (int i = 0; i < 10; ++i) items.push_back(std::make_unique<int>(i));
  const auto* const place = items.data();
  auto result = pool.map_async(
      [offset = std::make_unique<int>(5)](const std::unique_ptr<int>& x) { return std::pair(*x + *offset, &x); },
      std::move(items));
  CHECK(result.get()[9].first == 14);
  CHECK(result.get()[9].second == place + 9);
}

TEST_CASE("map_async releases function and items once the job has ended", "[map][lifetime]") {
  const auto shared = std::make_shared<int>(1);
  {
    Pool pool(2);
    const auto result =
        pool.map_async([shared](const std::shared_ptr<int>& x) { return *x + *shared; }, std::vector(100, shared));
    result.wait();
  }
  CHECK(shared.use_count() == 1);
}

TEST_CASE("map_into writes the results to the given range", "[map]") {
  Pool pool(3);
  std::vector<int> results(1002, -1);
  pool.map_into(square, numbers(1000), results);
  CHECK(std::vector<int>(results.begin(), results.begin() + 1000) == squares(1000));
  CHECK(results[1000] == -1);
  std::array<std::string, 3> texts;
  pool.map_into([](int x) { return std::to_string(x); }, numbers(3), texts, {.chunksize = 1});
  CHECK(texts == std::array<std::string, 3>{"0", "1", "2"});
}

TEST_CASE("map_into throws the first error and refuses too few places", "[map][errors]") {
  Pool pool(2);
  std::vector<int> results(10);
  const auto fail = [](int x) -> int { return x == 4 ? throw std::domain_error("four") : x; };
  CHECK_THROWS_AS(pool.map_into(fail, numbers(10), results), std::domain_error);
  CHECK_THROWS_AS(pool.map_into(square, numbers(11), results), webpool::ValueError);
  CHECK_THROWS_AS(pool.map_into(square, numbers(10), results, {.chunksize = 0}), webpool::ValueError);
}
