// How long a contestant takes from nothing to its first result, how long to end, and what memory it takes: one
// measurement in a process of its own. Prints a line of JSON.
#include "contestants.hpp"

#include <chrono>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <optional>

#include <unistd.h>

namespace {

using Clock = std::chrono::steady_clock;

double kilobytes() {
  std::ifstream statm("/proc/self/statm");
  double whole = 0;
  double resident = 0;
  statm >> whole >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1024;
}

template <class Contestant>
int measure() {
  const double before = kilobytes();
  const auto begin = Clock::now();
  std::optional<Contestant> contestant(std::in_place, 2);
  const int result = contestant->apply([](int x) { return x * x; }, 12);
  const auto first = Clock::now();
  const double after = kilobytes();
  const auto ending = Clock::now();
  contestant.reset();
  const auto end = Clock::now();
  const auto microseconds = [](auto from, auto to) {
    return std::chrono::duration<double, std::micro>(to - from).count();
  };
  std::printf("{\"first\": %.3f, \"end\": %.3f, \"kilobytes\": %.0f}\n", microseconds(begin, first),
              microseconds(ending, end), after - before);
  return result == 144 ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
  using namespace bench;
  const char* const name = count > 1 ? arguments[1] : "";
  if (std::strcmp(name, Webpool::name) == 0) return measure<Webpool>();
  if (std::strcmp(name, Ideal<Idle::sleeps>::name) == 0) return measure<Ideal<Idle::sleeps>>();
  if (std::strcmp(name, OneTbb::name) == 0) return measure<OneTbb>();
  if (std::strcmp(name, StdAsync::name) == 0) return measure<StdAsync>();
#if defined(WEBPOOL_BENCH_TASKFLOW)
  if (std::strcmp(name, Taskflow::name) == 0) return measure<Taskflow>();
#endif
  std::fprintf(stderr, "there is no contestant %s\n", name);
  return 2;
}
