// A task that exceeds its timeout is requested to stop and fails with a TimeoutError.
#include "support.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <atomic>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <vector>

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using webpool::Pool;
using webpool::TimeoutError;

namespace {

// A timeout that other tasks do not exceed, also on a busy machine.
constexpr auto enough_for_others = 250ms;

// Item 3 runs until it is stopped.
int stuck_at_three(int x) {
  if (x == 3) {
    const auto token = webpool::this_task::stop_token();
    while (!token.stop_requested()) std::this_thread::yield();
  }
  return x;
}

template <class Call>
std::string message_of(Call&& call) {
  try {
    call();
  } catch (const TimeoutError& error) {
    return error.what();
  }
  return "no TimeoutError";
}

}  // namespace

TEST_CASE("a task that exceeds its timeout is requested to stop and fails with an error that names its item",
          "[timeout]") {
  Pool pool(2);
  CHECK_THAT(message_of([&] { pool.map(stuck_at_three, numbers(8), {.timeout = enough_for_others}); }),
             ContainsSubstring("item 3") && ContainsSubstring("250 ms"));
  CHECK_THAT(message_of([&] { pool.map_async(stuck_at_three, numbers(8), {.timeout = enough_for_others}).get(); }),
             ContainsSubstring("item 3"));
  const std::vector<std::tuple<int>> tuples{{1}, {3}};
  CHECK_THAT(message_of([&] { pool.starmap(stuck_at_three, tuples, {.timeout = enough_for_others}); }),
             ContainsSubstring("item 1"));
  CHECK_THAT(message_of([&] { pool.apply_async(stuck_at_three, std::tuple(3), {.timeout = enough_for_others}).get(); }),
             ContainsSubstring("item 0"));
}

TEST_CASE("a timeout ends only its own task", "[timeout]") {
  Pool pool(2);
  std::atomic<int> ran{0};
  auto result = pool.map_async(
      [&](int x) {
        ++ran;
        return stuck_at_three(x);
      },
      numbers(20), {.chunksize = 1, .timeout = enough_for_others});
  CHECK_THROWS_AS(result.get(), TimeoutError);
  CHECK(ran == 20);
  auto results = pool.imap(stuck_at_three, numbers(6), {.timeout = enough_for_others});
  for (int x = 0; x < 3; ++x) CHECK(results.next() == x);
  CHECK_THAT(message_of([&] { results.next(); }), ContainsSubstring("item 3"));
  for (int x = 4; x < 6; ++x) CHECK(results.next() == x);
  CHECK(results.next() == std::nullopt);
}

TEST_CASE("a task that throws after its deadline has timed out, one before it has not", "[timeout]") {
  Pool pool(1);
  const auto throws = [](int x) -> int {
    stuck_at_three(x);
    throw std::domain_error("given up");
  };
  CHECK_THROWS_AS(pool.map(throws, {3}, {.timeout = 5ms}), TimeoutError);
  CHECK_THROWS_AS(pool.map(throws, {1}, {.timeout = 1h}), std::domain_error);
  CHECK(pool.map(square, numbers(100), {.timeout = 1h}) == squares(100));
}

TEST_CASE("a task's timeout does not apply to tasks that it waits for", "[timeout]") {
  Pool pool(1);
  bool inner_timed_out = false;
  bool others_asked_to_stop = true;
  const auto outer = [&](int x) {
    try {
      pool.map(stuck_at_three, {3}, {.timeout = 1ms});
    } catch (const TimeoutError&) {
      inner_timed_out = true;
    }
    others_asked_to_stop =
        pool.map([](int) { return webpool::this_task::stop_token().stop_requested(); }, {1}).front() ||
        webpool::this_task::stop_token().stop_requested();
    return x;
  };
  CHECK(pool.map(outer, {7}, {.timeout = 1h}) == std::vector{7});
  CHECK(inner_timed_out);
  CHECK_FALSE(others_asked_to_stop);
}
