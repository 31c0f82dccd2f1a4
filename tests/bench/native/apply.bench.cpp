#include "suite.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace bench {
namespace {

template <class Contestant>
void add_apply(int (Contestant::*apply)(Function, int), const std::string& name = Contestant::name) {
  add("apply", "hot", name, 1, [=](benchmark::State& state) {
    Contestant contestant(processes);
    int argument = 0;
    warm_up([&] { (contestant.*apply)(square, argument); });
    bool right = true;
    for (auto _ : state) {
      argument = (argument + 1) % 1000;
      right &= (contestant.*apply)(square, argument) == square(argument);
    }
    expect(state, right);
  });
  // After two milliseconds without work, when threads that sleep at all have fallen asleep.
  add(
      "apply", "idle", name, 1,
      [=](benchmark::State& state) {
        Contestant contestant(processes);
        bool right = (contestant.*apply)(square, 1) == 1;
        int argument = 0;
        for (auto _ : state) {
          std::this_thread::sleep_for(std::chrono::milliseconds(2));
          ++argument;
          const auto begin = std::chrono::steady_clock::now();
          right &= (contestant.*apply)(square, argument) == square(argument);
          const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
          state.SetIterationTime(time.count());
        }
        expect(state, right);
      },
      true)
      ->Iterations(is_short ? 2 : 20);
}

// imap with chunksize 1: results one by one, in order.
template <class Contestant>
void add_pipeline(int count, const std::string& name = Contestant::name) {
  add("imap", std::to_string(count), name, count, [=](benchmark::State& state) {
    Contestant contestant(processes);
    Ints results(static_cast<std::size_t>(count));
    warm_up([&] { contestant.pipeline(square, count, results.data()); });
    std::fill(results.begin(), results.end(), -1);
    for (auto _ : state) contestant.pipeline(square, count, results.data());
    for (int i = 0; i < count; ++i) {
      if (results[static_cast<std::size_t>(i)] != i * i) return expect(state, false);
    }
  });
}

}  // namespace

void add_applies() {
  add_apply(&Webpool::apply);
  add_apply(&Ideal<Idle::spins>::apply);
  add_apply(&Ideal<Idle::sleeps>::apply);
  add_apply(&OneTbb::apply);
  add_apply(&OneTbb::apply_here, "oneTBB, by the caller");
  add_apply(&StdAsync::apply);

  const auto calls = static_cast<int>(size(100'000, 100));
  add_batch<Webpool>("batch", calls);
  add_pipeline<Webpool>(calls);
  add_pipeline<OneTbb>(calls, "oneTBB, parallel_pipeline");
  add_batch<Ideal<Idle::spins>>("batch", calls);
  add_batch<OneTbb>("batch", calls);
  add_batch<OpenMp>("batch", calls);
  add_batch<StdAsync>("batch", static_cast<int>(size(1000, 10)));  // a thread each
#if defined(WEBPOOL_BENCH_TASKFLOW)
  add_apply(&Taskflow::apply);
  add_batch<Taskflow>("batch", calls);
#endif
}

}  // namespace bench
