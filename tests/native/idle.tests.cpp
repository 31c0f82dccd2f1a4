// Not in WebAssembly, where std::clock tells the time of day.
#if !defined(__EMSCRIPTEN__)

#include "support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstddef>
#include <ctime>
#include <fstream>
#include <latch>
#include <thread>

#if defined(__linux__)
#include <unistd.h>
#endif

using webpool::Pool;

namespace {

// The fraction of a fifth of a second during which the threads of this process have used a core.
double busy_share() {
  const auto begin = std::chrono::steady_clock::now();
  const auto used = std::clock();
  std::this_thread::sleep_for(std::chrono::milliseconds{200});
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  return static_cast<double>(std::clock() - used) / CLOCKS_PER_SEC / time.count();
}

// Retries, since a processor may not have fallen asleep yet. One that spins for ever always uses a whole core.
bool falls_asleep() {
  for (int tries = 0; tries < 50; ++tries) {
    if (busy_share() < 0.02) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("a pool without work uses no processor", "[idle]") {
  Pool pool(2);
  pool.map([](int x) { return x; }, numbers(1000), {.chunksize = 1});
  CHECK(falls_asleep());
}

TEST_CASE("a pool with more processors than the machine uses none without work", "[idle]") {
  Pool pool(webpool::cpu_count() + 6);
  for (int i = 0; i < 20; ++i) pool.map([](int x) { return x; }, numbers(1000), {.chunksize = 1});
  CHECK(falls_asleep());
}

TEST_CASE("a caller that waits for a long task does not spin", "[idle]") {
  Pool pool(2);
  Gate begun;
  Gate release;
  auto result = pool.apply_async([&] {
    begun.open();
    release.wait();
  });
  begun.wait();
  std::thread waiter([&] { result.wait(); });
  CHECK(falls_asleep());
  release.open();
  waiter.join();
}

// Sanitizers keep memory of their own for each thread.
#if defined(__linux__) && !defined(WEBPOOL_SANITIZED)

namespace {

// The bytes of memory that this process holds, stacks included.
std::size_t resident_memory() {
  std::size_t mapped = 0;
  std::size_t resident = 0;
  std::ifstream("/proc/self/statm") >> mapped >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

TEST_CASE("an idle processor holds at most 32 kB, what it has used of its stack included", "[idle][memory]") {
  constexpr std::size_t processes = 256;
  std::latch begun(processes);
  const auto before = resident_memory();
  REQUIRE(before > 0);
  Pool pool(processes, {.initializer = [&] { begun.count_down(); }});
  begun.wait();
  const auto after = resident_memory();
  INFO("resident memory before: " << before << ", with " << processes << " processors: " << after);
  CHECK(after < before + processes * 32 * 1024);
}

#endif

#endif
