#include "support.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using webpool::Pool;

namespace {

struct TaskError : std::runtime_error {
  explicit TaskError(int number) : std::runtime_error("task " + std::to_string(number)), item(number) {}
  int item;
};

/// The item whose error `call` throws.
template <class Call>
int failing_item(Call&& call) {
  try {
    call();
  } catch (const TaskError& error) {
    return error.item;
  }
  return -1;
}

}  // namespace

TEST_CASE("map throws what a task threw, of the same type", "[errors]") {
  Pool pool(2);
  const auto fail = [](int x) -> int {
    if (x == 3) throw TaskError(x);
    return x;
  };
  CHECK(failing_item([&] { (void)pool.map(fail, numbers(10)); }) == 3);
  CHECK(failing_item([&] { (void)pool.map_async(fail, numbers(10)).get(); }) == 3);
  CHECK(failing_item([&] {
          (void)pool.starmap([](int a, int) { throw TaskError(a); }, std::vector<std::pair<int, int>>{{8, 9}});
        }) == 8);
  CHECK_THROWS_AS(pool.map([](int) { throw "no exception class"; }, numbers(1)), const char*);
}

TEST_CASE("an error ends only its own chunk", "[errors]") {
  Pool pool(2);
  std::array<std::atomic<bool>, 9> ran{};
  const auto fail = [&](int x) {
    ran[static_cast<std::size_t>(x)] = true;
    if (x == 1) throw TaskError(x);
  };
  CHECK(failing_item([&] { pool.map(fail, numbers(9), {.chunksize = 3}); }) == 1);
  const std::array expected{true, true, false, true, true, true, true, true, true};
  for (std::size_t i = 0; i < 9; ++i) {
    CAPTURE(i);
    CHECK(ran[i] == expected[i]);
  }
}

TEST_CASE("the first error in time counts, not the first in the input", "[errors]") {
  Pool pool(2);
  Gate later_chunk_ran;
  // Item 0 occupies its processor, so that the other one runs 2, 3 and 1: its next chunk begins after its error is recorded.
  const auto fail = [&](int x) {
    if (x == 0) {
      later_chunk_ran.wait();
      throw TaskError(0);
    }
    if (x == 2) throw TaskError(2);
    if (x == 3) later_chunk_ran.open();
  };
  CHECK(failing_item([&] { pool.map(fail, numbers(4), {.chunksize = 1}); }) == 2);
}

TEST_CASE("map throws when all chunks have ended", "[errors]") {
  Pool pool(2);
  for (int round = 0; round < 100; ++round) {
    std::atomic<int> ended{0};
    const auto fail = [&](int x) {
      if (x == 0) throw TaskError(x);
      ++ended;
    };
    CHECK(failing_item([&] { pool.map(fail, numbers(20), {.chunksize = 1}); }) == 0);
    CHECK(ended == 19);
  }
}

TEST_CASE("get of a failed job without results throws the error each time", "[errors]") {
  Pool pool(1);
  auto result = pool.map_async([](int x) { throw TaskError(x); }, numbers(1));
  CHECK(failing_item([&] { result.get(); }) == 0);
  CHECK(failing_item([&] { result.get(); }) == 0);
  CHECK(failing_item([&] { result.get(std::chrono::seconds{1}); }) == 0);
  CHECK_FALSE(result.successful());
}

TEST_CASE("every task may throw at once", "[errors]") {
  Pool pool(4);
  for (int round = 0; round < 50; ++round) {
    const int item = failing_item([&] { pool.map([](int x) { throw TaskError(x); }, numbers(100), {.chunksize = 1}); });
    CHECK((item >= 0 && item < 100));
  }
  CHECK(pool.map(square, numbers(3)) == squares(3));
}

TEST_CASE("a number of processes out of range is a ValueError", "[errors][misuse]") {
  CHECK_THROWS_AS(Pool(0), webpool::ValueError);
  CHECK_THROWS_AS(Pool(1025), webpool::ValueError);
  CHECK_THROWS_AS(Pool(static_cast<std::size_t>(-1)), webpool::ValueError);
  CHECK_THROWS_WITH(Pool(0), ContainsSubstring("processes: 0") && ContainsSubstring("1 to 1024"));
}

TEST_CASE("a chunksize of 0 is a ValueError", "[errors][misuse]") {
  Pool pool(1);
  const std::vector<std::pair<int, int>> pairs{{1, 2}};
  CHECK_THROWS_AS(pool.map(square, numbers(1), {.chunksize = 0}), webpool::ValueError);
  CHECK_THROWS_AS(pool.map(square, numbers(0), {.chunksize = 0}), webpool::ValueError);
  CHECK_THROWS_AS(pool.map_async(square, numbers(1), {.chunksize = 0}), webpool::ValueError);
  CHECK_THROWS_AS(pool.starmap(std::plus<>{}, pairs, {.chunksize = 0}), webpool::ValueError);
  CHECK_THROWS_AS(pool.starmap_async(std::plus<>{}, pairs, {.chunksize = 0}), webpool::ValueError);
  CHECK_THROWS_WITH(pool.map(square, numbers(1), {.chunksize = 0}), ContainsSubstring("chunksize: 0"));
}

TEST_CASE("a negative chunksize or buffersize is a ValueError that names it", "[errors][misuse]") {
  Pool pool(1);
  constexpr auto negative = static_cast<std::size_t>(-3);
  CHECK_THROWS_AS(pool.map(square, numbers(1), {.chunksize = negative}), webpool::ValueError);
  CHECK_THROWS_WITH(pool.map_async(square, numbers(1), {.chunksize = negative}), ContainsSubstring("chunksize: -3"));
  CHECK_THROWS_WITH(pool.imap(square, numbers(1), {.chunksize = negative}), ContainsSubstring("chunksize: -3"));
  CHECK_THROWS_WITH(pool.imap(square, numbers(1), {.buffersize = negative}), ContainsSubstring("buffersize: -3"));
  // It may have been meant as a number without a limit.
  CHECK_THROWS_WITH(pool.map(square, numbers(1), {.chunksize = negative}),
                    ContainsSubstring("out of range, or " + std::to_string(negative) + ", which is too large"));
  constexpr auto largest = std::size_t{PTRDIFF_MAX};
  CHECK(pool.map(square, numbers(3), {.chunksize = largest}) == squares(3));
  CHECK(pool.imap(square, numbers(1), {.chunksize = largest, .buffersize = largest}).next() == square(0));
}

TEST_CASE("each call on a pool that is not running is a PoolNotRunningError at once", "[errors][misuse]") {
  Pool pool(1);
  const bool closed = GENERATE(true, false);
  closed ? pool.close() : pool.terminate();
  const std::vector<std::pair<int, int>> pairs{{1, 2}};
  CHECK_THROWS_AS(pool.map(square, numbers(1)), webpool::PoolNotRunningError);
  CHECK_THROWS_AS(pool.map(square, numbers(0)), webpool::PoolNotRunningError);
  CHECK_THROWS_AS(pool.starmap(std::plus<>{}, pairs), webpool::PoolNotRunningError);
  CHECK_THROWS_AS(pool.apply(square, std::tuple{1}), webpool::PoolNotRunningError);
  CHECK_THROWS_AS(pool.map_async(square, numbers(1)), webpool::PoolNotRunningError);
  CHECK_THROWS_AS(pool.starmap_async(std::plus<>{}, pairs), webpool::PoolNotRunningError);
  CHECK_THROWS_AS(pool.apply_async(square, std::tuple{1}), webpool::PoolNotRunningError);
  CHECK_THROWS_WITH(pool.apply(square, std::tuple{1}), ContainsSubstring(closed ? "closed" : "terminated"));
}

TEST_CASE("join on a running pool is a PoolStillRunningError", "[errors][misuse]") {
  Pool pool(1);
  CHECK_THROWS_AS(pool.join(), webpool::PoolStillRunningError);
  CHECK_THROWS_WITH(pool.join(), ContainsSubstring("close()"));
  CHECK(pool.apply(square, std::tuple{2}) == 4);
}

TEST_CASE("the pool's own errors have one base, and misuse of an argument is an invalid_argument", "[errors]") {
  static_assert(std::is_base_of_v<webpool::Error, webpool::TimeoutError>);
  static_assert(std::is_base_of_v<webpool::Error, webpool::CancelledError>);
  static_assert(std::is_base_of_v<webpool::Error, webpool::PoolNotRunningError>);
  static_assert(std::is_base_of_v<webpool::Error, webpool::PoolTerminatedError>);
  static_assert(std::is_base_of_v<webpool::Error, webpool::DeadlockError>);
  static_assert(std::is_base_of_v<std::runtime_error, webpool::Error>);
  static_assert(std::is_base_of_v<std::invalid_argument, webpool::ValueError>);
  SUCCEED();
}
