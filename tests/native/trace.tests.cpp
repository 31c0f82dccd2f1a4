#include "support.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <thread>
#include <utility>
#include <vector>

using webpool::Pool;
using webpool::TraceEvent;
using webpool::TraceReader;

namespace {

std::vector<TraceEvent> events_of(const std::vector<TraceEvent>& trace, std::uint32_t job) {
  std::vector<TraceEvent> events;
  std::copy_if(trace.begin(), trace.end(), std::back_inserter(events),
               [&](const TraceEvent& event) { return event.job == job; });
  std::sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.item < b.item; });
  return events;
}

/// Whether the events cover each item once, in chunks of that size.
bool covers(const std::vector<TraceEvent>& events, std::uint64_t items, std::uint64_t chunksize) {
  std::uint64_t next = 0;
  for (const auto& event : events) {
    const auto end = std::min(items, next + event.chunks * chunksize);
    if (event.item != next || event.chunk * chunksize != next || event.items != end - next) return false;
    next = end;
  }
  return next == items;
}

}  // namespace

TEST_CASE("the default chunksize is the number of items over four times the processes, rounded up", "[trace][map]") {
  const auto [items, processes, chunksize] = GENERATE(table<std::size_t, std::size_t, std::uint64_t>({{1, 1, 1},
                                                                                                      {4, 1, 1},
                                                                                                      {5, 1, 2},
                                                                                                      {8, 1, 2},
                                                                                                      {9, 1, 3},
                                                                                                      {8, 2, 1},
                                                                                                      {9, 2, 2},
                                                                                                      {100, 2, 13},
                                                                                                      {101, 3, 9},
                                                                                                      {7, 4, 1}}));
  Pool pool(processes);
  (void)pool.map(square, numbers(items));
  const auto events = events_of(pool.trace(), 0);
  CAPTURE(items, processes, chunksize);
  CHECK(covers(events, items, chunksize));
}

TEST_CASE("a given chunksize is used", "[trace][map]") {
  Pool pool(2);
  for (const std::size_t chunksize : {1U, 3U, 10U, 99U, 100U, 1000U}) {
    auto result = pool.map_async(square, numbers(100), {.chunksize = chunksize});
    result.wait();
  }
  pool.close();
  pool.join();
  const auto trace = pool.trace();
  CHECK(covers(events_of(trace, 0), 100, 1));
  CHECK(covers(events_of(trace, 1), 100, 3));
  CHECK(covers(events_of(trace, 2), 100, 10));
  CHECK(covers(events_of(trace, 3), 100, 99));
  CHECK(covers(events_of(trace, 4), 100, 100));
  CHECK(covers(events_of(trace, 5), 100, 100));
}

TEST_CASE("two processors run concurrently: their intervals overlap", "[trace][scheduling]") {
  Pool pool(2);
  std::latch both_at_work(2);
  pool.map([&](int) { both_at_work.arrive_and_wait(); }, numbers(2), {.chunksize = 1});
  const auto events = events_of(pool.trace(), 0);
  REQUIRE(events.size() == 2);
  CHECK(events[0].processor != events[1].processor);
  CHECK(std::max(events[0].begin, events[1].begin) <= std::min(events[0].end, events[1].end));
}

TEST_CASE("a chunk that runs is in the trace, without an end", "[trace]") {
  Pool pool(1);
  TraceReader reader(pool);
  BusyProcessor busy(pool);
  const auto running = reader.read();
  REQUIRE(running.size() == 1);
  CHECK(running[0].running());
  CHECK(running[0].begin.count() > 0);
  busy.release();
  pool.close();
  pool.join();
  const auto ended = reader.read();
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].sequence == running[0].sequence);
  CHECK(ended[0].begin == running[0].begin);
  CHECK(ended[0].end >= ended[0].begin);
  CHECK(reader.read().empty());
}

TEST_CASE("the trace numbers jobs in the order of submission", "[trace]") {
  Pool pool(1);
  for (int i = 0; i < 3; ++i) pool.apply([] {});
  const auto trace = pool.trace();
  REQUIRE(trace.size() == 3);
  for (std::uint32_t i = 0; i < 3; ++i) {
    CHECK(trace[i].job == i);
    CHECK(trace[i].sequence == i);
    CHECK(trace[i].items == 1);
  }
}

TEST_CASE("events on one processor follow one another", "[trace]") {
  Pool pool(2);
  for (int i = 0; i < 20; ++i) (void)pool.map(square, numbers(1000), {.chunksize = 1});
  const auto trace = pool.trace();
  bool ordered = true;
  for (std::size_t i = 0; i < trace.size(); ++i) {
    ordered = ordered && trace[i].begin <= trace[i].end;
    if (i > 0 && trace[i - 1].processor == trace[i].processor) ordered = ordered && trace[i - 1].end <= trace[i].begin;
  }
  CHECK(ordered);
}

TEST_CASE("a nested run is recorded within the run of the task that waits for it, from when it begins",
          "[trace][nested]") {
  Pool pool(1);
  std::chrono::nanoseconds before{};
  pool.apply([&] {
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < std::chrono::milliseconds{2}) {
    }
    before = std::chrono::steady_clock::now().time_since_epoch();
    pool.apply([] {});
  });
  const auto trace = pool.trace();
  const auto outer = events_of(trace, 0).at(0);
  const auto inner = events_of(trace, 1).at(0);
  CHECK(outer.begin < before);
  CHECK(inner.begin >= before);
  CHECK(inner.end <= outer.end);
}

TEST_CASE("the event of a chunk begins after the callback that ran before it", "[trace][callback]") {
  Pool pool(1);
  std::chrono::nanoseconds called{};
  BusyProcessor busy(pool);
  auto first = pool.apply_async([] {}, std::tuple{},
                                {.callback = [&] { called = std::chrono::steady_clock::now().time_since_epoch(); }});
  auto second = pool.apply_async([] {});
  busy.release();
  second.wait();
  first.wait();
  CHECK(events_of(pool.trace(), 2).at(0).begin >= called);
}

TEST_CASE("the newest 4096 events of a processor are kept", "[trace]") {
  Pool pool(1);
  constexpr std::size_t jobs = 6000;
  for (std::size_t i = 0; i < jobs; ++i) pool.apply([] {});
  const auto trace = pool.trace();
  REQUIRE(trace.size() >= 4095);
  CHECK(trace.size() <= 4096);
  CHECK(trace.back().job == jobs - 1);
  bool consecutive = true;
  for (std::size_t i = 1; i < trace.size(); ++i) {
    consecutive = consecutive && trace[i].job == trace[i - 1].job + 1 && trace[i].sequence == trace[i - 1].sequence + 1;
  }
  CHECK(consecutive);
}

TEST_CASE("the trace is readable while the pool runs and overwrites old events", "[trace]") {
  Pool pool(2);
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> read{0};
  std::atomic<bool> sane{true};
  std::thread reading([&] {
    TraceReader reader(pool);
    std::map<std::uint32_t, std::uint64_t> last;
    for (bool last_look = false; !last_look;) {
      last_look = stop.load();
      for (const auto& event : reader.read()) {
        // Job number n has n % 7 + 1 items, one a chunk.
        const bool whole = event.chunks >= 1 && event.items == event.chunks && event.item == event.chunk &&
                           event.item + event.items <= event.job % 7 + 1 && event.begin.count() > 0 &&
                           (event.running() || event.end >= event.begin) && last[event.processor] <= event.sequence;
        last[event.processor] = event.sequence;
        if (!whole) sane = false;
        ++read;
      }
    }
  });
  for (std::size_t job = 0; job < 20000; ++job) (void)pool.map(square, numbers(job % 7 + 1), {.chunksize = 1});
  stop = true;
  reading.join();
  CHECK(sane);
  CHECK(read > 0);
}

TEST_CASE("a reader of the trace outlives its pool", "[trace][lifetime]") {
  auto pool = std::make_unique<Pool>(1);
  TraceReader reader(*pool);
  pool->apply([] {});
  pool.reset();
  CHECK(reader.read().size() == 1);
}

TEST_CASE("the trace keeps as many events as the option says", "[trace]") {
  for (const std::size_t kept : {1U, 2U, 3U, 4U}) {
    Pool pool(1, {.trace_events = kept});
    for (int call = 0; call < 10; ++call) pool.apply([] {});
    pool.close();
    pool.join();
    const auto events = pool.trace();
    REQUIRE(events.size() == kept);
    for (std::size_t i = 0; i < kept; ++i) {
      CHECK(events[i].sequence == 10 - kept + i);
      CHECK_FALSE(events[i].running());
    }
  }
}
