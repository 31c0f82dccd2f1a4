// Processors whose every step is the test's: what depends on the order in which several of them take theirs.
#include "support.hpp"

#include <webpool/calls/task_jobs.hpp>
#include <webpool/core/scheduler.hpp>
#include <webpool/sync/spin.hpp>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using webpool::AsyncOptions;
using webpool::Pool;
using webpool::detail::ApplyJob;
using webpool::detail::awake_threads;
using webpool::detail::Job;
using webpool::detail::MapCall;
using webpool::detail::MapJob;
using webpool::detail::Pocket;
using webpool::detail::Processor;
using webpool::detail::Range;
using webpool::detail::Reference;
using webpool::detail::Scheduler;

namespace {

// The machine has that many cores, while it lives.
class Cores {
 public:
  explicit Cores(std::int32_t count) : before_(webpool::detail::core_count()), awake_before_(awake_threads.load()) {
    webpool::detail::known_core_count.store(count);
  }
  Cores(const Cores&) = delete;
  Cores& operator=(const Cores&) = delete;
  ~Cores() { webpool::detail::known_core_count.store(before_); }

  // Until no more threads of pools than that are awake, of those that have begun since then.
  void wait_until_awake(std::int32_t count) const {
    while (awake_threads.load() > awake_before_ + count) std::this_thread::yield();
  }

 private:
  std::int32_t before_;
  std::int32_t awake_before_;
};

// A pool without threads: the test's own thread is one processor and another in turn.
class Driven {
 public:
  explicit Driven(std::size_t processes, std::uint64_t maxtasksperchild = 0)
      : scheduler(std::make_shared<Scheduler>(processes, webpool::detail::SchedulerOptions{{}, maxtasksperchild})) {}
  Driven(const Driven&) = delete;
  Driven& operator=(const Driven&) = delete;
  ~Driven() {
    scheduler->terminate();
    for (const auto index : begun_) {
      be(index);
      scheduler->end_thread();
    }
  }

  Processor& be(std::uint32_t index) {
    if (begun_.insert(index).second) return scheduler->begin_thread(index);
    Processor::set_current(&scheduler->processor(index));
    return scheduler->processor(index);
  }
  void be_nobody() { Processor::set_current(nullptr); }

  template <class Function>
  Reference<> give(Function function) {
    Reference<> job(new ApplyJob<Function, std::tuple<>, void>(std::move(function), {}, AsyncOptions<void>{}));
    scheduler->submit(*job);
    return job;
  }
  // The processor takes the next job.
  Job* take(std::uint32_t index) {
    Processor& processor = be(index);
    processor.forget_last_end();  // the test has run since
    return scheduler->next(processor) ? processor.innermost().job() : nullptr;
  }
  // The processor runs what it has taken.
  void run(std::uint32_t index) { be(index).innermost().drain(); }

  const std::shared_ptr<Scheduler> scheduler;

 private:
  std::set<std::uint32_t> begun_;
};

}  // namespace

TEST_CASE("nobody counts on a processor that destroys what a task held", "[wake-ups]") {
  const Cores cores(4);
  Gate begun;
  Gate may_go_on;
  Gate destroying;
  Gate may_end;
  Pool pool(2);
  {
    const std::shared_ptr<void> held(nullptr, [&](void*) {
      destroying.open();
      may_end.wait();
    });
    (void)pool.apply_async([held, &begun, &may_go_on] {
      begun.open();
      may_go_on.wait();
    });
  }
  begun.wait();
  for (std::size_t index = 0; index < 2; ++index) {
    while (!pool.stats()[index].alive) std::this_thread::yield();
  }
  cores.wait_until_awake(1);
  may_go_on.open();
  destroying.wait();
  auto other = pool.apply_async([&] { may_end.open(); });
  may_end.wait();
  other.get();
  CHECK(other.successful());
}

TEST_CASE("whoever takes the last job of the queue wakes another one for what stands behind a long job",
          "[wake-ups][pockets]") {
  if constexpr (Pocket::capacity > 1) {
    const Cores cores(4);
    Gate ran;
    Driven pool(3);
    // The first processor runs a small job, so that it will take several at once.
    bool small = false;
    for (int tries = 0; tries < 1000 && !small; ++tries) {
      const auto busy = pool.be(0).stats().busy;
      const auto job = pool.give([] {});
      REQUIRE(pool.take(0) == job.get());
      pool.run(0);
      small = pool.be(0).stats().busy - busy < std::chrono::microseconds{2};
    }
    if (!small) SKIP("no job is small here");
    // The second one has ended its job, and everybody counts on it.
    const auto first = pool.give([] {});
    REQUIRE(pool.take(1) == first.get());
    pool.run(1);
    // The third one sleeps.
    std::thread third([&] {
      pool.scheduler->begin_thread(2).work();
      pool.scheduler->end_thread();
    });
    while (pool.scheduler->started().load() != 3) std::this_thread::yield();
    cores.wait_until_awake(2);

    const auto long_one = pool.give([] {});
    const auto behind = pool.give([&] { ran.open(); });
    std::vector<Reference<>> cancelled;
    for (int i = 0; i < 9; ++i) cancelled.push_back(pool.give([] {}));
    const auto another_long_one = pool.give([] {});
    for (const auto& job : cancelled) job->cancel();
    CHECK(pool.take(0) == long_one.get());
    CHECK(pool.take(1) == another_long_one.get());
    ran.wait();

    pool.run(0);
    pool.run(1);
    pool.be_nobody();
    pool.scheduler->close();
    third.join();
    CHECK(behind->done());
  }
}

TEST_CASE("a job that comes back to the queue takes nothing of it along that others let go of", "[queue]") {
  Driven pool(2, 1);
  const std::vector<int> items = numbers(4);
  using Map = MapJob<MapCall, int (*)(int), std::vector<int>, int>;
  Reference<> shared(new Map(square, items, items.size(), 1, 2, {}));
  pool.scheduler->submit(*shared);
  REQUIRE(pool.take(0) == shared.get());
  auto& visit = pool.be(0).innermost();
  REQUIRE(visit.claim());
  visit.commit();
  REQUIRE(shared->enter() != nullptr);  // as a task does that waits for it

  // While the second processor lets go of both, the first one's thread takes no more, and another job is given.
  const auto held = std::make_shared<int>(1);
  std::optional<Reference<>> last;
  {
    const std::shared_ptr<void> at_end(nullptr, [&](void*) {
      pool.be(0);
      CHECK_FALSE(visit.claim());
      last = pool.give([held] {});
      CHECK_FALSE(pool.scheduler->has_ended());  // a look at what was given
      pool.be(1);
    });
    const auto cancelled = pool.give([at_end] {});
    cancelled->cancel();
  }
  const auto next = pool.give([] {});
  CHECK(pool.take(1) == next.get());
  pool.run(1);
  REQUIRE(last.has_value());
  pool.be_nobody();
  pool.scheduler->terminate();
  CHECK((*last)->done());
  CHECK(held.use_count() == 2);
}

TEST_CASE("chunks that are being stolen while the job is stopped are counted when the thief's thread wears out",
          "[terminate][maxtasksperchild]") {
  Driven pool(2, 1);
  std::vector<int> items = numbers(8);
  using Map = MapJob<MapCall, int (*)(int), std::vector<int>&, int>;
  Reference<> job(new Map(square, items, items.size(), 1, 2, {}));
  job->borrows = true;  // so that it ends when all chunks are counted
  pool.scheduler->submit(*job);
  REQUIRE(pool.take(0) == job.get());
  auto& thief = pool.be(0).innermost();
  REQUIRE(thief.claim());
  thief.commit();
  Range* const victim = job->enter();
  REQUIRE(victim != nullptr);

  // The steps of Job::steal, with those of Job::stop in between.
  thief.range()->drop();
  job->complete(3);
  const auto stolen = victim->drop();
  REQUIRE(stolen == 4);
  job->stop(std::make_exception_ptr(webpool::CancelledError("stopped")));
  thief.range()->fill(0, stolen);
  SECTION("by the thread that wears out") { CHECK_FALSE(thief.claim()); }
  SECTION("by the end of a thread that died") {
    pool.scheduler->processor_died(0, std::make_exception_ptr(webpool::ProcessorCrashedError("died")));
  }
  CHECK(job->done());
  CHECK(job->has_error());
  pool.be_nobody();
}
