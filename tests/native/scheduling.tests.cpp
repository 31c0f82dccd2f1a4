#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <set>
#include <thread>
#include <vector>

using webpool::AsyncResult;
using webpool::Pool;

TEST_CASE("all processors work concurrently, also when there are more than cores", "[scheduling]") {
  for (const std::size_t processes : {1U, 2U, 3U, 16U}) {
    Pool pool(processes);
    std::latch everybody(static_cast<std::ptrdiff_t>(processes));
    pool.map([&](int) { everybody.arrive_and_wait(); }, numbers(processes), {.chunksize = 1});
  }
  SUCCEED("they met");
}

TEST_CASE("processors that were idle all wake for a job", "[scheduling]") {
  Pool pool(4);
  for (int round = 0; round < 200; ++round) {
    std::latch everybody(4);
    pool.map([&](int) { everybody.arrive_and_wait(); }, numbers(4), {.chunksize = 1});
    // From 0 to twice the time that a processor spins before it sleeps.
    const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds{round};
    while (std::chrono::steady_clock::now() < until) {
    }
  }
  SUCCEED("they met");
}

TEST_CASE("tasks that wait for one another all run, whatever was stolen before", "[scheduling]") {
  for (const int processes : {2, 3, 8, 32}) {
    Pool pool(static_cast<std::size_t>(processes));
    for (int round = 0; round < 40; ++round) {
      // The last tasks wait for one another, so each processor has to find one of them, while others steal and leave the job.
      const int tasks = processes + round % (3 * processes);
      std::latch everybody(processes);
      const auto meet = [&](int task) {
        if (task >= tasks - processes) everybody.arrive_and_wait();
      };
      const auto items = numbers(static_cast<std::size_t>(tasks));
      if (round % 2 == 0) {
        pool.map(meet, items, {.chunksize = 1});
      } else {
        pool.map_async(meet, items).get();
      }
    }
  }
  SUCCEED("they met");
}

TEST_CASE("tasks of replaced threads that wait for one another all run", "[scheduling]") {
  for (const std::size_t maxtasksperchild : {1U, 2U}) {
    Pool pool(2, {.maxtasksperchild = maxtasksperchild});
    for (int round = 0; round < 40; ++round) {
      const int tasks = 2 + round % 6;
      std::latch both(2);
      pool.map(
          [&](int task) {
            if (task >= tasks - 2) both.arrive_and_wait();
          },
          numbers(static_cast<std::size_t>(tasks)), {.chunksize = 1});
    }
  }
  SUCCEED("they met");
}

TEST_CASE("the calls of several threads all run at once on a pool larger than the machine", "[scheduling]") {
  constexpr int callers = 4;
  constexpr int tasks = 8;
  Pool pool(callers * tasks);
  for (int round = 0; round < 50; ++round) {
    // Each task waits for those of the other callers, so each caller has to have processors woken.
    std::latch everybody(callers * tasks);
    std::vector<std::thread> threads;
    for (int caller = 0; caller < callers; ++caller) {
      threads.emplace_back(
          [&] { pool.map([&](int) { everybody.arrive_and_wait(); }, numbers(tasks), {.chunksize = 1}); });
    }
    for (auto& thread : threads) thread.join();
  }
  SUCCEED("they met");
}

TEST_CASE("as many single calls run at once as there are processors", "[scheduling]") {
  Pool pool(3);
  for (int round = 0; round < 200; ++round) {
    std::latch everybody(3);
    std::vector<AsyncResult<void>> results;
    for (int i = 0; i < 3; ++i) results.push_back(pool.apply_async([&] { everybody.arrive_and_wait(); }));
    for (auto& result : results) result.get();
  }
  SUCCEED("they met");
}

TEST_CASE("an idle processor steals chunks from a busy one", "[scheduling]") {
  Pool pool(2);
  Gate others_have_ended;
  std::atomic<int> others{0};
  // The task of item 0 waits until all others have run, including those of its own processor's range.
  pool.map(
      [&](int x) {
        if (x == 0) {
          others_have_ended.wait();
        } else if (++others == 99) {
          others_have_ended.open();
        }
      },
      numbers(100), {.chunksize = 1});
  CHECK(others == 99);
}

TEST_CASE("jobs start in the order of submission", "[scheduling]") {
  Pool pool(1);
  std::vector<int> order;
  BusyProcessor busy(pool);
  std::vector<AsyncResult<void>> results;
  for (int i = 0; i < 100; ++i) results.push_back(pool.apply_async([&order, i] { order.push_back(i); }));
  busy.release();
  for (auto& result : results) result.wait();
  CHECK(order == numbers(100));
}

TEST_CASE("the next job starts while the last chunk of the one before still runs", "[scheduling]") {
  Pool pool(2);
  Gate second_job_ran;
  auto first = pool.map_async(
      [&](int x) {
        if (x == 0) second_job_ran.wait();
      },
      numbers(2), {.chunksize = 1});
  auto second = pool.apply_async([&] { second_job_ran.open(); });
  first.get();
  second.get();
  CHECK(first.successful());
}

TEST_CASE("many jobs are in flight at once, and each gets its own results", "[scheduling]") {
  Pool pool(2);
  std::vector<AsyncResult<std::vector<int>>> maps;
  std::vector<AsyncResult<int>> calls;
  for (std::size_t i = 0; i < 2000; ++i) {
    maps.push_back(pool.map_async(square, numbers(i % 20)));
    calls.push_back(pool.apply_async(square, std::tuple{static_cast<int>(i)}));
  }
  bool right = true;
  for (std::size_t i = 0; i < 2000; ++i) {
    right = right && maps[i].get() == squares(i % 20) && calls[i].get() == square(static_cast<int>(i));
  }
  CHECK(right);
}

TEST_CASE("several threads submit work to one pool", "[scheduling]") {
  Pool pool(2);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 500; ++i) {
        const auto count = static_cast<std::size_t>(i % 50);
        if (pool.map(square, numbers(count), {.chunksize = static_cast<std::size_t>(thread + 1)}) != squares(count))
          ++wrong;
        if (pool.apply(square, std::tuple{i}) != i * i) ++wrong;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
}

TEST_CASE("work keeps arriving at processors between spinning and sleep", "[scheduling]") {
  Pool pool(2);
  int wrong = 0;
  for (int i = 0; i < 2000; ++i) {
    if (pool.apply(square, std::tuple{i}) != i * i) ++wrong;
    const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds{i % 150};
    while (std::chrono::steady_clock::now() < until) {
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a job of a million single-item chunks runs each once", "[scheduling]") {
  Pool pool(4);
  const auto results = pool.map([](int x) { return x + 1; }, numbers(1'000'000), {.chunksize = 1});
  bool right = true;
  for (std::size_t i = 0; i < results.size(); ++i) right = right && results[i] == static_cast<int>(i) + 1;
  CHECK(right);
}
