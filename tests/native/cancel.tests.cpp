#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using webpool::CancelledError;
using webpool::Pool;

TEST_CASE("a cancelled job ends at once, and a stop of its task is requested", "[cancel]") {
  Pool pool(1);
  Gate begun;
  Gate stopped;
  auto result = pool.apply_async([&] {
    const auto token = webpool::this_task::stop_token();
    begun.open();
    while (!token.stop_requested()) std::this_thread::yield();
    stopped.open();
  });
  begun.wait();
  CHECK(result.cancel());
  CHECK(result.ready());
  CHECK_FALSE(result.successful());
  CHECK_THROWS_AS(result.get(), CancelledError);
  stopped.wait();
  CHECK_FALSE(result.cancel());
}

TEST_CASE("cancel drops chunks that have not begun and affects no other job", "[cancel]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  std::atomic<int> calls{0};
  auto dropped = pool.map_async([&](int) { ++calls; }, numbers(100), {.chunksize = 1});
  auto kept = pool.map_async(square, numbers(100), {.chunksize = 1});
  CHECK(dropped.cancel());
  busy.release();
  CHECK(kept.get() == squares(100));
  CHECK(calls == 0);
  CHECK_THROWS_AS(dropped.get(), CancelledError);
}

TEST_CASE("a cancelled job ends with CancelledError, also if a task had thrown before", "[cancel][errors]") {
  Pool pool(1);
  Gate begun;
  Gate release;
  auto result = pool.map_async(
      [&](int x) {
        if (x == 0) throw 7;
        begun.open();
        release.wait();
      },
      numbers(2), {.chunksize = 1});
  begun.wait();
  CHECK(result.cancel());
  CHECK_THROWS_AS(result.get(), CancelledError);
  release.open();
}

TEST_CASE("what has ended cannot be cancelled", "[cancel]") {
  Pool pool(2);
  auto result = pool.map_async(square, numbers(10));
  result.wait();
  CHECK_FALSE(result.cancel());
  CHECK(result.get() == squares(10));
}

TEST_CASE("a cancelled job calls its error_callback, once", "[cancel]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  int errors = 0;
  auto result = pool.map_async(square, numbers(3), {.error_callback = [&](const std::exception_ptr&) { ++errors; }});
  CHECK(result.cancel());
  CHECK_FALSE(result.cancel());
  CHECK(errors == 1);
}

TEST_CASE("terminate requests that tasks stop", "[cancel][terminate]") {
  Gate begun;
  {
    Pool pool(1);
    pool.apply_async([&] {
      begun.open();
      while (!webpool::this_task::stop_token().stop_requested()) std::this_thread::yield();
    });
    begun.wait();
  }
  SUCCEED("the pool ended");
}

TEST_CASE("a token outside of tasks can never be stopped", "[cancel]") {
  const auto token = webpool::this_task::stop_token();
  CHECK_FALSE(token.stop_possible());
  CHECK_FALSE(token.stop_requested());
  CHECK_FALSE(webpool::this_task::processor().has_value());
  Pool pool(2);
  auto inside = pool.apply([] { return std::pair{webpool::this_task::stop_token(), webpool::this_task::processor()}; });
  CHECK(inside.first.stop_possible());
  CHECK_FALSE(inside.first.stop_requested());
  CHECK(inside.second.value() < 2);
}

TEST_CASE("jobs cancelled from many threads at any time end, and the pool keeps working", "[cancel][stress]") {
  Pool pool(3);
  for (int round = 0; round < 300; ++round) {
    auto result = pool.map_async(square, numbers(64), {.chunksize = 1});
    std::thread other([&] { result.cancel(); });
    if (round % 3 == 0) result.cancel();
    result.wait();
    other.join();
    if (result.successful()) {
      CHECK(result.get() == squares(64));
    } else {
      CHECK_THROWS_AS(result.get(), CancelledError);
    }
  }
  CHECK(pool.map(square, numbers(100)) == squares(100));
}

TEST_CASE("on_progress reaches the number of items before the callback", "[progress]") {
  Pool pool(3);
  std::vector<std::size_t> seen;
  std::size_t at_callback = 0;
  auto result = pool.map_async([](int x) { return x; }, numbers(1000),
                               {.chunksize = 1,
                                .callback = [&](auto&) { at_callback = seen.empty() ? 0 : seen.back(); },
                                .on_progress =
                                    [&](std::size_t done, std::size_t total) {
                                      seen.push_back(done);
                                      if (total != 1000) seen.push_back(0);
                                    }});
  result.wait();
  CHECK(at_callback == 1000);
  CHECK(seen.back() == 1000);
  CHECK(std::is_sorted(seen.begin(), seen.end()));
}

TEST_CASE("progress is reported while the job runs, and may cancel it", "[progress][cancel]") {
  Pool pool(1);
  webpool::AsyncResult<std::vector<int>>* handle = nullptr;
  Gate have_handle;
  Gate reported;
  std::size_t first = 0;
  auto result = pool.map_async(
      [&](int x) {
        if (x == 1) reported.wait();
        return x;
      },
      numbers(3), {.chunksize = 1, .on_progress = [&](std::size_t done, std::size_t) {
                     first = done;
                     have_handle.wait();
                     handle->cancel();
                     reported.open();
                   }});
  handle = &result;
  have_handle.open();
  CHECK_THROWS_AS(result.get(), CancelledError);
  reported.wait();
  CHECK(first == 1);
}

TEST_CASE("an exception of on_progress is ignored", "[progress][errors]") {
  Pool pool(2);
  auto result =
      pool.map_async(square, numbers(10), {.chunksize = 1, .on_progress = [](std::size_t, std::size_t) { throw 1; }});
  CHECK(result.get() == squares(10));
}
