// A `std::stop_token` that cancels a call, where the standard library has it.
#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <thread>
#include <tuple>

#if defined(__cpp_lib_jthread)
#include <stop_token>

using webpool::CancelledError;
using webpool::Pool;

namespace {

void run_until_stopped() {
  while (!webpool::this_task::stop_token().stop_requested()) std::this_thread::yield();
}

}  // namespace

TEST_CASE("a std::stop_token cancels a job", "[cancel]") {
  Pool pool(1);
  std::stop_source source;
  Gate begun;
  auto result = pool.map_async(
      [&](int) {
        begun.open();
        run_until_stopped();
      },
      numbers(5), {.stop_token = source.get_token()});
  auto other = pool.apply_async([] { return 1; });
  begun.wait();
  source.request_stop();
  CHECK_THROWS_AS(result.get(), CancelledError);
  CHECK(other.get() == 1);
}

TEST_CASE("a std::stop_token cancels a call that waits", "[cancel]") {
  Pool pool(2);
  std::stop_source source;
  CHECK_THROWS_AS(pool.map(
                      [&](int) {
                        source.request_stop();
                        run_until_stopped();
                      },
                      numbers(5), {.stop_token = source.get_token()}),
                  CancelledError);
}

TEST_CASE("a call with a std::stop_token that was stopped before runs nothing", "[cancel]") {
  Pool pool(2);
  std::stop_source source;
  source.request_stop();
  std::atomic<int> ran{0};
  const auto count = [&] { ++ran; };
  CHECK_THROWS_AS(pool.apply_async(count, std::tuple(), {.stop_token = source.get_token()}).get(), CancelledError);
  CHECK_THROWS_AS(pool.map([&](int) { count(); }, numbers(9), {.stop_token = source.get_token()}), CancelledError);
  CHECK(ran == 0);
}

TEST_CASE("a std::stop_token outlives the jobs that followed it", "[cancel]") {
  Pool pool(2);
  std::stop_source source;
  auto result = pool.map_async(square, numbers(5), {.stop_token = source.get_token()});
  CHECK(result.get() == squares(5));
  source.request_stop();
  CHECK(result.get() == squares(5));
  std::stop_source closed;
  pool.close();
  CHECK_THROWS_AS(pool.map_async(square, numbers(5), {.stop_token = closed.get_token()}), webpool::PoolNotRunningError);
  closed.request_stop();
}

TEST_CASE("jobs stopped by a std::stop_token at any time end, and the pool works on", "[cancel][stress]") {
  Pool pool(2);
  for (int round = 0; round < 300; ++round) {
    std::stop_source source;
    auto result = pool.map_async(square, numbers(64), {.chunksize = 1, .stop_token = source.get_token()});
    if (round % 3 == 0) std::this_thread::yield();
    source.request_stop();
    result.wait();
    if (result.successful()) {
      CHECK(result.get() == squares(64));
    } else {
      CHECK_THROWS_AS(result.get(), CancelledError);
    }
  }
  CHECK(pool.map(square, numbers(10)) == squares(10));
}

#endif
