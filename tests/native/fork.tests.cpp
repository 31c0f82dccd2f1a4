// fork() copies a process without its threads: a pool of the parent throws in the child, and nothing hangs.
// Not under ThreadSanitizer, which ends a child that starts threads, nor under AddressSanitizer, in whose allocator a child waits
// for ever if another thread of the parent has allocated just then.
#if defined(__unix__) && !defined(__EMSCRIPTEN__) && !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define WEBPOOL_NO_FORK
#endif
#endif
#if !defined(WEBPOOL_NO_FORK)

#include "support.hpp"

#include <webpool/errors.hpp>

#include <catch2/catch_test_macros.hpp>

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <fstream>
#include <functional>
#include <latch>
#include <memory>
#include <optional>
#include <string>

using webpool::AsyncResult;
using webpool::Pool;
using webpool::PoolNotRunningError;

namespace {

// Whether `check` returns true in a child of this process. A child that hangs is ended by its alarm.
bool in_child(const std::function<bool()>& check) {
  const pid_t child = fork();
  if (child == 0) {
    alarm(20);
    bool right = false;
    try {
      right = check();
    } catch (...) {
    }
    _exit(right ? 0 : 1);
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

template <class Call>
bool is_refused(Call call) {
  try {
    call();
  } catch (const PoolNotRunningError&) {
    return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a pool of the parent throws in the child of fork, and ends there at once", "[fork]") {
  auto pool = std::make_unique<Pool>(2);
  CHECK(pool->map(square, numbers(10)) == squares(10));
  CHECK(in_child([&] {
    const bool refused = is_refused([&] { pool->map(square, numbers(10)); }) &&
                         is_refused([&] { (void)pool->apply_async([] {}); }) &&
                         is_refused([&] { (void)pool->imap(square, numbers(10)); });
    pool->close();
    pool->join();
    pool->terminate();
    pool.reset();
    return refused;
  }));
  CHECK(pool->map(square, numbers(10)) == squares(10));
}

TEST_CASE("the child of fork can make its own pool, whatever the parent's pool is doing", "[fork]") {
  Pool pool(2);
  for (int round = 0; round < 20; ++round) {
    auto busy = pool.map_async(square, numbers(40'000), {.chunksize = 1});
    CHECK(in_child([] {
      Pool own(2);
      return own.map(square, numbers(1000), {.chunksize = 1}) == squares(1000);
    }));
    CHECK(busy.get() == squares(40'000));
  }
}

TEST_CASE("a result that is not ready at fork throws in the child, a ready one can be read", "[fork]") {
  Pool pool(1);
  auto ready = pool.apply_async(square, std::tuple{3});
  ready.wait();
  BusyProcessor busy(pool);
  auto pending = pool.apply_async(square, std::tuple{4});
  auto iterator = std::make_unique<webpool::ImapIterator<int>>(pool.imap(square, numbers(10)));
  CHECK(in_child([&] {
    const bool refused = is_refused([&] { pending.get(); }) &&
                         is_refused([&] { (void)pending.wait(std::chrono::milliseconds{1}); }) &&
                         is_refused([&] { (void)iterator->next(); });
    iterator.reset();
    return refused && ready.get() == 9;
  }));
  busy.release();
  CHECK(pending.get() == 16);
  CHECK(iterator->next() == 0);
}

#if defined(__linux__)
TEST_CASE("the child of fork has none of the tasks that slept in the parent", "[fork]") {
  Pool a(2);
  Pool b(1);
  BusyProcessor busy(b);
  auto pending = b.apply_async(square, std::tuple{4});
  std::atomic<pid_t> thread{0};
  auto waits = a.apply_async([&] {
    thread = gettid();
    return pending.get();
  });
  // Asleep once the system says so.
  std::string state;
  while (state != "S") {
    std::ifstream stat("/proc/self/task/" + std::to_string(thread.load()) + "/stat");
    std::string skipped;
    stat >> skipped >> skipped >> state;
  }
  CHECK(in_child([] {
    // New threads have the stacks of those tasks, and overwrite them.
    Pool writers(4);
    std::latch all(4);
    writers.map(
        [&](int) {
          all.arrive_and_wait();
          std::array<volatile unsigned char, 100'000> stack;
          for (auto& byte : stack) byte = 0xff;
        },
        numbers(4), {.chunksize = 1});
    Pool own(1);
    Pool other(1);
    int deadlocks = 0;
    for (int round = 0; round < 10; ++round) {
      try {
        own.apply([&] { return other.apply([&] { return own.apply([] { return 7; }); }); });
      } catch (const webpool::DeadlockError&) {
        ++deadlocks;
      }
    }
    return deadlocks == 10;
  }));
  busy.release();
  CHECK(waits.get() == 16);
}
#endif

TEST_CASE("the child of a task that forks can end, and can make a pool", "[fork]") {
  Pool pool(2);
  CHECK(pool.apply([&] {
    return in_child([&] {
      Pool own(1);
      return own.apply(square, std::tuple{3}) == 9 && is_refused([&] { pool.apply(square, std::tuple{3}); });
    });
  }));
}

#endif
#endif
