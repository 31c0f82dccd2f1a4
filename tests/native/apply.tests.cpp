#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

using webpool::AsyncResult;
using webpool::Pool;

TEST_CASE("apply calls a function once with the arguments of a tuple", "[apply]") {
  Pool pool(2);
  CHECK(pool.apply([] { return 5; }) == 5);
  CHECK(pool.apply(square, std::tuple{7}) == 49);
  CHECK(pool.apply(std::minus<>{}, std::pair{5, 3}) == 2);
  CHECK(pool.apply([](const std::string& a, int b, char c) { return a + std::to_string(b) + c; },
                   std::tuple{"x", 1, 'y'}) == "x1y");
}

TEST_CASE("apply runs on a processor and not on the caller's thread", "[apply]") {
  Pool pool(1);
  const auto thread = pool.apply([] { return std::this_thread::get_id(); });
  CHECK(thread != std::this_thread::get_id());
  CHECK(pool.apply([] { return std::this_thread::get_id(); }) == thread);
}

TEST_CASE("apply uses function and arguments in place", "[apply][lifetime]") {
  struct Function {
    Function() = default;
    Function(const Function&) = delete;
    Function& operator=(const Function&) = delete;
    void operator()(std::vector<int>& list) { list.push_back(++calls); }
    int calls = 0;
  };
  Pool pool(1);
  Function function;
  std::vector<int> list;
  pool.apply(function, std::tie(list));
  auto arguments = std::tie(list);
  pool.apply(function, arguments);
  CHECK(function.calls == 2);
  CHECK(list == std::vector{1, 2});
}

TEST_CASE("apply takes arguments and results that can only be moved", "[apply]") {
  Pool pool(1);
  const auto pass = [](std::unique_ptr<int> x) { return x; };
  CHECK(*pool.apply(pass, std::tuple{std::make_unique<int>(5)}) == 5);
  CHECK(*pool.apply_async(pass, std::tuple{std::make_unique<int>(6)}).get() == 6);
}

TEST_CASE("apply_async takes functions that can only be moved", "[apply]") {
  Pool pool(1);
  CHECK(pool.apply_async([x = std::make_unique<int>(5)] { return *x; }).get() == 5);
}

TEST_CASE("apply_async copies its arguments unless they are references by name", "[apply][lifetime]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  int argument = 1;
  int referred = 1;
  auto arguments = std::tuple{argument, std::ref(referred)};
  auto result = pool.apply_async([](int a, int& b) { return std::pair(a, ++b); }, arguments);
  argument = 10;
  std::get<0>(arguments) = 10;
  referred = 10;
  busy.release();
  CHECK(result.get() == std::pair(1, 11));
  CHECK(referred == 11);
}

TEST_CASE("apply rethrows what the function throws", "[apply][errors]") {
  Pool pool(1);
  CHECK_THROWS_AS(pool.apply([]() -> int { throw std::out_of_range("no"); }), std::out_of_range);
  CHECK_THROWS_AS(pool.apply([] { throw 5; }), int);
  CHECK(pool.apply([] { return 1; }) == 1);
}

TEST_CASE("apply of a function that returns nothing returns when it has ended", "[apply]") {
  Pool pool(1);
  int value = 0;
  static_assert(std::is_void_v<decltype(pool.apply([] {}))>);
  pool.apply([&] { value = 1; });
  CHECK(value == 1);
  AsyncResult<void> result = pool.apply_async([&] { value = 2; });
  result.get();
  CHECK(value == 2);
}
