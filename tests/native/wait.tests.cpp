#include <webpool/sync/lock.hpp>
#include <webpool/sync/parking.hpp>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <latch>
#include <mutex>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using webpool::detail::Clock;
using webpool::detail::deadline_after;
using webpool::detail::Lock;
using webpool::detail::no_deadline;
using webpool::detail::Word;

TEST_CASE("wait returns at once when the word holds something else", "[wait]") {
  Word word{1};
  webpool::detail::wait(word, 0);
  SUCCEED();
}

TEST_CASE("wait ends at its deadline", "[wait]") {
  Word word{0};
  const auto deadline = Clock::now() + 5ms;
  while (Clock::now() < deadline) webpool::detail::wait(word, 0, deadline);
  webpool::detail::wait(word, 0, Clock::now() - 1h);
  SUCCEED();
}

TEST_CASE("changing the word and notifying ends each wait", "[wait]") {
  constexpr std::uint32_t rounds = 5000;
  std::array<Word, 2> turns{};
  std::thread other([&] {
    for (std::uint32_t round = 0; round < rounds; ++round) {
      while (turns[0].load() == round) webpool::detail::wait(turns[0], round);
      turns[1].store(round + 1);
      webpool::detail::notify(turns[1], 1);
    }
  });
  for (std::uint32_t round = 0; round < rounds; ++round) {
    turns[0].store(round + 1);
    webpool::detail::notify(turns[0], 1);
    while (turns[1].load() == round) webpool::detail::wait(turns[1], round);
  }
  other.join();
  CHECK(turns[1] == rounds);
}

TEST_CASE("notify wakes only the sleepers of its own word, also within one bucket", "[wait]") {
  std::array<Word, 300> words{};
  std::vector<std::thread> sleepers;
  for (std::size_t i = 0; i < 8; ++i) {
    sleepers.emplace_back([&word = words[i * 37]] {
      while (word.load() == 0) webpool::detail::wait(word, 0);
    });
  }
  for (auto& word : words) {
    word.store(1);
    webpool::detail::notify_all(word);
  }
  for (auto& sleeper : sleepers) sleeper.join();
  SUCCEED("all have woken");
}

TEST_CASE("deadlines too far to represent never pass, and those in the past have passed", "[wait]") {
  CHECK(deadline_after(std::chrono::hours::max()) == no_deadline);
  CHECK(deadline_after(std::chrono::duration<double>(1e300)) == no_deadline);
  for (const auto past : {-1h, 0h, std::chrono::hours::min()}) {
    const auto deadline = deadline_after(past);
    CHECK(deadline <= Clock::now());
  }
  const auto before = Clock::now();
  CHECK(deadline_after(1ns) > before);
  CHECK(deadline_after(1h) >= before + 1h);
}

TEST_CASE("a lock lets one thread in at a time", "[wait]") {
  constexpr int rounds = 20000;
  Lock lock;
  int count = 0;
  std::latch begin(4);
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      begin.arrive_and_wait();
      for (int round = 0; round < rounds; ++round) {
        const std::lock_guard guard(lock);
        ++count;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(count == 4 * rounds);
}
