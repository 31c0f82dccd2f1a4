#include "support.hpp"

#include <webpool/errors.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

// Many small jobs and a long one among them: any processor may run the jobs behind the long one.

using webpool::AsyncResult;
using webpool::CancelledError;
using webpool::Pool;
using webpool::PoolTerminatedError;

namespace {

constexpr int jobs = 64;

// Many small jobs in the queue of two busy processors, a long one, and many small ones behind it.
class LongAmongSmall {
 public:
  LongAmongSmall() {
    for (auto& one : busy) one.emplace(pool);
    for (int i = 0; i < jobs; ++i) before.push_back(pool.apply_async(square, std::tuple{i}));
    long_one.emplace(pool.apply_async([this] {
      begun.open();
      may_end.wait();
    }));
    for (int i = 0; i < jobs; ++i) {
      behind.push_back(pool.apply_async(
          [this](int x) {
            if (ran.fetch_add(1) + 1 == jobs) all_ran.open();
            return square(x);
          },
          std::tuple{i}));
    }
  }
  LongAmongSmall(const LongAmongSmall&) = delete;
  LongAmongSmall& operator=(const LongAmongSmall&) = delete;
  ~LongAmongSmall() {
    if (!may_end.is_open()) may_end.open();
    for (auto& one : busy) one->release();
  }

  Gate begun, may_end, all_ran;
  std::atomic<int> ran{0};
  Pool pool{2};
  std::array<std::optional<BusyProcessor>, 2> busy;
  std::vector<AsyncResult<int>> before, behind;
  std::optional<AsyncResult<void>> long_one;
};

bool have_squares(std::vector<AsyncResult<int>>& results) {
  bool right = true;
  for (int i = 0; i < jobs; ++i) right = results[static_cast<std::size_t>(i)].get() == square(i) && right;
  return right;
}

}  // namespace

TEST_CASE("jobs behind a small job that turns out long are run by others", "[small jobs]") {
  for (int times = 0; times < 20; ++times) {
    LongAmongSmall given;
    for (auto& one : given.busy) one->release();
    given.begun.wait();
    given.all_ran.wait();
    CHECK_FALSE(given.long_one->ready());
    given.may_end.open();
    given.long_one->get();
    CHECK(have_squares(given.before));
    CHECK(have_squares(given.behind));
  }
}

TEST_CASE("a closed pool also runs the jobs behind a long job", "[small jobs][lifecycle]") {
  LongAmongSmall given;
  given.pool.close();
  for (auto& one : given.busy) one->release();
  given.begun.wait();
  given.all_ran.wait();
  given.may_end.open();
  given.pool.join();
  CHECK(have_squares(given.before));
  CHECK(have_squares(given.behind));
}

TEST_CASE("terminate ends the jobs behind a long job", "[small jobs][lifecycle]") {
  LongAmongSmall given;
  given.busy[0]->release();  // the other one takes nothing
  given.begun.wait();
  given.pool.terminate();
  int terminated = 0;
  for (auto& one : given.behind) {
    try {
      one.get();
    } catch (const PoolTerminatedError&) {
      ++terminated;
    }
  }
  CHECK(terminated == jobs);
  CHECK(given.ran == 0);
}

TEST_CASE("jobs behind a long one can be cancelled", "[small jobs][cancel]") {
  LongAmongSmall given;
  given.busy[0]->release();
  given.begun.wait();
  int cancelled = 0;
  for (auto& one : given.behind) {
    const bool ended = one.cancel() && one.ready();
    try {
      one.get();
    } catch (const CancelledError&) {
      if (ended) ++cancelled;
    }
  }
  CHECK(cancelled == jobs);
  given.may_end.open();
  given.long_one->get();
  CHECK(have_squares(given.before));
  CHECK(given.pool.apply(square, std::tuple{3}) == 9);
  CHECK(given.ran == 0);
}

TEST_CASE("a small job behind a long one can be waited for by the long one", "[small jobs][nested]") {
  for (int times = 0; times < 20; ++times) {
    Pool pool(1);
    std::vector<AsyncResult<int>> small;
    Gate given;
    std::optional<AsyncResult<int>> long_one;
    {
      BusyProcessor busy(pool);
      for (int i = 0; i < jobs; ++i) small.push_back(pool.apply_async(square, std::tuple{i}));
      long_one.emplace(pool.apply_async([&] {
        given.wait();
        int sum = 0;
        for (std::size_t i = jobs; i < small.size(); ++i) sum += small[i].get();
        return sum;
      }));
      for (int i = 0; i < jobs; ++i) small.push_back(pool.apply_async(square, std::tuple{i}));
    }
    given.open();
    int sum = 0;
    for (int i = 0; i < jobs; ++i) sum += square(i);
    CHECK(long_one->get() == sum);
  }
}

TEST_CASE("a processor that ends releases its last job", "[small jobs][maxtasksperchild]") {
  const auto held = std::make_shared<int>(1);
  {
    Pool pool(2, {.maxtasksperchild = 1});
    for (int i = 0; i < 10; ++i) pool.apply([held] { return *held; });
    pool.close();
    pool.join();
  }
  CHECK(held.use_count() == 1);
}
