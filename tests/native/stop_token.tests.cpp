// A `std::stop_token` that cancels a call, where the standard library has it.
#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <thread>
#include <tuple>

#if defined(__cpp_lib_jthread)
#include <stop_token>

using webpool::CancelledError;
using webpool::Pool;

namespace {

void run_until_stopped() {
  while (!webpool::this_task::stop_token().stop_requested()) std::this_thread::yield();
}

}  // namespace

TEST_CASE("a std::stop_token cancels a job", "[cancel]") {
  Pool pool(1);
  std::stop_source source;
  Gate begun;
  auto result = pool.map_async(
      [&](int) {
        begun.open();
        run_until_stopped();
      },
      numbers(5), {.stop_token = source.get_token()});
  auto other = pool.apply_async([] { return 1; });
  begun.wait();
  source.request_stop();
  CHECK_THROWS_AS(result.get(), CancelledError);
  CHECK(other.get() == 1);
}

TEST_CASE("a std::stop_token cancels a call that waits", "[cancel]") {
  Pool pool(2);
  std::stop_source source;
  CHECK_THROWS_AS(pool.map(
                      [&](int) {
                        source.request_stop();
                        run_until_stopped();
                      },
                      numbers(5), {.stop_token = source.get_token()}),
                  CancelledError);
}

TEST_CASE("a call with a std::stop_token that was stopped before runs nothing", "[cancel]") {
  Pool pool(2);
  std::stop_source source;
  source.request_stop();
  std::atomic<int> ran{0};
  const auto count = [&] { ++ran; };
  CHECK_THROWS_AS(pool.apply_async(count, std::tuple(), {.stop_token = source.get_token()}).get(), CancelledError);
  CHECK_THROWS_AS(pool.map([&](int) { count(); }, numbers(9), {.stop_token = source.get_token()}), CancelledError);
  CHECK(ran == 0);
}

TEST_CASE("a std::stop_token outlives the jobs that followed it", "[cancel]") {
  Pool pool(2);
  std::stop_source source;
  auto result = pool.map_async(square, numbers(5), {.stop_token = source.get_token()});
  CHECK(result.get() == squares(5));
  source.request_stop();
  CHECK(result.get() == squares(5));
  std::stop_source closed;
  pool.close();
  CHECK_THROWS_AS(pool.map_async(square, numbers(5), {.stop_token = closed.get_token()}), webpool::PoolNotRunningError);
  closed.request_stop();
}

TEST_CASE("a std::stop_token and a timeout end an apply that waits", "[cancel][apply]") {
  Pool pool(2);
  std::stop_source source;
  const auto stop_and_wait = [&] {
    source.request_stop();
    run_until_stopped();
  };
  CHECK_THROWS_AS(pool.apply(stop_and_wait, {}, {.stop_token = source.get_token()}), CancelledError);
  CHECK_THROWS_AS(pool.apply(run_until_stopped, {}, {.timeout = std::chrono::milliseconds{5}}), webpool::TimeoutError);
  CHECK(pool.apply(square, std::tuple(3), {.timeout = std::chrono::hours{1}}) == 9);
}

TEST_CASE("a std::stop_token ends an iterator: CancelledError once, then nothing", "[cancel][imap]") {
  Pool pool(2);
  auto items = numbers(50);
  for (const bool ordered : {true, false}) {
    for (const std::size_t chunksize : {std::size_t{1}, std::size_t{3}}) {
      INFO("ordered: " << ordered << ", chunksize: " << chunksize);
      std::stop_source source;
      std::atomic<int> ran{0};
      const auto task = [&](int& x) {
        ++ran;
        if (x == 4) source.request_stop();
        if (x >= 4) run_until_stopped();
        return x;
      };
      const webpool::ImapOptions options{.chunksize = chunksize, .stop_token = source.get_token()};
      auto results = ordered ? pool.imap(task, items, options) : pool.imap_unordered(task, items, options);
      int read = 0;
      const auto read_all = [&] {
        while (results.next()) ++read;
      };
      CHECK_THROWS_AS(read_all(), CancelledError);
      CHECK(read <= 5);
      CHECK_FALSE(results.next());
      CHECK(ran < 50);
      CHECK(pool.apply(square, std::tuple(3)) == 9);
    }
  }
}

TEST_CASE("a std::stop_token that was stopped before lets an iterator run nothing and read no input",
          "[cancel][imap]") {
  Pool pool(1);
  std::stop_source source;
  source.request_stop();
  std::atomic<int> ran{0};
  auto results = pool.imap([&](int) { ++ran; }, numbers(5), {.stop_token = source.get_token()});
  CHECK_THROWS_AS(results.next(), CancelledError);
  CHECK_FALSE(results.next());
  CHECK(ran == 0);
}

TEST_CASE("a std::stop_token outlives the iterator, and has no effect once all was read", "[cancel][imap]") {
  Pool pool(2);
  std::stop_source source;
  auto results = pool.imap(square, numbers(3), {.stop_token = source.get_token()});
  while (results.next()) {
  }
  source.request_stop();
  CHECK_FALSE(results.next());
  std::stop_source later;
  {
    auto dropped = pool.imap(square, numbers(9), {.stop_token = later.get_token()});
    CHECK(dropped.next() == 0);
  }
  later.request_stop();
  CHECK(pool.apply(square, std::tuple(3)) == 9);
}

TEST_CASE("iterators stopped by a std::stop_token at any time end, and the pool keeps working",
          "[cancel][imap][stress]") {
  Pool pool(2);
  for (int round = 0; round < 200; ++round) {
    std::stop_source source;
    auto items = numbers(40);
    const webpool::ImapOptions options{.chunksize = round % 3 == 0 ? std::size_t{1} : std::size_t{4},
                                       .stop_token = source.get_token()};
    auto results = round % 2 == 0 ? pool.imap(square, items, options) : pool.imap_unordered(square, items, options);
    std::thread stopper([&] {
      for (int i = 0; i < round; ++i) std::this_thread::yield();
      source.request_stop();
    });
    int read = 0;
    try {
      while (results.next()) ++read;
      if (read != 40) FAIL("only " << read << " results of 40 came, and no error");
    } catch (const CancelledError&) {
    }
    stopper.join();
  }
  CHECK(pool.map(square, numbers(5)) == squares(5));
}

TEST_CASE("jobs stopped by a std::stop_token at any time end, and the pool keeps working", "[cancel][stress]") {
  Pool pool(2);
  for (int round = 0; round < 300; ++round) {
    std::stop_source source;
    auto result = pool.map_async(square, numbers(64), {.chunksize = 1, .stop_token = source.get_token()});
    if (round % 3 == 0) std::this_thread::yield();
    source.request_stop();
    result.wait();
    if (result.successful()) {
      CHECK(result.get() == squares(64));
    } else {
      CHECK_THROWS_AS(result.get(), CancelledError);
    }
  }
  CHECK(pool.map(square, numbers(10)) == squares(10));
}

TEST_CASE("a std::stop_token that is stopped while a job begins to follow it ends the job", "[cancel][stress]") {
  Pool pool(1);
  for (int round = 0; round < 300; ++round) {
    std::stop_source source;
    Gate begin;
    std::thread stopper([&] {
      begin.wait();
      source.request_stop();
    });
    begin.open();
    auto result = pool.apply_async(square, std::tuple(3), {.stop_token = source.get_token()});
    result.wait();
    if (!result.successful()) CHECK_THROWS_AS(result.get(), CancelledError);
    stopper.join();
  }
  CHECK(pool.apply(square, std::tuple(3)) == 9);
}

TEST_CASE("a std::stop_token may be stopped while its call is submitted", "[cancel]") {
  constexpr int rounds = 3000;
  Pool pool(1);
  std::vector<std::stop_source> sources(rounds);
  std::atomic<int> begun{-1};
  std::thread stopper([&] {
    for (int round = 0; round < rounds; ++round) {
      while (begun.load() < round) continue;
      sources[static_cast<std::size_t>(round)].request_stop();
    }
  });
  int ended = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto token = sources[static_cast<std::size_t>(round)].get_token();
    begun = round;
    auto result = pool.apply_async([] { return 1; }, {}, {.stop_token = token});
    try {
      ended += result.get();
    } catch (const CancelledError&) {
      ++ended;
    }
  }
  stopper.join();
  CHECK(ended == rounds);
}

#endif
