// Empty handles, and handles that are moved.
#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using webpool::AsyncResult;
using webpool::InvalidHandleError;
using webpool::Pool;

namespace {

template <class Handle>
void check_that_it_is_empty(Handle& handle) {
  CHECK_FALSE(handle.valid());
  CHECK_THROWS_AS(handle.wait(), InvalidHandleError);
  CHECK_THROWS_AS(handle.wait(1ms), InvalidHandleError);
  CHECK_THROWS_AS(handle.wait_until(std::chrono::system_clock::now()), InvalidHandleError);
  CHECK_THROWS_AS(handle.ready(), InvalidHandleError);
  CHECK_THROWS_AS(handle.successful(), InvalidHandleError);
  CHECK_THROWS_AS(handle.cancel(), InvalidHandleError);
  CHECK_THROWS_AS(handle.get(), InvalidHandleError);
  CHECK_THROWS_AS(handle.get(1ms), InvalidHandleError);
  CHECK_THROWS_AS(std::move(handle).get(), InvalidHandleError);
}

}  // namespace

TEST_CASE("every call of a default-constructed AsyncResult throws InvalidHandleError", "[moved]") {
  AsyncResult<int> number;
  check_that_it_is_empty(number);
  AsyncResult<void> nothing;
  check_that_it_is_empty(nothing);
  std::map<int, AsyncResult<int>> by_number;
  check_that_it_is_empty(by_number[1]);
  Pool pool(1);
  by_number[1] = pool.apply_async([] { return 7; });
  CHECK(by_number[1].valid());
  CHECK(by_number[1].get() == 7);
}

TEST_CASE("a moved-from AsyncResult is empty, and the other has its job", "[moved]") {
  Pool pool(1);
  auto from = pool.map_async(square, numbers(3));
  auto to = std::move(from);
  check_that_it_is_empty(from);
  CHECK(to.get() == squares(3));
  from = std::move(to);
  CHECK(from.valid());
  CHECK(from.get() == squares(3));
}

TEST_CASE("every call of a moved-from pool throws InvalidHandleError", "[moved]") {
  Pool from(2);
  auto result = from.apply_async([] { return 1; });
  Pool pool(std::move(from));
  CHECK(pool.processes() == 2);
  CHECK(pool.map(square, numbers(5)) == squares(5));
  CHECK(result.get() == 1);
  CHECK_THROWS_AS(from.map(square, numbers(3)), InvalidHandleError);
  CHECK_THROWS_AS(from.starmap(square, std::vector{std::tuple(1)}), InvalidHandleError);
  CHECK_THROWS_AS(from.apply(square, std::tuple(1)), InvalidHandleError);
  CHECK_THROWS_AS(from.map_async(square, numbers(3)), InvalidHandleError);
  CHECK_THROWS_AS(from.starmap_async(square, std::vector{std::tuple(1)}), InvalidHandleError);
  CHECK_THROWS_AS(from.apply_async(square, std::tuple(1)), InvalidHandleError);
  CHECK_THROWS_AS(from.imap(square, numbers(3)), InvalidHandleError);
  CHECK_THROWS_AS(from.imap_unordered(square, numbers(3)), InvalidHandleError);
  std::vector<int> results(3);
  CHECK_THROWS_AS(from.map_into(square, numbers(3), results), InvalidHandleError);
  CHECK_THROWS_AS(from.close(), InvalidHandleError);
  CHECK_THROWS_AS(from.terminate(), InvalidHandleError);
  CHECK_THROWS_AS(from.join(), InvalidHandleError);
  CHECK_THROWS_AS(from.processes(), InvalidHandleError);
  CHECK_THROWS_AS(from.trace(), InvalidHandleError);
  CHECK_THROWS_AS(from.stats(), InvalidHandleError);
  CHECK_THROWS_AS(webpool::TraceReader(from), InvalidHandleError);
}

TEST_CASE("a pool that another is moved to ends first", "[moved]") {
  Pool pool(1);
  AsyncResult<void> stopped;
  {
    Gate begun;
    stopped = pool.apply_async([&] {
      begun.open();
      while (!webpool::this_task::stop_token().stop_requested()) std::this_thread::yield();
    });
    begun.wait();
  }
  pool = Pool(3);
  CHECK_THROWS_AS(stopped.get(), webpool::PoolTerminatedError);
  CHECK(pool.processes() == 3);
  CHECK(pool.map(square, numbers(5)) == squares(5));
  auto& self = pool;
  pool = std::move(self);
  CHECK(pool.processes() == 3);
}

TEST_CASE("pools can be stored in containers", "[moved]") {
  std::vector<Pool> pools;
  for (std::size_t processes = 1; processes < 4; ++processes) pools.emplace_back(processes);
  CHECK(pools[2].map(square, numbers(5)) == squares(5));
  pools.erase(pools.begin());
  CHECK(pools.front().processes() == 2);
}

TEST_CASE("a moved-from iterator throws InvalidHandleError, and the other continues", "[moved]") {
  Pool pool(1);
  auto from = pool.imap(square, numbers(5), {.chunksize = 3});
  CHECK(from.next() == 0);
  auto to = std::move(from);
  CHECK_THROWS_AS(from.next(), InvalidHandleError);
  CHECK_THROWS_AS(from.next(1ms), InvalidHandleError);
  CHECK_THROWS_AS(from.close(), InvalidHandleError);
  CHECK_THROWS_AS(from.begin(), InvalidHandleError);
  CHECK(to.next() == 1);
  to.close();
  CHECK(to.next() == std::nullopt);
}

TEST_CASE("wait_until waits for that time of any clock", "[async_result]") {
  Pool pool(1);
  Gate release;
  auto result = pool.apply_async([&] { release.wait(); });
  CHECK_FALSE(result.wait_until(std::chrono::steady_clock::now() + 1ms));
  CHECK_FALSE(result.wait_until(std::chrono::system_clock::now() - 1h));
  CHECK_FALSE(result.wait_until(std::chrono::system_clock::time_point::min()));
  CHECK_FALSE(result.wait_until(std::chrono::sys_days::min()));  // which the clock's own unit cannot represent
  release.open();
  CHECK(result.wait_until(std::chrono::system_clock::now() + 1h));
  // The task of the only processor runs the job while it waits.
  CHECK(pool.apply([&] { return pool.apply_async([] {}).wait_until(std::chrono::sys_days::max()); }));
}
