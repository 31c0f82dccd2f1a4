#include "../native/differential.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

// libFuzzer writes programs of calls, each checked against a sequential model.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::size_t at = 0;
  const auto next = [&]() -> std::uint32_t { return at < size ? data[at++] : 0; };
  const differential::Choices choices = [&](std::uint32_t most) {
    const auto number = most < 256 ? next() : next() << 8U | next();
    return number % (most + 1);
  };
  try {
    differential::Program(choices).run();
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    std::abort();
  }
  return 0;
}
