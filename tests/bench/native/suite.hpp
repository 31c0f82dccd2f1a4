#pragma once

#include "contestants.hpp"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace bench {

/// Whether to run at tiny sizes, for correctness alone.
inline bool is_short = false;

/// `full`, or `little` in a short run.
inline std::size_t size(std::size_t full, std::size_t little) { return is_short ? little : full; }

/// The processors of all but the growth over processors.
inline constexpr std::size_t processes = 2;

inline int square(int x) { return x * x; }
inline constexpr auto square_inline = [](int x) { return x * x; };

/// Numbers whose squares are small enough.
inline Ints numbers(std::size_t count) {
  Ints list(count);
  for (std::size_t i = 0; i < count; ++i) list[i] = static_cast<int>(i % 1000);
  return list;
}

inline void expect(benchmark::State& state, bool right) {
  if (!right) state.SkipWithError("WRONG RESULTS");
}

/// Registers `work/size/contestant`, timed by the wall clock or, if it calls `SetIterationTime`, by itself. `units` are
/// what an iteration does: items, calls, bytes.
template <class Run>
benchmark::internal::Benchmark* add(const std::string& work, const std::string& size, const std::string& contestant,
                                    double units, Run run, bool times_itself = false) {
  auto* const registered =
      benchmark::RegisterBenchmark((work + "/" + size + "/" + contestant).c_str(), [=](benchmark::State& state) {
        run(state);
        state.counters["units"] = units;
      });
  return times_itself ? registered->UseManualTime() : registered->UseRealTime();
}

/// What is timed, before it is: again and again until the system has found a core for each of a contestant's threads. Some
/// keep theirs from one measurement to the next, others, ours among them, have new ones, which may begin on one core.
template <class Act>
void warm_up(Act&& act) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(is_short ? 0 : 30);
  do act();
  while (std::chrono::steady_clock::now() < end);
}

/// `map` of x·x, checked.
template <class Contestant>
void add_map(const std::string& work, std::size_t items, std::size_t chunksize, std::size_t with = processes,
             const std::string& label = "") {
  add(work, label.empty() ? std::to_string(items) : label, Contestant::name, static_cast<double>(items),
      [=](benchmark::State& state) {
        const Ints in = numbers(items);
        Contestant contestant(with);
        const int* out = nullptr;
        warm_up([&] { out = contestant.map(square_inline, in, chunksize); });
        for (auto _ : state) {
          out = contestant.map(square_inline, in, chunksize);
          benchmark::DoNotOptimize(out);
          benchmark::ClobberMemory();
        }
        for (std::size_t i = 0; i < items; ++i) {
          if (out[i] != square(in[i])) return expect(state, false);
        }
      });
}

/// `count` calls submitted one by one, then their results.
template <class Contestant>
void add_batch(const std::string& work, int count) {
  add(work, std::to_string(count), Contestant::name, count, [=](benchmark::State& state) {
    Contestant contestant(processes);
    Ints results(static_cast<std::size_t>(count));
    const auto function = [](int x) { return 3 * x + 1; };
    warm_up([&] { contestant.batch(function, count, results.data()); });
    for (auto _ : state) {
      results.assign(results.size(), 0);
      contestant.batch(function, count, results.data());
    }
    for (int i = 0; i < count; ++i) {
      if (results[static_cast<std::size_t>(i)] != function(i)) return expect(state, false);
    }
  });
}

void add_maps();
void add_applies();
void add_rows();
void add_growth();

}  // namespace bench
