#include <webpool/sync/parked_list.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <thread>

using webpool::detail::Sleepers;

TEST_CASE("whoever sleeps when all are woken is woken, though another lies down and gets up meanwhile", "[sleepers]") {
  constexpr int rounds = 20'000;
  Sleepers sleepers;
  std::atomic<int> asleep{0};
  std::atomic<int> woken{0};
  std::thread restless([&] {
    Sleepers::Bed bed;
    while (woken.load() < rounds) {
      sleepers.lie_down(bed);
      sleepers.get_up(bed);
    }
  });
  std::thread sleeper([&] {
    Sleepers::Bed bed;
    for (int round = 1; round <= rounds; ++round) {
      sleepers.lie_down(bed);
      asleep.store(round);
      bed.sleep();
      sleepers.get_up(bed);
      woken.store(round);
    }
  });
  for (int round = 1; round <= rounds; ++round) {
    while (asleep.load() != round) std::this_thread::yield();
    sleepers.wake_all();
    while (woken.load() != round) std::this_thread::yield();
  }
  restless.join();
  sleeper.join();
  CHECK(sleepers.count() == 0);
}
