#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <random>
#include <thread>
#include <vector>

/// Random combinations of calls on several threads for a while. Seeds are fixed, but not the threads' timing.

using webpool::AsyncResult;
using webpool::Pool;

namespace {

constexpr auto duration = std::chrono::milliseconds{700};

/// Runs `round(generator)` on several threads until the time is over; returns how many rounds returned false.
template <class Round>
int failures(int threads, Round round) {
  std::atomic<int> failed{0};
  const auto until = std::chrono::steady_clock::now() + duration;
  std::vector<std::thread> workers;
  for (int thread = 0; thread < threads; ++thread) {
    workers.emplace_back([&, thread] {
      std::minstd_rand random(static_cast<unsigned>(thread + 1));
      while (std::chrono::steady_clock::now() < until) {
        if (!round(random)) ++failed;
      }
    });
  }
  for (auto& worker : workers) worker.join();
  return failed;
}

/// One call of a random kind and size; returns whether its results are right.
bool call(Pool& pool, std::minstd_rand& random) {
  const auto count = static_cast<std::size_t>(random() % 200);
  const auto chunksize = static_cast<std::size_t>(random() % 20 + 1);
  switch (random() % 6) {
    case 0:
      return pool.map(square, numbers(count), {.chunksize = chunksize}) == squares(count);
    case 1:
      return pool.map_async(square, numbers(count)).get() == squares(count);
    case 2:
      return pool.apply(square, std::tuple{3}) == 9;
    case 3: {
      std::vector<AsyncResult<int>> results;
      for (int i = 0; i < 20; ++i) results.push_back(pool.apply_async(square, std::tuple{i}));
      bool right = true;
      for (int i = 0; i < 20; i += 2) right = right && results[static_cast<std::size_t>(i)].get() == i * i;
      return right;  // the others are dropped while they may run
    }
    case 4:
      try {
        pool.map(
            [](int x) {
              if (x % 50 == 7) throw x;
            },
            numbers(count), {.chunksize = chunksize});
        return count <= 7;
      } catch (int x) {
        return x % 50 == 7;
      }
    default:
      return pool.map([&](int x) { return pool.map(square, numbers(static_cast<std::size_t>(x))).size(); }, numbers(10),
                      {.chunksize = 1})[9] == 9;
  }
}

}  // namespace

TEST_CASE("calls of all kinds from several threads give the right results", "[stress]") {
  Pool pool(3);
  CHECK(failures(3, [&](auto& random) { return call(pool, random); }) == 0);
}

TEST_CASE("pools created and destroyed under load leave nothing behind", "[stress]") {
  const auto round = [](auto& random) {
    Pool pool(random() % 3 + 1);
    bool right = true;
    for (int i = 0; i < 5; ++i) right = call(pool, random) && right;
    auto last = pool.map_async(square, numbers(50), {.chunksize = 1});
    switch (random() % 3) {
      case 0:
        pool.close();
        pool.join();
        return right && last.successful();
      case 1:
        pool.terminate();
        return right;
      default:
        return right;
    }
  };
  CHECK(failures(2, round) == 0);
}

TEST_CASE("terminate at any moment ends every call, with results or PoolTerminatedError", "[stress]") {
  const auto round = [](auto& random) {
    Pool pool(2);
    std::atomic<int> wrong{0};
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 2; ++caller) {
      callers.emplace_back([&pool, &wrong, seed = static_cast<unsigned>(random())] {
        std::minstd_rand own(seed);
        try {
          for (;;) {
            if (!call(pool, own)) ++wrong;
          }
        } catch (const webpool::PoolTerminatedError&) {
        } catch (const webpool::PoolNotRunningError&) {
        }
      });
    }
    const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds{random() % 2000};
    while (std::chrono::steady_clock::now() < until) std::this_thread::yield();
    pool.terminate();
    for (auto& caller : callers) caller.join();
    return wrong == 0;
  };
  CHECK(failures(1, round) == 0);
}

TEST_CASE("waits with short timeouts agree with jobs that end at the same moment", "[stress]") {
  Pool pool(2);
  const auto round = [&](auto& random) {
    auto result = pool.map_async(square, numbers(random() % 100), {.chunksize = 1});
    bool ended = result.wait(std::chrono::microseconds{random() % 20});
    while (!ended) ended = result.wait(std::chrono::microseconds{random() % 50});
    return result.ready() && result.successful();
  };
  CHECK(failures(2, round) == 0);
}
