#include <webpool/sync/parked_list.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <thread>

using webpool::detail::ParkedList;

TEST_CASE("wake_all wakes each parked thread, even if another one parks meanwhile", "[parked_list]") {
  constexpr int rounds = 20'000;
  ParkedList parked;
  std::atomic<int> asleep{0};
  std::atomic<int> woken{0};
  std::thread restless([&] {
    ParkedList::Slot slot;
    while (woken.load() < rounds) {
      parked.add(slot);
      parked.remove(slot);
    }
  });
  std::thread sleeper([&] {
    ParkedList::Slot slot;
    for (int round = 1; round <= rounds; ++round) {
      parked.add(slot);
      asleep.store(round);
      slot.sleep();
      parked.remove(slot);
      woken.store(round);
    }
  });
  for (int round = 1; round <= rounds; ++round) {
    while (asleep.load() != round) std::this_thread::yield();
    parked.wake_all();
    while (woken.load() != round) std::this_thread::yield();
  }
  restless.join();
  sleeper.join();
  CHECK(parked.count() == 0);
}
