#include "differential.hpp"

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdlib>
#include <string>

// They are the same each time, as many as there is time for: WEBPOOL_SECONDS says how long, WEBPOOL_SEED runs another one.
TEST_CASE("random programs of calls give the results of a sequential model", "[differential]") {
  const auto setting = [](const char* name) { return std::getenv(name); };
  const auto run = [](std::uint64_t seed) {
    try {
      differential::Program(differential::random_choices(seed)).run();
    } catch (const std::exception& error) {
      FAIL("WEBPOOL_SEED=" << seed << ": " << error.what());
    }
  };
  if (const char* seed = setting("WEBPOOL_SEED")) {
    run(std::stoull(seed));
    SUCCEED("the program agrees");
    return;
  }
  const char* const seconds = setting("WEBPOOL_SECONDS");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{seconds != nullptr ? std::stoi(seconds) : 2};
  std::uint64_t seed = 1;
  std::size_t programs = 0;
  while (programs < 20 || std::chrono::steady_clock::now() < end) {
    run(seed++);
    ++programs;
  }
  INFO(programs << " programs");
  CHECK(programs >= 20);
}
