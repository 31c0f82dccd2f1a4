// Processors that the test drives step by step, for behaviour that depends on the order of their steps.
#include "support.hpp"

#include <webpool/calls/apply_job.hpp>
#include <webpool/calls/call_types.hpp>
#include <webpool/calls/map_job.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/sync/spin.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using webpool::Pool;
using webpool::detail::ApplyJob;
using webpool::detail::awake_threads;
using webpool::detail::ChunkRange;
using webpool::detail::Job;
using webpool::detail::JobPtr;
using webpool::detail::MapCall;
using webpool::detail::MapJob;
using webpool::detail::PoolCore;
using webpool::detail::Worker;

namespace {

// Sets the number of cores during its lifetime.
class Cores {
 public:
  explicit Cores(std::int32_t count) : before_(webpool::detail::core_count()), awake_before_(awake_threads.load()) {
    webpool::detail::known_core_count.store(count);
  }
  Cores(const Cores&) = delete;
  Cores& operator=(const Cores&) = delete;
  ~Cores() { webpool::detail::known_core_count.store(before_); }

  // Waits until at most that many threads of pools that have begun since then are awake.
  void wait_until_awake(std::int32_t count) const {
    while (awake_threads.load() > awake_before_ + count) std::this_thread::yield();
  }

 private:
  std::int32_t before_;
  std::int32_t awake_before_;
};

// map(square, a vector).
using Input = webpool::detail::Owned<std::vector<int>>;
using Squares = MapJob<webpool::detail::TaskFor<MapCall, int (*)(int), Input>, int (*)(int), Input::Source, int>;

// The job of map(square, 0, 1, …) in chunks of one item.
JobPtr<> square_numbers(std::size_t count, std::uint32_t processes) {
  return JobPtr<>(new Squares(PoolCore(processes), square, numbers(count), webpool::MapOptions{.chunksize = 1}));
}

// A pool without threads: the test's own thread acts as one processor and then as another.
class Driven {
 public:
  explicit Driven(std::size_t processes, std::uint64_t maxtasksperchild = webpool::detail::PoolCoreOptions::no_limit)
      : core(std::make_shared<PoolCore>(processes, webpool::detail::PoolCoreOptions{{}, maxtasksperchild})) {}
  Driven(const Driven&) = delete;
  Driven& operator=(const Driven&) = delete;
  ~Driven() {
    core->terminate();
    for (const auto index : begun_) {
      be(index);
      core->end_thread();
    }
  }

  Worker& be(std::uint32_t index) {
    if (begun_.insert(index).second) return core->begin_thread(index);
    Worker::set_current(&core->worker(index));
    return core->worker(index);
  }
  void be_no_processor() { Worker::set_current(nullptr); }

  template <class Function>
  JobPtr<> give(Function function) {
    JobPtr<> job(
        new ApplyJob<Function, std::tuple<>, void>(std::move(function), std::tuple<>(), webpool::ApplyOptions{}));
    core->submit(*job);
    return job;
  }
  // The processor takes the next job.
  Job* take(std::uint32_t index) {
    Worker& worker = be(index);
    worker.forget_last_end();  // the test has run since
    return core->next(worker) ? worker.innermost().job() : nullptr;
  }
  // The processor runs what it has taken.
  void run(std::uint32_t index) { be(index).innermost().run_all(); }

  const std::shared_ptr<PoolCore> core;

 private:
  std::set<std::uint32_t> begun_;
};

}  // namespace

TEST_CASE("a processor that destroys a task's data wakes another one for new work", "[wake-ups]") {
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

TEST_CASE("a job that is queued again does not link jobs that other workers release", "[queue]") {
  Driven pool(2, 1);
  JobPtr<> shared = square_numbers(4, 2);
  pool.core->submit(*shared);
  REQUIRE(pool.take(0) == shared.get());
  auto& run = pool.be(0).innermost();
  REQUIRE(run.claim());
  run.commit();
  REQUIRE(shared->hold_range() != nullptr);  // as a task does that waits for it

  // While the second processor releases both, the first one's thread ends, and another job is submitted.
  const auto held = std::make_shared<int>(1);
  std::optional<JobPtr<>> last;
  {
    const std::shared_ptr<void> at_end(nullptr, [&](void*) {
      pool.be(0);
      CHECK_FALSE(run.claim());
      last = pool.give([held] {});
      CHECK_FALSE(pool.core->has_ended());  // a look at what was given
      pool.be(1);
    });
    const auto cancelled = pool.give([at_end] {});
    cancelled->cancel();
  }
  const auto next = pool.give([] {});
  CHECK(pool.take(1) == next.get());
  pool.run(1);
  REQUIRE(last.has_value());
  pool.be_no_processor();
  pool.core->terminate();
  CHECK((*last)->done());
  CHECK(held.use_count() == 2);
}

TEST_CASE("chunks that are being stolen while the job is stopped are counted when the thief's thread wears out",
          "[terminate][maxtasksperchild]") {
  Driven pool(2, 1);
  JobPtr<> job = square_numbers(8, 2);
  job->caller_owns_data = true;  // so that it ends when all chunks are counted
  pool.core->submit(*job);
  REQUIRE(pool.take(0) == job.get());
  auto& thief = pool.be(0).innermost();
  REQUIRE(thief.claim());
  thief.commit();
  ChunkRange* const victim = job->hold_range();
  REQUIRE(victim != nullptr);

  // The steps of Job::steal, with those of Job::stop in between.
  job->complete(thief.range()->drop());
  ChunkRange::Part stolen;
  REQUIRE(victim->steal(stolen));
  job->stop(std::make_exception_ptr(webpool::CancelledError("stopped")));
  thief.range()->fill(stolen);
  SECTION("by the thread that wears out") { CHECK_FALSE(thief.claim()); }
  SECTION("by the end of a thread that died") {
    pool.core->worker_died(0, std::make_exception_ptr(webpool::ProcessorCrashedError("died")));
  }
  CHECK(job->done());
  CHECK(job->has_error());
  pool.be_no_processor();
}

TEST_CASE("a job that is destroyed when a thread has died may terminate its pool", "[terminate]") {
  Driven pool(1);
  {
    const std::shared_ptr<void> at_end(nullptr, [&](void*) { pool.core->terminate(); });
    const auto job = pool.give([at_end] {});
    REQUIRE(pool.take(0) == job.get());
    REQUIRE(pool.be(0).innermost().claim());
    REQUIRE(job->cancel());  // so that the queue does not keep it
  }
  pool.be_no_processor();
  pool.core->worker_died(0, std::make_exception_ptr(webpool::ProcessorCrashedError("died")));
  CHECK(pool.core->has_ended());
}

TEST_CASE("a worker takes no job that comes to a terminated pool", "[terminate][maxtasksperchild]") {
  Driven pool(1, 1);
  pool.be(0);
  pool.core->terminate();
  const JobPtr<> job = square_numbers(3, 1);
  // As a submitter does that has checked the state before that, and checks it once more after this.
  pool.core->queue().push(*job);
  CHECK(pool.take(0) == nullptr);
  {
    const std::lock_guard lock(pool.core->queue().lock());
    REQUIRE(job->queued);
    static_cast<void>(pool.core->queue().remove(*job));
  }
  CHECK(job->items_done() == 0);
}

TEST_CASE("tasks begin in the order of submission, so that pairs of neighbours that wait for each other all run",
          "[queue]") {
  Pool pool(2);
  constexpr int count = 1000;
  std::vector<Gate> met(count);
  std::vector<webpool::AsyncResult<void>> results;
  // The pairs come after short tasks, in case that workers then take several jobs at once.
  for (int i = 0; i < count; ++i) results.push_back(pool.apply_async([] {}));
  for (std::size_t i = 0; i < count; ++i) {
    results.push_back(pool.apply_async([&met, i] {
      met[i].open();
      met[i ^ 1U].wait();
    }));
  }
  for (auto& result : results) result.get();
  CHECK(std::all_of(met.begin(), met.end(), [](const Gate& gate) { return gate.is_open(); }));
}
