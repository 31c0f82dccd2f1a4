#include "support.hpp"

#include <webpool/errors.hpp>

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

// Where tasks take next to no time, an iterator takes many chunks of its input at once, and gives them to the pool as one job.

using namespace std::chrono_literals;
using webpool::ImapOptions;
using webpool::Pool;

namespace {

constexpr int quick = 20'000;

// f(0), f(1), …, which can be read several times.
template <class Function>
class Endless {
 public:
  explicit Endless(Function function) : function_(std::move(function)) {}
  class iterator {
   public:
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    iterator() = default;
    explicit iterator(const Function& function) : function_(&function) {}
    int operator*() const { return (*function_)(place_); }
    iterator& operator++() {
      ++place_;
      return *this;
    }
    iterator operator++(int) {
      auto before = *this;
      ++*this;
      return before;
    }
    bool operator==(const iterator& other) const { return place_ == other.place_; }
    bool operator==(std::default_sentinel_t) const { return false; }

   private:
    const Function* function_ = nullptr;
    int place_ = 0;
  };
  iterator begin() const { return iterator(function_); }
  std::default_sentinel_t end() const { return {}; }

 private:
  Function function_;
};

// 0, 1, …, and how far that was read.
auto counted(int& read) {
  return Endless([&read](int x) {
    read = std::max(read, x + 1);
    return x;
  });
}

// A single-pass range 0, 1, … that blocks before item `waits` until the gate is open.
class Waiting {
 public:
  Waiting(int count, int waits, Gate& gate) : count_(count), waits_(waits), gate_(gate) {}
  class iterator {
   public:
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    explicit iterator(Waiting& source) : source_(&source) {}
    int operator*() const { return source_->next_; }
    iterator& operator++() {
      if (++source_->next_ == source_->waits_) source_->gate_.wait();
      return *this;
    }
    void operator++(int) { ++*this; }
    bool operator==(std::default_sentinel_t) const { return source_->next_ == source_->count_; }

   private:
    Waiting* source_;
  };
  iterator begin() { return iterator(*this); }
  std::default_sentinel_t end() { return {}; }

 private:
  int next_ = 0;
  int count_;
  int waits_;
  Gate& gate_;
};

template <class Function>
auto start(Pool& pool, bool ordered, Function function, std::vector<int> items, ImapOptions options = {}) {
  return ordered ? pool.imap(std::move(function), std::move(items), options)
                 : pool.imap_unordered(std::move(function), std::move(items), options);
}

template <class Results>
int sum_of(Results& results) {
  int sum = 0;
  for (const int one : results) sum += one;
  return sum;
}

}  // namespace

TEST_CASE("imap of quick tasks gives each result in its place", "[imap]") {
  Pool pool(3);
  const ImapOptions options = GENERATE(ImapOptions{}, ImapOptions{.buffersize = 64}, ImapOptions{.chunksize = 3},
                                       ImapOptions{.chunksize = 7, .buffersize = 5});
  auto results = pool.imap(square, numbers(quick), options);
  bool right = true;
  for (int x = 0; x < quick; ++x) right = results.next() == square(x) && right;
  CHECK(right);
  CHECK(results.next() == std::nullopt);
}

TEST_CASE("imap_unordered of quick tasks gives each result once", "[imap]") {
  Pool pool(3);
  const ImapOptions options = GENERATE(ImapOptions{}, ImapOptions{.buffersize = 64}, ImapOptions{.chunksize = 3});
  std::vector<int> results;
  for (const int x : pool.imap_unordered(square, numbers(quick), options)) results.push_back(x);
  std::sort(results.begin(), results.end());
  CHECK(results == squares(quick));
}

TEST_CASE("tasks that wait for each other among quick ones run concurrently", "[imap][scheduling]") {
  Pool pool(2);
  const bool ordered = GENERATE(true, false);
  for (int times = 0; times < 50; ++times) {
    // The task of one item waits until that of an item behind it in the same job has begun.
    const int waits = 2000 + 37 * times;
    Gate met;
    auto results = start(
        pool, ordered,
        [&](int x) {
          if (x == waits) met.wait();
          if (x == waits + 3) met.open();
          return 1;
        },
        numbers(3 * quick / 10));
    CHECK(sum_of(results) == 3 * quick / 10);
  }
}

TEST_CASE("imap_unordered gives quick results behind a task that waits for its reader", "[imap][scheduling]") {
  Pool pool(2);
  Gate release;
  auto results = pool.imap_unordered(
      [&](int x) {
        if (x == 3000) release.wait();
        return x;
      },
      numbers(3010));
  std::vector<int> list;
  while (list.size() < 3009) list.push_back(*results.next());
  CHECK(std::find(list.begin(), list.end(), 3000) == list.end());
  CHECK_THROWS_AS(results.next(1ms), webpool::TimeoutError);
  release.open();
  CHECK(results.next() == 3000);
  CHECK(results.next() == std::nullopt);
}

TEST_CASE("items read from an input that then blocks are run, however quick tasks were before", "[imap][scheduling]") {
  Pool pool(2);
  const bool ordered = GENERATE(true, false);
  for (int times = 0; times < 20; ++times) {
    const int waits = 3000 + 7 * times;
    Gate ran;
    Waiting source(quick / 2, waits, ran);
    const auto task = [&](int x) {
      if (x == waits - 2) ran.open();  // the iterator is advanced before the last item is submitted
      return 1;
    };
    auto results = ordered ? pool.imap(task, source) : pool.imap_unordered(task, source);
    CHECK(sum_of(results) == quick / 2);
  }
}

TEST_CASE("an item of an input that then blocks is run and given before the next one is read", "[imap]") {
  for (const bool ordered : {true, false}) {
    Pool pool(1);
    Gate typed;
    Waiting lines(2, 1, typed);
    auto results =
        ordered ? pool.imap(square, lines, {.buffersize = 1}) : pool.imap_unordered(square, lines, {.buffersize = 1});
    CHECK(results.next() == 0);
    typed.open();
    CHECK(results.next() == 1);
    CHECK_FALSE(results.next());
  }
}

TEST_CASE("a reader of quick tasks that falls asleep for a slow one is woken", "[imap]") {
  Pool pool(2);
  const bool ordered = GENERATE(true, false);
  auto results = start(
      pool, ordered,
      [](int x) {
        if (x % 2000 > 1997) std::this_thread::sleep_for(3ms);
        return 1;
      },
      numbers(quick));
  CHECK(sum_of(results) == quick);
}

TEST_CASE("errors and results of quick tasks come in their places", "[imap][errors]") {
  Pool pool(2);
  const bool ordered = GENERATE(true, false);
  auto results = start(
      pool, ordered,
      [](int x) {
        if (x % 7 == 3) throw std::out_of_range("seven");
        return x;
      },
      numbers(quick));
  int errors = 0;
  bool right = true;
  std::vector<int> list;
  for (int x = 0; x < quick; ++x) {
    try {
      list.push_back(results.next().value());
      right = right && (!ordered || list.back() == x);
    } catch (const std::out_of_range&) {
      right = right && (!ordered || x % 7 == 3);
      ++errors;
    }
  }
  CHECK(right);
  CHECK(errors == (quick + 3) / 7);
  CHECK(std::accumulate(list.begin(), list.end(), std::int64_t{0}) == [] {
    std::int64_t sum = 0;
    for (int x = 0; x < quick; ++x) sum += x % 7 == 3 ? 0 : x;
    return sum;
  }());
  CHECK(results.next() == std::nullopt);
}

TEST_CASE("imap of quick tasks reads no further ahead than buffersize", "[imap]") {
  Pool pool(2);
  int read = 0;
  const std::size_t buffersize = GENERATE(0U, 1U, 2U, 5U, 64U);
  ImapOptions options;
  if (buffersize != 0) options.buffersize = buffersize;
  auto results = pool.imap(square, counted(read), options);
  const int first = buffersize != 0 ? static_cast<int>(buffersize) : 8;
  const int most = buffersize != 0 ? static_cast<int>(buffersize) : 8 + 1024;
  CHECK(read == first);
  bool within = true;
  for (int x = 0; x < quick; ++x) {
    if (results.next() != x * x) FAIL();
    within = within && read <= x + 1 + most;
  }
  CHECK(within);
}

TEST_CASE("terminate in the middle of quick tasks ends their iterator", "[imap][terminate]") {
  const bool ordered = GENERATE(true, false);
  for (int times = 0; times < 50; ++times) {
    Pool pool(2);
    auto results = start(pool, ordered, square, numbers(quick));
    for (int x = 0; x < 1000 + 13 * times; ++x) results.next();
    pool.terminate();
    bool ended = false;
    int errors = 0;
    while (!ended) {
      try {
        ended = !results.next();
      } catch (const webpool::PoolTerminatedError&) {
        ++errors;
      } catch (const webpool::PoolNotRunningError&) {
        ++errors;
      }
    }
    CHECK(errors > 0);
    CHECK(results.next() == std::nullopt);
  }
}

TEST_CASE("an iterator that another thread's terminate ends while it waits gives each chunk or its error",
          "[imap][terminate]") {
  const bool ordered = GENERATE(true, false);
  for (int times = 0; times < 50; ++times) {
    Pool pool(2);
    Gate begun;
    auto results = start(
        pool, ordered,
        [&](int x) {
          if (x == 2000 + times) {
            begun.open();
            const auto token = webpool::this_task::stop_token();
            while (!token.stop_requested()) std::this_thread::yield();
          }
          return x;
        },
        numbers(quick));
    std::thread other([&] {
      begun.wait();
      if (times % 10 == 0) std::this_thread::sleep_for(5ms);  // the reader may be asleep, or about to be
      pool.terminate();
    });
    int errors = 0;
    for (bool ended = false; !ended;) {
      try {
        ended = !results.next();
      } catch (const webpool::PoolTerminatedError&) {
        ++errors;
      } catch (const webpool::PoolNotRunningError&) {
        ++errors;
      }
    }
    other.join();
    CHECK(errors > 0);
  }
}

TEST_CASE("dropping an iterator in the middle of quick tasks leaves the pool working", "[imap][cancel]") {
  Pool pool(2);
  const bool ordered = GENERATE(true, false);
  for (int times = 0; times < 100; ++times) {
    auto results = start(pool, ordered, square, numbers(quick));
    for (int x = 0; x < 500 + times; ++x) results.next();
    if (times % 2 == 0) {
      results.close();
      CHECK(results.next() == std::nullopt);
    }
  }
  CHECK(pool.apply(square, std::tuple{3}) == 9);
}

TEST_CASE("join in the middle of quick tasks ends, and only submitted chunks can be read", "[imap][lifecycle]") {
  Pool pool(2);
  int read = 0;
  auto results = pool.imap(square, counted(read));
  for (int x = 0; x < quick; ++x) {
    if (results.next() != x * x) FAIL();
  }
  pool.close();
  pool.join();
  const int taken = read;
  for (int x = quick; x < taken; ++x) {
    if (results.next() != x * x) FAIL();
  }
  CHECK_THROWS_AS(results.next(), webpool::PoolNotRunningError);
  CHECK(results.next() == std::nullopt);
}

TEST_CASE("a task may read an imap of quick tasks of its own pool", "[imap][nested]") {
  Pool pool(GENERATE(1U, 2U));
  const auto counts = pool.map(
      [&](int n) {
        int count = 0;
        for (const int x : pool.imap(square, numbers(static_cast<std::size_t>(n)))) count += x >= 0 ? 1 : 0;
        for (const int x : pool.imap_unordered(square, numbers(static_cast<std::size_t>(n)))) count += x >= 0 ? 1 : 0;
        return count;
      },
      std::vector{2000, 3000, 4000}, {.chunksize = 1});
  CHECK(counts == std::vector{4000, 6000, 8000});
}

TEST_CASE("threads that run few chunks run imap of quick tasks to its end", "[imap][processors]") {
  Pool pool(2, {.maxtasksperchild = 100});
  const bool ordered = GENERATE(true, false);
  std::int64_t count = 0;
  for (const int x : start(pool, ordered, square, numbers(quick))) count += x >= 0 ? 1 : 0;
  CHECK(count == quick);
}

TEST_CASE("the input's error comes after the results of many quick items before it", "[imap][errors]") {
  Pool pool(2);
  const bool ordered = GENERATE(true, false);
  const Endless items([](int x) {
    if (x == 5001) throw std::runtime_error("the input broke");
    return x;
  });
  const ImapOptions options{.chunksize = 2};
  auto results = ordered ? pool.imap(square, items, options) : pool.imap_unordered(square, items, options);
  int count = 0;
  for (; count < 5001; ++count) {
    if (!results.next()) FAIL();
  }
  CHECK_THROWS_AS(results.next(), std::runtime_error);
  CHECK(results.next() == std::nullopt);
}
