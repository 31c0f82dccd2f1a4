#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

using namespace std::chrono_literals;
using webpool::AsyncResult;
using webpool::Pool;

TEST_CASE("an AsyncResult is returned at once and is ready when the job has ended", "[async_result]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  auto result = pool.map_async(square, numbers(3));
  CHECK_FALSE(result.ready());
  CHECK_THROWS_AS(result.successful(), webpool::NotReadyError);
  busy.release();
  result.wait();
  CHECK(result.ready());
  CHECK(result.successful());
  CHECK(result.get() == squares(3));
}

TEST_CASE("an AsyncResult moves and does not copy", "[async_result]") {
  static_assert(!std::is_copy_constructible_v<AsyncResult<int>> && !std::is_copy_assignable_v<AsyncResult<int>>);
  static_assert(std::is_nothrow_move_constructible_v<AsyncResult<int>>);
  static_assert(std::is_nothrow_move_assignable_v<AsyncResult<int>>);
  Pool pool(1);
  auto first = pool.apply_async(square, std::tuple{2});
  auto second = pool.apply_async(square, std::tuple{3});
  first = std::move(second);
  const auto third = std::move(first);
  third.wait();
  CHECK(third.successful());
}

TEST_CASE("a const AsyncResult gives and cancels its result as any other", "[async_result]") {
  Pool pool(1);
  const auto result = pool.apply_async(square, std::tuple{3});
  result.get() += 1;
  CHECK(result.get(1h) == 10);
  BusyProcessor busy(pool);
  const auto dropped = pool.apply_async([] {});
  CHECK(dropped.cancel());
  CHECK_THROWS_AS(dropped.get(), webpool::CancelledError);
}

TEST_CASE("get may be called again and gives the same object", "[async_result]") {
  Pool pool(2);
  auto result = pool.map_async(square, numbers(10));
  auto& first = result.get();
  CHECK(first == squares(10));
  CHECK(&result.get() == &first);
  CHECK(&result.get(1s) == &first);
  CHECK(std::move(result).get() == squares(10));
}

TEST_CASE("wait with a timeout says whether the job has ended", "[async_result]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  const auto result = pool.apply_async(square, std::tuple{2});
  CHECK_FALSE(result.wait(0ms));
  CHECK_FALSE(result.wait(-1h));
  CHECK_FALSE(result.wait(std::chrono::duration<double>(std::numeric_limits<double>::quiet_NaN())));
  const auto begin = std::chrono::steady_clock::now();
  CHECK_FALSE(result.wait(20ms));
  CHECK(std::chrono::steady_clock::now() - begin >= 20ms);
  busy.release();
  CHECK(result.wait(std::chrono::hours::max()));
  CHECK(result.wait(0ms));
}

TEST_CASE("get with a timeout throws TimeoutError and lets the job run on", "[async_result]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  auto result = pool.map_async(square, numbers(3));
  CHECK_THROWS_AS(result.get(1ms), webpool::TimeoutError);
  CHECK_THROWS_AS(std::move(result).get(0ms), webpool::TimeoutError);
  busy.release();
  CHECK(result.get(1h) == squares(3));
}

TEST_CASE("a job runs on when its handle is dropped", "[async_result][lifetime]") {
  Pool pool(2);
  std::atomic<int> calls{0};
  (void)pool.map_async([&](int) { ++calls; }, numbers(100), {.chunksize = 1});
  pool.close();
  pool.join();
  CHECK(calls == 100);
}

TEST_CASE("a result outlives its pool", "[async_result][lifetime]") {
  std::optional<AsyncResult<std::vector<int>>> result;
  {
    Pool pool(2);
    result = pool.map_async(square, numbers(100));
    result->wait();
  }
  CHECK(result->get() == squares(100));
}

TEST_CASE("several threads may wait for one result", "[async_result]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  auto result = pool.map_async(square, numbers(10));
  std::vector<int> sums(4);
  std::vector<std::thread> threads;
  for (int& sum : sums) {
    threads.emplace_back([&] {
      for (const int x : result.get()) sum += x;
    });
  }
  busy.release();
  for (auto& thread : threads) thread.join();
  CHECK(sums == std::vector(4, 285));
}

TEST_CASE("the callback is called with the result before the job is ready", "[async_result][callback]") {
  Pool pool(2);
  std::vector<int> seen;
  bool failed = false;
  std::atomic<const AsyncResult<std::vector<int>>*> handle{nullptr};
  bool ready = true;
  const auto callback = [&](const std::vector<int>& results) {
    while (handle.load() == nullptr) std::this_thread::yield();
    ready = handle.load()->ready();
    seen = results;
  };
  auto result = pool.map_async(square, numbers(5),
                               {.chunksize = 1, .callback = callback, .error_callback = [&](auto&) { failed = true; }});
  handle = &result;
  result.wait();
  CHECK(seen == squares(5));
  CHECK_FALSE(ready);
  CHECK_FALSE(failed);
}

TEST_CASE("the error callback is called with the first error", "[async_result][callback]") {
  Pool pool(2);
  bool succeeded = false;
  std::string message;
  const auto error_callback = [&](const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& exception) {
      message = exception.what();
    }
  };
  const auto result = pool.apply_async([] { throw std::runtime_error("no"); }, std::tuple{},
                                       {.callback = [&] { succeeded = true; }, .error_callback = error_callback});
  result.wait();
  CHECK(message == "no");
  CHECK_FALSE(succeeded);
}

TEST_CASE("callbacks exist for each async form, also without results and for an empty input",
          "[async_result][callback]") {
  Pool pool(1);
  int calls = 0;
  int sum = 0;
  const std::vector<std::pair<int, int>> pairs{{1, 2}};
  pool.apply_async(square, std::tuple{3}, {.callback = [&](const int& x) { sum += x; }}).wait();
  pool.apply_async([] {}, std::tuple{}, {.callback = [&] { ++calls; }}).wait();
  pool.map_async([](int) {}, numbers(3), {.callback = [&] { ++calls; }}).wait();
  pool.starmap_async([](int, int) {}, pairs, {.callback = [&] { ++calls; }}).wait();
  pool.map_async(square, numbers(0), {.callback = [&](const std::vector<int>& none) { calls += none.empty(); }}).wait();
  CHECK(sum == 9);
  CHECK(calls == 4);
}

TEST_CASE("a callback may be an aggregate, a type made of a pointer, or a member of the result",
          "[async_result][callback]") {
  struct Store {
    int* place;
    void operator()(const int& result) const { *place = result; }
  };
  struct Count {
    explicit Count(std::shared_ptr<int> given) : count(std::move(given)) {}
    std::shared_ptr<int> count;
    void operator()(const int& result) const { *count += result; }
  };
  struct Result {
    mutable int reads = 0;
    void read() const { ++reads; }
  };
  Pool pool(1);
  int stored = 0;
  pool.apply_async([] { return 3; }, {}, {.callback = Store{&stored}}).wait();
  CHECK(stored == 3);
  const auto count = std::make_shared<int>(0);
  pool.apply_async([] { return 4; }, {}, {.callback = Count(count)}).wait();
  CHECK(*count == 4);
  CHECK(pool.apply_async([] { return Result(); }, {}, {.callback = &Result::read}).get().reads == 1);
}

TEST_CASE("what a callback throws is reported on stderr and otherwise ignored", "[async_result][callback]") {
  Pool pool(1);
  auto result = pool.apply_async(square, std::tuple{3}, {.callback = [](int) { throw std::runtime_error("oops"); }});
  auto failure = pool.apply_async([] { throw 1; }, std::tuple{}, {.error_callback = [](auto&) { throw 2; }});
  CHECK(result.get() == 9);
  CHECK_THROWS_AS(failure.get(), int);
  CHECK(pool.map(square, numbers(3)) == squares(3));
}

TEST_CASE("a callback may submit more work to the pool and wait for it", "[async_result][callback]") {
  Pool pool(1);
  int sum = 0;
  auto result = pool.apply_async(square, std::tuple{3}, {.callback = [&](int x) {
                                   for (const int y : pool.map(square, std::vector{x, x + 1})) sum += y;
                                 }});
  result.wait();
  CHECK(sum == 181);
}

TEST_CASE("a callback that waits for its own job gets a DeadlockError", "[async_result][callback]") {
  Pool pool(1);
  std::atomic<AsyncResult<int>*> handle{nullptr};
  bool refused = false;
  auto result = pool.apply_async(square, std::tuple{3}, {.callback = [&](int) {
                                   while (handle.load() == nullptr) std::this_thread::yield();
                                   try {
                                     handle.load()->get();
                                   } catch (const webpool::DeadlockError&) {
                                     refused = true;
                                   }
                                 }});
  handle = &result;
  CHECK(result.get() == 9);
  CHECK(refused);
}

TEST_CASE("callbacks of map that wait for their own job get a DeadlockError", "[async_result][callback]") {
  Pool pool(1);
  std::atomic<AsyncResult<std::vector<int>>*> handle{nullptr};
  std::atomic<int> refused{0};
  const auto wait = [&] {
    while (handle.load() == nullptr) std::this_thread::yield();
    try {
      handle.load()->wait();
    } catch (const webpool::DeadlockError&) {
      ++refused;
    }
  };
  auto result = pool.map_async(square, std::vector{3, 4},
                               {.chunksize = 1,
                                .callback = [&](const std::vector<int>&) { wait(); },
                                .on_progress =
                                    [&](std::size_t done, std::size_t) {
                                      if (done == 1) wait();
                                    }});
  handle = &result;
  CHECK(result.get() == std::vector{9, 16});
  CHECK(refused == 2);
}
