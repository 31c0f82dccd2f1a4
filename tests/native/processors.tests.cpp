#include "support.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

using webpool::Pool;
using webpool::PoolOptions;

namespace {
thread_local int prepared = 0;
}

TEST_CASE("the initializer runs once in each processor, before its first task", "[initializer]") {
  std::atomic<int> calls{0};
  Pool pool(3, {.initializer = [&] {
              prepared = 7;
              ++calls;
            }});
  CHECK(pool.map([](int) { return prepared; }, numbers(100), {.chunksize = 1}) == std::vector<int>(100, 7));
  pool.close();
  pool.join();
  CHECK(calls == 3);
}

TEST_CASE("a pool whose initializer throws fails with that error, in calls under way and later ones", "[initializer]") {
  Gate failing;
  Pool pool(2, {.initializer = [&] {
              failing.wait();
              throw std::domain_error("no licence");
            }});
  auto early = pool.map_async(square, numbers(10));
  failing.open();
  CHECK_THROWS_WITH(early.get(), "no licence");
  CHECK_THROWS_AS(pool.map(square, numbers(10)), std::domain_error);
  CHECK_THROWS_AS(pool.imap(square, numbers(10)), std::domain_error);
  pool.close();
  pool.join();
}

TEST_CASE("an initializer may use its pool", "[initializer][nested]") {
  std::atomic<int> sum{0};
  Pool* self = nullptr;
  Gate have_pool;
  std::latch initialized(2);
  Pool pool(2, {.initializer = [&] {
              have_pool.wait();
              for (const int x : self->map(square, numbers(4))) sum += x;
              initialized.count_down();
            }});
  self = &pool;
  have_pool.open();
  initialized.wait();
  CHECK(pool.map(square, numbers(10)) == squares(10));
  pool.close();
  pool.join();
  CHECK(sum == 28);
}

TEST_CASE("a thread ends after maxtasksperchild chunks and is replaced by a fresh one", "[maxtasksperchild]") {
  std::atomic<int> threads{0};
  Pool pool(2, {.initializer = [&] { ++threads; }, .maxtasksperchild = 5});
  for (int round = 0; round < 10; ++round) {
    REQUIRE(pool.map(square, numbers(20), {.chunksize = 1}) == squares(20));
  }
  std::size_t replacements = 0;
  std::uint64_t chunks = 0;
  pool.close();
  pool.join();
  for (const auto& stats : pool.stats()) {
    replacements += stats.replacements;
    chunks += stats.chunks;
  }
  CHECK(chunks == 200);
  // Full threads are 40 in all; the last one of each processor may have had less to do.
  CHECK(threads >= 40);
  CHECK(threads <= 42);
  CHECK(replacements == static_cast<std::size_t>(threads) - 2);
}

TEST_CASE("chunks that a worn-out thread leaves are run by others", "[maxtasksperchild]") {
  Pool pool(1, {.maxtasksperchild = 1});
  auto first = pool.map_async(square, numbers(30), {.chunksize = 1});
  auto second = pool.map_async(square, numbers(30), {.chunksize = 4});
  CHECK(pool.apply(square, std::tuple{5}) == 25);
  CHECK(second.get() == squares(30));
  CHECK(first.get() == squares(30));
}

TEST_CASE("a pool whose threads are replaced ends like any other", "[maxtasksperchild][terminate]") {
  for (int round = 0; round < 50; ++round) {
    Pool pool(3, {.maxtasksperchild = 2});
    auto result = pool.map_async(square, numbers(100), {.chunksize = 1});
    if (round % 2 == 0) {
      pool.close();
      pool.join();
      CHECK(result.get() == squares(100));
    }
  }
}

TEST_CASE("nested chunks do not count for maxtasksperchild", "[maxtasksperchild][nested]") {
  Pool pool(1, {.maxtasksperchild = 1});
  auto sums = pool.map([&](int) { return pool.map(square, numbers(5), {.chunksize = 1}).back(); }, numbers(3),
                       {.chunksize = 1});
  CHECK(sums == std::vector{16, 16, 16});
}

TEST_CASE("the last job of a thread may hold the last handle of its own pool", "[maxtasksperchild][lifecycle]") {
  for (const bool closed : {false, true}) {
    const auto gone = std::make_shared<Gate>();
    const auto may_end = std::make_shared<Gate>();
    {
      // Destroyed with the pool.
      const std::shared_ptr<void> token(nullptr, [gone](void*) { gone->open(); });
      const auto pool = std::make_shared<Pool>(2, PoolOptions{[token] {}, 1});
      (void)pool->apply_async([pool, may_end] { may_end->wait(); });
      if (closed) pool->close();
    }
    may_end->open();
    gone->wait();
    CHECK(gone->is_open());
  }
}

TEST_CASE("a maxtasksperchild of zero is refused", "[maxtasksperchild][errors]") {
  CHECK_THROWS_AS(Pool(1, {.maxtasksperchild = 0}), webpool::ValueError);
}

TEST_CASE("stats report what each processor has done and runs now", "[stats]") {
  Pool pool(2);
  pool.map(square, numbers(100), {.chunksize = 10});
  {
    BusyProcessor busy(pool);
    const auto stats = pool.stats();
    REQUIRE(stats.size() == 2);
    const auto held =
        std::count_if(stats.begin(), stats.end(), [](const auto& one) { return one.current.has_value(); });
    CHECK(held == 1);
    for (std::size_t i = 0; i < 2; ++i) CHECK(stats[i].processor == i);
  }
  pool.close();
  pool.join();
  std::uint64_t items = 0;
  std::uint64_t chunks = 0;
  for (const auto& one : pool.stats()) {
    items += one.items;
    chunks += one.chunks;
    CHECK_FALSE(one.alive);
    CHECK_FALSE(one.current.has_value());
    CHECK(one.busy.count() >= 0);
    CHECK(one.replacements == 0);
  }
  CHECK(items == 101);
  CHECK(chunks == 11);
}

TEST_CASE("a task counts as busy, with and without a trace, while it runs and after a call of its own",
          "[stats][nested]") {
  for (const std::size_t trace_events : {0U, 4U, 4096U}) {
    Pool pool(1, {.trace_events = trace_events});
    Gate begun;
    Gate release;
    auto result = pool.apply_async([&] {
      for (int call = 0; call < 3; ++call) pool.apply([] {});
      begun.open();
      release.wait();
    });
    begun.wait();
    const auto before = pool.stats().front();
    const auto asked = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() == asked) std::this_thread::yield();
    const auto after = pool.stats().front();
    CHECK(after.busy > before.busy);
    CHECK(after.current.has_value() == (trace_events != 0));
    if (after.current) CHECK(after.current->sequence == 0);
    release.open();
    result.wait();
  }
}
