#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <latch>
#include <memory>
#include <numeric>
#include <optional>
#include <vector>

using webpool::AsyncResult;
using webpool::Pool;

namespace {

int sum(const std::vector<int>& list) { return std::accumulate(list.begin(), list.end(), 0); }

int fibonacci(Pool& pool, int n) {
  if (n < 2) return n;
  auto first = pool.apply_async([&pool, n] { return fibonacci(pool, n - 1); });
  const int second = fibonacci(pool, n - 2);
  return first.get() + second;
}

}  // namespace

TEST_CASE("a task may call map of its own pool", "[nested]") {
  for (const std::size_t processes : {1U, 2U, 4U}) {
    Pool pool(processes);
    const auto results = pool.map([&](int x) { return sum(pool.map(square, numbers(static_cast<std::size_t>(x)))); },
                                  numbers(20), {.chunksize = 1});
    CHECK(results[0] == 0);
    CHECK(results[19] == sum(squares(19)));
  }
}

TEST_CASE("maps nest to any depth on one processor", "[nested]") {
  Pool pool(1);
  const auto leaves = [&](auto self, int depth) -> int {
    if (depth == 0) return 1;
    return sum(pool.map([&](int) { return self(self, depth - 1); }, numbers(3), {.chunksize = 1}));
  };
  CHECK(leaves(leaves, 5) == 243);
}

TEST_CASE("tasks may wait for results of apply_async", "[nested]") {
  for (const std::size_t processes : {1U, 2U}) {
    Pool pool(processes);
    CHECK(pool.apply([&] { return fibonacci(pool, 12); }) == 144);
  }
}

TEST_CASE("a task that waits runs only the job that it waits for", "[nested]") {
  Pool pool(1);
  std::vector<int> order;
  auto outer = pool.apply_async([&] {
    auto first = pool.apply_async([&] { order.push_back(1); });
    auto second = pool.apply_async([&] { order.push_back(2); });
    second.wait();
    order.push_back(3);
  });
  outer.wait();
  pool.close();
  pool.join();
  CHECK(order == std::vector{2, 3, 1});
}

TEST_CASE("a task may wait for a job that another processor runs", "[nested]") {
  Pool pool(2);
  Gate waits;
  auto other = pool.apply_async([&] {
    waits.wait();
    return 5;
  });
  auto waiting = pool.apply_async([&] {
    waits.open();
    return other.get() + 1;
  });
  CHECK(waiting.get() == 6);
}

TEST_CASE("a task may wait for another pool", "[nested]") {
  Pool outer(2);
  Pool inner(1);
  const auto results = outer.map([&](int x) { return inner.apply(square, std::tuple{x}); }, numbers(20));
  CHECK(results == squares(20));
}

TEST_CASE("tasks of a nested call that wait for one another all run, whatever was stolen before", "[nested]") {
  for (const int processes : {2, 3, 8}) {
    Pool pool(static_cast<std::size_t>(processes));
    for (int round = 0; round < 60; ++round) {
      // The last tasks wait for one another, so the task that waits for them has to run one of them, too.
      const int tasks = processes + round % (3 * processes);
      std::latch everybody(processes);
      const auto meet = [&](int task) {
        if (task >= tasks - processes) everybody.arrive_and_wait();
      };
      pool.apply([&] { pool.map(meet, numbers(static_cast<std::size_t>(tasks)), {.chunksize = 1}); });
    }
  }
  SUCCEED("they met");
}

TEST_CASE("an error of a nested call passes through the task that made it", "[nested][errors]") {
  Pool pool(1);
  const auto task = [&](int x) { return sum(pool.map([](int) -> int { throw 5; }, numbers(3))) + x; };
  CHECK_THROWS_AS(pool.map(task, numbers(3)), int);
}

TEST_CASE("a task that waits for its own job gets a DeadlockError", "[nested][errors]") {
  Pool pool(2);
  Gate stored;
  std::optional<AsyncResult<void>> own;
  own = pool.apply_async([&] {
    stored.wait();
    own->wait();
  });
  stored.open();
  CHECK_THROWS_AS(own->get(), webpool::DeadlockError);
}

TEST_CASE("a nested task that waits for the job around it gets a DeadlockError", "[nested][errors]") {
  Pool pool(1);
  Gate stored;
  std::optional<AsyncResult<void>> own;
  own = pool.map_async(
      [&](int) {
        stored.wait();
        pool.apply([&] { own->wait(std::chrono::hours{1}); });
      },
      numbers(1));
  stored.open();
  CHECK_THROWS_AS(own->get(), webpool::DeadlockError);
}

TEST_CASE("a wait with a timeout of zero in a task runs nothing", "[nested]") {
  Pool pool(1);
  const bool ready = pool.apply([&] {
    const auto result = pool.apply_async([] {});
    return result.wait(std::chrono::seconds{0});
  });
  CHECK_FALSE(ready);
}

TEST_CASE("a wait with a timeout in a task runs the job that it waits for", "[nested]") {
  Pool pool(1);
  const int value = pool.apply([&] { return pool.apply_async(square, std::tuple{3}).get(std::chrono::hours{1}); });
  CHECK(value == 9);
}

TEST_CASE("jobs that a waiting task has run leave the queue", "[nested][lifetime]") {
  Pool pool(1);
  const auto shared = std::make_shared<int>(0);
  const long held = pool.apply([&] {
    for (int i = 0; i < 100; ++i) pool.apply_async([shared] {}).wait();
    return shared.use_count();
  });
  CHECK(held == 1);
}

TEST_CASE("a pool that is terminated ends the nested calls of its tasks", "[nested][terminate]") {
  Pool pool(2);
  Gate begun;
  Gate release;
  auto outer = pool.apply_async([&] {
    auto inner = pool.apply_async([&] {
      begun.open();
      release.wait();
    });
    begun.wait();
    inner.wait();
  });
  begun.wait();
  pool.terminate();
  CHECK_THROWS_AS(outer.get(), webpool::PoolTerminatedError);
  release.open();
  pool.join();
}
