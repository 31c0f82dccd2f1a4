#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <type_traits>
#include <vector>

using webpool::AsyncResult;
using webpool::Pool;
using webpool::PoolTerminatedError;

TEST_CASE("a pool has the given number of processors, by default one for each of the machine", "[lifecycle]") {
  CHECK(webpool::cpu_count() >= 1);
  CHECK(Pool().processes() == webpool::cpu_count());
  CHECK(Pool(3).processes() == 3);
  static_assert(!std::is_copy_constructible_v<Pool> && !std::is_convertible_v<std::size_t, Pool>);
}

TEST_CASE("close lets the work run to its end, and join waits for it", "[lifecycle]") {
  Pool pool(2);
  std::atomic<int> calls{0};
  BusyProcessor busy(pool);
  auto first = pool.map_async([&](int) { ++calls; }, numbers(50), {.chunksize = 1});
  auto second = pool.map_async([&](int) { ++calls; }, numbers(50));
  pool.close();
  pool.close();
  busy.release();
  pool.join();
  CHECK(calls == 100);
  CHECK(first.successful());
  CHECK(second.successful());
  pool.join();
}

TEST_CASE("a closed pool ends a long job on all processors", "[lifecycle]") {
  Pool pool(3);
  std::latch all_at_work(3);
  auto result = pool.map_async([&](int) { all_at_work.arrive_and_wait(); }, numbers(3), {.chunksize = 1});
  pool.close();
  pool.join();
  CHECK(result.successful());
}

TEST_CASE("terminate ends waits for async results at once, while their tasks still run", "[lifecycle][terminate]") {
  Pool pool(1);
  Gate begun;
  Gate release;
  auto running = pool.map_async(
      [&](int x) {
        if (x == 0) {
          begun.open();
          release.wait();
        }
      },
      numbers(10), {.chunksize = 1});
  std::atomic<bool> ran{false};
  auto queued = pool.apply_async([&] { ran = true; });
  begun.wait();
  pool.terminate();
  CHECK_THROWS_AS(running.get(), PoolTerminatedError);
  CHECK_THROWS_AS(queued.get(), PoolTerminatedError);
  CHECK_FALSE(running.successful());
  release.open();
  pool.join();
  CHECK_FALSE(ran);
}

TEST_CASE("terminate ends a sync call when its running task has ended", "[lifecycle][terminate]") {
  Pool pool(1);
  Gate begun;
  Gate release;
  std::atomic<int> calls{0};
  std::thread terminator([&] {
    begun.wait();
    pool.terminate();
    release.open();
  });
  const auto task = [&](int x) {
    ++calls;
    if (x == 0) {
      begun.open();
      release.wait();
    }
  };
  CHECK_THROWS_AS(pool.map(task, numbers(1000), {.chunksize = 1000}), PoolTerminatedError);
  CHECK(calls == 1);
  terminator.join();
}

TEST_CASE("terminate calls the error callback of pending results", "[lifecycle][terminate]") {
  Pool pool(1);
  std::optional<BusyProcessor> busy(pool);
  int calls = 0;
  auto result = pool.map_async(square, numbers(3), {.error_callback = [&](auto&) { ++calls; }});
  pool.terminate();
  result.wait();
  CHECK(calls == 1);
}

TEST_CASE("terminate in a callback that terminate calls ends each of the pending results", "[lifecycle][terminate]") {
  Pool pool(1);
  Gate begun;
  Gate release;
  std::optional<AsyncResult<void>> first;
  std::optional<AsyncResult<void>> running;
  std::optional<AsyncResult<void>> last;
  auto outer = pool.apply_async([&] {
    first = pool.apply_async([] {}, {}, {.error_callback = [&](auto&) { pool.terminate(); }});
    running = pool.apply_async([&] {
      begun.open();
      release.wait();
    });
    last = pool.apply_async([] {});
    running->wait();
  });
  begun.wait();
  pool.terminate();
  for (auto* const result : {&outer, &*first, &*running, &*last}) CHECK_THROWS_AS(result->get(), PoolTerminatedError);
  release.open();
  pool.join();
}

TEST_CASE("terminate leaves results that were ready before as they are", "[lifecycle][terminate]") {
  Pool pool(2);
  auto result = pool.map_async(square, numbers(100));
  result.wait();
  pool.terminate();
  pool.terminate();
  pool.join();
  CHECK(result.get() == squares(100));
}

TEST_CASE("a task may terminate its own pool", "[lifecycle][terminate]") {
  Pool pool(2);
  auto result = pool.apply_async([&] { pool.terminate(); });
  CHECK_THROWS_AS(result.get(), PoolTerminatedError);
  pool.join();
  CHECK_THROWS_AS(pool.apply([] {}), webpool::PoolNotRunningError);
}

TEST_CASE("terminate ends a closed pool that still has work", "[lifecycle][terminate]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  auto queued = pool.map_async(square, numbers(3));
  pool.close();
  pool.terminate();
  CHECK_THROWS_AS(queued.get(), PoolTerminatedError);
  busy.release();
  pool.join();
}

TEST_CASE("leaving the scope terminates, and waits for running tasks", "[lifecycle]") {
  std::atomic<bool> ended{false};
  std::atomic<int> later{0};
  std::optional<AsyncResult<void>> running;
  std::optional<AsyncResult<void>> queued;
  std::thread releaser;
  Gate begun;
  Gate release;
  {
    Pool pool(1);
    running = pool.apply_async([&] {
      begun.open();
      release.wait();
      ended = true;
    });
    queued = pool.map_async([&](int) { ++later; }, numbers(100));
    begun.wait();
    releaser = std::thread([&] {
      running->wait();  // the destructor has terminated the pool
      release.open();
    });
  }
  CHECK(ended);
  CHECK(later == 0);
  releaser.join();
  CHECK_THROWS_AS(running->get(), PoolTerminatedError);
  CHECK_THROWS_AS(queued->get(), PoolTerminatedError);
}

TEST_CASE("a task may hold the last handle of its own pool", "[lifecycle]") {
  auto released = std::make_shared<Gate>();
  auto ended = std::make_shared<Gate>();
  auto pool = std::make_shared<Pool>(2);
  auto result = pool->apply_async([pool, released, ended]() mutable {
    released->wait();
    pool.reset();
    ended->open();
  });
  pool.reset();
  released->open();
  ended->wait();
  CHECK_THROWS_AS(result.get(), PoolTerminatedError);
}

TEST_CASE("a job may hold the last handle of its own pool", "[lifecycle]") {
  for (int round = 0; round < 20; ++round) {
    auto pool = std::make_shared<Pool>(2);
    (void)pool->apply_async([pool] {});
    pool.reset();
  }
  SUCCEED("nothing waits for itself");
}

TEST_CASE("join in a task of the same pool is a DeadlockError", "[lifecycle][errors]") {
  Pool pool(1);
  Gate closed;
  auto result = pool.apply_async([&] {
    closed.wait();
    pool.join();
  });
  pool.close();
  closed.open();
  CHECK_THROWS_AS(result.get(), webpool::DeadlockError);
  pool.join();
}

TEST_CASE("several threads may join, close and terminate", "[lifecycle]") {
  for (int round = 0; round < 50; ++round) {
    Pool pool(2);
    auto result = pool.map_async(square, numbers(100), {.chunksize = 1});
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
      threads.emplace_back([&pool, i] {
        i == 0 ? pool.terminate() : pool.close();
        pool.join();
      });
    }
    result.wait();
    for (auto& thread : threads) thread.join();
    CHECK(result.ready());
  }
}

TEST_CASE("a pool without work can be created and destroyed", "[lifecycle]") {
  for (int round = 0; round < 50; ++round) Pool pool(4);
  Pool pool(2);
  pool.close();
  pool.join();
  SUCCEED("nothing hangs");
}

TEST_CASE("pools work side by side", "[lifecycle]") {
  Pool one(1);
  Pool two(2);
  auto first = one.map_async(square, numbers(100));
  auto second = two.map_async(square, numbers(200));
  CHECK(first.get() == squares(100));
  CHECK(second.get() == squares(200));
  one.terminate();
  CHECK(two.map(square, numbers(3)) == squares(3));
}
