// Tasks that wait for one another in a cycle: one of them gets a DeadlockError, which ends the waits of the others.
#include "support.hpp"

#include <webpool/errors.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

using webpool::AsyncResult;
using webpool::DeadlockError;
using webpool::Pool;

TEST_CASE("a cycle of calls through two pools of one processor is a DeadlockError", "[deadlock]") {
  Pool a(1);
  Pool b(1);
  for (int round = 0; round < 20; ++round) {
    CHECK_THROWS_AS(a.apply([&] { return b.apply([&] { return a.apply([] { return 7; }); }); }), DeadlockError);
    CHECK(a.apply(square, std::tuple{3}) == 9);
    CHECK(b.apply(square, std::tuple{3}) == 9);
  }
}

TEST_CASE("a task that catches the DeadlockError of a cycle goes on", "[deadlock]") {
  Pool a(1);
  Pool b(1);
  const int result = a.apply([&] {
    return b.apply([&] {
      try {
        return a.apply([] { return 7; });
      } catch (const DeadlockError&) {
        return 8;
      }
    });
  });
  CHECK(result == 8);
}

TEST_CASE("a cycle of maps through three pools is a DeadlockError", "[deadlock]") {
  std::array<std::unique_ptr<Pool>, 3> pools;
  for (auto& pool : pools) pool = std::make_unique<Pool>(2);
  // Each level takes both processors of its pool; the fourth has none left.
  const auto levels = [&](auto self, std::size_t level) -> int {
    return pools[level % 3]
        ->map([&](int) { return level == 6 ? 1 : self(self, level + 1); }, numbers(2), {.chunksize = 1})
        .front();
  };
  CHECK_THROWS_AS(levels(levels, 0), DeadlockError);
  for (auto& pool : pools) CHECK(pool->map(square, numbers(10)) == squares(10));
}

TEST_CASE("calls back and forth between pools that are large enough end with their results", "[deadlock]") {
  Pool a(2);
  Pool b(1);
  for (int round = 0; round < 50; ++round) {
    CHECK(a.apply([&] { return b.apply([&] { return a.apply([] { return 7; }); }); }) == 7);
  }
}

TEST_CASE("two tasks of one pool that wait for each other's results are a DeadlockError", "[deadlock]") {
  for (int round = 0; round < 50; ++round) {
    Pool pool(2);
    std::array<std::optional<AsyncResult<int>>, 2> results;
    Gate given;
    std::atomic<int> deadlocks{0};
    for (std::size_t one = 0; one < 2; ++one) {
      results[one].emplace(pool.apply_async([&, one] {
        given.wait();
        try {
          return results[1 - one]->get();
        } catch (const DeadlockError&) {
          ++deadlocks;
          return 5;
        }
      }));
    }
    given.open();
    CHECK(results[0]->get() == 5);
    CHECK(results[1]->get() == 5);
    CHECK(deadlocks == 1);
  }
}

TEST_CASE("a worker that cannot leave its job has another one of the cycle leave", "[deadlock]") {
  for (int round = 0; round < 50; ++round) {
    Pool a(1);
    Pool b(1);
    Gate given;
    std::optional<AsyncResult<int>> outer;
    outer.emplace(a.apply_async([&] {
      given.wait();
      // Whichever of the two waits last: b's task can leave the outer job, but this one cannot leave b's.
      return b.map(
          [&](int) {
            try {
              return outer->get();
            } catch (const DeadlockError&) {
              return 6;
            }
          },
          numbers(1))[0];
    }));
    given.open();
    CHECK(outer->get() == 6);
  }
}

TEST_CASE("a cycle through a callback is a DeadlockError", "[deadlock]") {
  Pool a(1);
  Pool b(1);
  Gate given;
  std::optional<AsyncResult<int>> result;
  std::atomic<int> deadlocks{0};
  const auto wait_for_result = [&](auto&&...) {
    try {
      b.apply([&] { return result->get(); });
    } catch (const DeadlockError&) {
      ++deadlocks;
    }
  };
  const auto task = [&] {
    given.wait();
    return 5;
  };
  result.emplace(a.apply_async(task, {}, {.callback = wait_for_result, .on_progress = wait_for_result}));
  given.open();
  CHECK(result->get() == 5);
  CHECK(deadlocks == 2);
}

TEST_CASE("a cycle through the iterator of another pool is a DeadlockError", "[deadlock][imap]") {
  Pool a(1);
  Pool b(1);
  const auto items = numbers(3);
  const auto read = [&] {
    auto results = b.imap([&](int x) { return a.apply(square, std::tuple{x}); }, items);
    return *results.next();
  };
  CHECK_THROWS_AS(a.apply(read), DeadlockError);
  CHECK(a.apply(square, std::tuple{3}) == 9);
}

TEST_CASE("a task that joins a pool whose task waits for it: the other one gets a DeadlockError", "[deadlock]") {
  Pool a(1);
  Pool b(1);
  CHECK_THROWS_AS(a.apply([&] {
    auto result = b.apply_async([&] { return a.apply([] { return 7; }); });
    b.close();
    b.join();
    return result.get();
  }),
                  DeadlockError);
  CHECK(a.apply(square, std::tuple{3}) == 9);
}

TEST_CASE("a task that destroys a pool whose task waits for it ends", "[deadlock][lifecycle]") {
  Pool a(1);
  Gate begun;
  a.apply([&] {
    Pool b(1);
    auto result = b.apply_async([&] {
      begun.open();
      return a.apply([] { return 7; });
    });
    begun.wait();
  });
  CHECK(a.apply(square, std::tuple{3}) == 9);
}

TEST_CASE("a task that joins or destroys a pool whose task waits for it in a call", "[deadlock][lifecycle]") {
  for (int round = 0; round < 200; ++round) {  // since it matters which of the two sleeps first
    Pool other(1);
    Pool joined(1);
    CHECK_THROWS_AS(joined.apply([&] {
      joined.close();
      other.apply([&] { joined.join(); });
    }),
                    DeadlockError);
    std::optional<Pool> destroyed(1);
    Gate submitted;
    auto result = destroyed->apply_async([&] {
      submitted.wait();
      other.apply([&] { destroyed.reset(); });
    });
    submitted.open();
    CHECK_THROWS_AS(result.get(), webpool::PoolTerminatedError);
    other.close();
    other.join();
  }
}

TEST_CASE("of two tasks that join each other's pools one gets a DeadlockError", "[deadlock][lifecycle]") {
  Pool a(1);
  Pool b(1);
  Gate closed;
  const auto join = [&](Pool& other) {
    return [&] {
      closed.wait();
      other.join();
    };
  };
  auto in_a = a.apply_async(join(b));
  auto in_b = b.apply_async(join(a));
  a.close();
  b.close();
  closed.open();
  int deadlocks = 0;
  for (auto* result : {&in_a, &in_b}) {
    try {
      result->get();
    } catch (const DeadlockError&) {
      ++deadlocks;
    } catch (const webpool::PoolStillRunningError&) {
      FAIL("a pool was not closed yet");
    }
  }
  CHECK(deadlocks == 1);
}

TEST_CASE("a wait with a timeout ends by its timeout, also in a cycle", "[deadlock]") {
  Pool a(1);
  Pool b(1);
  const bool ended = a.apply([&] {
    return b.apply([&] {
      auto inner = a.apply_async([] {});
      return inner.wait(std::chrono::milliseconds{1});
    });
  });
  CHECK_FALSE(ended);
}
