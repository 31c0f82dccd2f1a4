#include "support.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <iterator>
#include <memory>
#include <ranges>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using webpool::Pool;

namespace {

// An input without an end, which counts the items that were passed.
class Endless {
 public:
  class iterator {
   public:
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    explicit iterator(Endless& source) : source_(&source) {}
    int operator*() const { return source_->passed_; }
    iterator& operator++() {
      ++source_->passed_;
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return false; }

   private:
    Endless* source_;
  };
  iterator begin() { return iterator(*this); }
  std::default_sentinel_t end() { return {}; }
  [[nodiscard]] int passed() const { return passed_; }

 private:
  int passed_ = 0;
};

// 0, 1, … and then an error.
class Breaking {
 public:
  explicit Breaking(int good) : good_(good) {}
  class iterator {
   public:
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    iterator(int place, int good) : place_(place), good_(good) {}
    int operator*() const {
      if (place_ == good_) throw std::runtime_error("the input broke");
      return place_;
    }
    iterator& operator++() {
      ++place_;
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return false; }

   private:
    int place_;
    int good_;
  };
  iterator begin() const { return {0, good_}; }
  std::default_sentinel_t end() const { return {}; }

 private:
  int good_;
};

template <class T>
std::vector<T> read_all(webpool::ImapIterator<T> results) {
  std::vector<T> list;
  for (auto& result : results) list.push_back(std::move(result));
  return list;
}

}  // namespace

TEST_CASE("imap gives the results in the order of the items", "[imap]") {
  Pool pool(3);
  CHECK(read_all(pool.imap(square, numbers(500))) == squares(500));
  CHECK(read_all(pool.imap(square, numbers(500), {.chunksize = 7})) == squares(500));
  CHECK(read_all(pool.imap(square, numbers(500), {.chunksize = 1000, .buffersize = 1})) == squares(500));
  CHECK(read_all(pool.imap(square, std::vector<int>{})).empty());
}

TEST_CASE("imap_unordered gives each result once", "[imap]") {
  Pool pool(3);
  auto results = read_all(pool.imap_unordered(square, numbers(500), {.chunksize = 3}));
  std::sort(results.begin(), results.end());
  CHECK(results == squares(500));
}

TEST_CASE("imap_unordered gives first what ends first, imap waits for the first item", "[imap]") {
  Pool pool(2);
  Gate release;
  auto task = [&](int x) {
    if (x == 0) release.wait();
    return x;
  };
  auto unordered = pool.imap_unordered(task, numbers(3));
  CHECK(unordered.next() == 1);
  CHECK(unordered.next() == 2);
  auto ordered = pool.imap(task, std::vector{0, 5});
  CHECK_THROWS_AS(ordered.next(1ms), webpool::TimeoutError);
  release.open();
  CHECK(unordered.next() == 0);
  CHECK(unordered.next() == std::nullopt);
  CHECK(ordered.next() == 0);
  CHECK(ordered.next(1min) == 5);
  CHECK(ordered.next() == std::nullopt);
  CHECK(ordered.next() == std::nullopt);
}

TEST_CASE("imap reads an endless input no further than its window", "[imap]") {
  Pool pool(2);
  Endless source;
  auto results = pool.imap(square, source, {.chunksize = 2, .buffersize = 3});
  CHECK(source.passed() == 5);  // it stands at the sixth, the last one of the window
  for (int x = 0; x < 1000; ++x) REQUIRE(results.next() == x * x);
  CHECK(source.passed() <= 1000 + 5);
  auto unordered = pool.imap_unordered(square, source, {.buffersize = 1});
  CHECK(unordered.next() >= 1000 * 1000);
}

TEST_CASE("an input that throws gives its error after the results of the items before it", "[imap][errors]") {
  Pool pool(2);
  const std::size_t chunksize = GENERATE_COPY(1U, 4U);
  Breaking source(6);
  auto results = pool.imap(square, source, {.chunksize = chunksize});
  for (int x = 0; x < 6; ++x) REQUIRE(results.next() == x * x);
  CHECK_THROWS_WITH(results.next(), "the input broke");
  CHECK(results.next() == std::nullopt);
  CHECK_THROWS_WITH(pool.imap(square, Breaking(0)).next(), "the input broke");
}

TEST_CASE("an error of a task comes in place of its chunk, and the other results follow", "[imap][errors]") {
  Pool pool(2);
  auto results = pool.imap(
      [](int x) {
        if (x == 3) throw std::out_of_range("three");
        return x;
      },
      numbers(8), {.chunksize = 2});
  CHECK(results.next() == 0);
  CHECK(results.next() == 1);
  CHECK_THROWS_AS(results.next(), std::out_of_range);
  for (int x = 4; x < 8; ++x) CHECK(results.next() == x);
  CHECK(results.next() == std::nullopt);
}

TEST_CASE("dropping the iterator drops chunks that have not begun and stops the others", "[imap][cancel]") {
  Pool pool(1);
  Gate begun;
  std::atomic<int> ran{0};
  {
    auto results = pool.imap(
        [&](int) {
          ++ran;
          begun.open();
          const auto token = webpool::this_task::stop_token();
          while (!token.stop_requested()) std::this_thread::yield();
        },
        numbers(100));
    begun.wait();
  }
  CHECK(pool.apply(square, std::tuple{3}) == 9);
  CHECK(ran == 1);
}

TEST_CASE("a closed pool lets an iterator continue to its end", "[imap][lifecycle]") {
  Pool pool(2);
  auto results = pool.imap(square, numbers(100), {.buffersize = 2});
  CHECK(results.next() == 0);
  pool.close();
  CHECK_THROWS_AS(pool.imap(square, numbers(3)), webpool::PoolNotRunningError);
  for (int x = 1; x < 100; ++x) REQUIRE(results.next() == x * x);
  CHECK(results.next() == std::nullopt);
  pool.join();
}

TEST_CASE("join ends with a half-read iterator, which then gives only the results of submitted chunks",
          "[imap][lifecycle]") {
  Pool pool(2);
  Endless source;
  auto results = pool.imap(square, source, {.buffersize = 3});
  CHECK(results.next() == 0);
  pool.close();
  pool.join();
  CHECK(results.next() == 1);
  CHECK(results.next() == 4);
  CHECK_THROWS_AS(results.next(), webpool::PoolNotRunningError);
  CHECK(results.next() == std::nullopt);
}

TEST_CASE("terminate ends a half-read iterator", "[imap][terminate]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  auto results = pool.imap(square, numbers(10), {.buffersize = 2});
  pool.terminate();
  CHECK_THROWS_AS(results.next(), webpool::PoolTerminatedError);
}

TEST_CASE("an iterator outlives its pool", "[imap][lifecycle]") {
  auto pool = std::make_unique<Pool>(2);
  auto results = pool->imap(square, numbers(100));
  CHECK(results.next() == 0);
  pool.reset();
  CHECK_THROWS(([&] {
    while (results.next()) continue;
  })());
}

TEST_CASE("imap takes tasks without a result, results that only move, and items that only move", "[imap]") {
  Pool pool(2);
  std::atomic<int> sum{0};
  auto nothing = pool.imap([&](int x) { sum += x; }, numbers(10));
  int count = 0;
  while (nothing.next()) ++count;
  CHECK(count == 10);
  CHECK(sum == 45);
  auto moved = pool.imap([](int x) { return std::make_unique<int>(x); }, numbers(3));
  CHECK(**moved.next() == 0);
  CHECK(read_all(pool.imap([](int x) { return x % 2 == 0; }, numbers(4), {.chunksize = 4})) ==
        std::vector<bool>{true, false, true, false});
}

TEST_CASE("a task may read an imap of its own pool", "[imap][nested]") {
  Pool pool(GENERATE(1U, 2U));
  auto sums = pool.map(
      [&](int n) {
        int sum = 0;
        for (const int x : pool.imap(square, numbers(static_cast<std::size_t>(n)))) sum += x;
        for (const int x : pool.imap_unordered(square, numbers(static_cast<std::size_t>(n)))) sum += x;
        return sum;
      },
      std::vector{1, 5, 10, 20}, {.chunksize = 1});
  CHECK(sums == std::vector{0, 60, 570, 4940});
}

TEST_CASE("imap refuses a chunksize or a buffersize of zero", "[imap][errors]") {
  Pool pool(1);
  CHECK_THROWS_AS(pool.imap(square, numbers(3), {.chunksize = 0}), webpool::ValueError);
  CHECK_THROWS_AS(pool.imap(square, numbers(3), {.buffersize = 0}), webpool::ValueError);
}

static_assert(std::input_iterator<webpool::ImapIterator<int>::iterator>);

TEST_CASE("a loop reads results that cannot be assigned", "[imap]") {
  Pool pool(2);
  int sum = 0;
  for (const auto& [item, result] : pool.imap([](int x) { return std::pair<const int, int>(x, square(x)); }, {1, 2, 3}))
    sum += item * result;
  CHECK(sum == 36);
}
