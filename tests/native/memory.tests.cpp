// What the pool does when memory runs out: an error or a settled job, never a wait and never std::terminate.
#include "support.hpp"

#include <webpool/errors.hpp>
#include <webpool/trace_reader.hpp>

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cstddef>
#include <cstdlib>
#include <latch>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using webpool::AsyncResult;
using webpool::Pool;

namespace {

// Which allocation fails, counted from 1 over all threads (0: none), and whether all later ones fail, too.
std::atomic<long> failing{0};
std::atomic<bool> all_that_follow{false};
std::atomic<long> allocations{0};
std::atomic<bool> failed{false};

bool fails() noexcept {
  const auto number = failing.load(std::memory_order_relaxed);
  if (number == 0) return false;
  const auto this_one = allocations.fetch_add(1, std::memory_order_relaxed) + 1;
  if (this_one != number && !(this_one > number && all_that_follow.load(std::memory_order_relaxed))) return false;
  failed.store(true, std::memory_order_relaxed);
  return true;
}

// While it lives, the allocation with that number fails.
class Failing {
 public:
  Failing(long number, bool and_all_that_follow) {
    allocations = 0;
    failed = false;
    all_that_follow = and_all_that_follow;
    failing = number;
  }
  Failing(const Failing&) = delete;
  Failing& operator=(const Failing&) = delete;
  ~Failing() { failing = 0; }
};

// Runs the scenario once for each of its allocations, which fails alone or with all later ones. An exception other than
// std::bad_alloc fails the test.
template <class Scenario>
void with_each_allocation_failing(Scenario scenario) {
  for (const bool following : {false, true}) {
    long number = 1;
    do {
      scenario([&] { return Failing(number, following); });
    } while (failed && ++number < 10'000);
    CHECK(number > 1);
    CHECK_FALSE(failed);
  }
}

// The value of a result, or nothing if memory had run out.
template <class T>
std::optional<T> value_or_bad_alloc(AsyncResult<T>& result) {
  try {
    return result.get();
  } catch (const std::bad_alloc&) {
    return std::nullopt;
  }
}

}  // namespace

// GCC takes the memory that these give for that of other operators, once they are inlined.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wmismatched-new-delete"
#endif

void* operator new(std::size_t size) {
  if (fails()) throw std::bad_alloc();
  if (void* const memory = std::malloc(size != 0 ? size : 1)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return fails() ? nullptr : std::malloc(size != 0 ? size : 1);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t /*size*/) noexcept { std::free(memory); }

TEST_CASE("a map without memory throws std::bad_alloc, and the pool keeps working", "[memory]") {
  Pool pool(2);
  const auto items = numbers(100);
  bool right = true;
  with_each_allocation_failing([&](auto fail) {
    try {
      const auto failing_one = fail();
      right = pool.map(square, items, {.chunksize = 1}).size() == 100 && right;
    } catch (const std::bad_alloc&) {
      right = failed && right;
    }
    right = pool.map(square, items) == squares(100) && right;
  });
  CHECK(right);
}

TEST_CASE("calls that return at once settle without memory, or throw std::bad_alloc", "[memory]") {
  Pool pool(2);
  const auto items = numbers(20);
  bool right = true;
  with_each_allocation_failing([&](auto fail) {
    std::optional<AsyncResult<std::vector<int>>> map;
    std::optional<AsyncResult<int>> call;
    bool called_back = false;
    {
      const auto failing_one = fail();
      try {
        map.emplace(pool.map_async(square, items,
                                   {.callback = [&](const std::vector<int>&) { called_back = true; },
                                    .error_callback = [&](const std::exception_ptr&) { called_back = true; }}));
        call.emplace(pool.apply_async(square, std::tuple{3}));
      } catch (const std::bad_alloc&) {
        right = failed && right;
      }
      if (map) map->wait();
      if (call) call->wait();
    }
    if (map) {
      const auto results = value_or_bad_alloc(*map);
      right = right && called_back && (!results || *results == squares(20));
    }
    if (call) right = right && value_or_bad_alloc(*call).value_or(9) == 9;
  });
  CHECK(right);
}

TEST_CASE("a task that waits for its own pool without memory gets std::bad_alloc or its result", "[memory][nested]") {
  Pool pool(1);
  bool right = true;
  with_each_allocation_failing([&](auto fail) {
    try {
      const auto failing_one = fail();
      right = pool.apply([&] { return pool.map(square, numbers(5), {.chunksize = 1}).back(); }) == 16 && right;
    } catch (const std::bad_alloc&) {
      right = failed && right;
    }
    right = pool.apply(square, std::tuple{4}) == 16 && right;
  });
  CHECK(right);
}

TEST_CASE("cancel without memory settles the job", "[memory][cancel]") {
  Pool pool(1);
  bool right = true;
  with_each_allocation_failing([&](auto fail) {
    BusyProcessor busy(pool);
    auto call = pool.apply_async([] {});
    {
      const auto failing_one = fail();
      right = call.cancel() && call.ready() && right;
    }
    bool settled = false;
    try {
      call.get();
    } catch (const webpool::CancelledError&) {
      settled = true;
    } catch (const std::bad_alloc&) {
      settled = failed;
    }
    right = right && settled;
  });
  CHECK(right);
}

TEST_CASE("terminate without memory settles all jobs", "[memory][terminate]") {
  bool right = true;
  with_each_allocation_failing([&](auto fail) {
    Pool pool(2);
    std::vector<AsyncResult<void>> results;
    {
      BusyProcessor busy(pool);
      BusyProcessor another(pool);
      for (int i = 0; i < 100; ++i) results.push_back(pool.apply_async([] {}));
      const auto failing_one = fail();
      pool.terminate();
      for (auto& result : results) right = result.ready() && right;
    }
    for (auto& result : results) {
      bool settled = false;
      try {
        result.get();
      } catch (const webpool::PoolTerminatedError&) {
        settled = true;
      } catch (const std::bad_alloc&) {
        settled = failed;
      }
      right = right && settled;
    }
  });
  CHECK(right);
}

TEST_CASE("a pool is made and destroyed without memory, or is not made", "[memory][lifecycle]") {
  bool right = true;
  with_each_allocation_failing([&](auto fail) {
    const auto failing_one = fail();
    try {
      Pool pool(3, {.initializer = [] {}, .maxtasksperchild = 2});
      right = pool.map(square, numbers(10), {.chunksize = 1}).back() == 81 && right;
    } catch (const std::bad_alloc&) {
      right = failed && right;
    }
  });
  CHECK(right);
}

TEST_CASE("an iterator without memory gives its results, then std::bad_alloc", "[memory][imap]") {
  Pool pool(2);
  const auto items = numbers(50);
  for (const bool ordered : {true, false}) {
    bool right = true;
    with_each_allocation_failing([&](auto fail) {
      int results = 0;
      int errors = 0;
      try {
        const auto failing_one = fail();
        auto read = [&](auto iterator) {
          for (;;) {
            try {
              const auto next = iterator.next();
              if (!next) break;
              ++results;
            } catch (const std::bad_alloc&) {
              ++errors;
            }
          }
        };
        if (ordered) {
          read(pool.imap(square, items));
        } else {
          read(pool.imap_unordered(square, items));
        }
      } catch (const std::bad_alloc&) {
        ++errors;
      }
      right = right && (errors == 0 ? results == 50 : failed.load() && results <= 50);
    });
    CHECK(right);
    CHECK(pool.map(square, items) == squares(50));
  }
}

TEST_CASE("a reader of the trace that lacks memory returns the events later", "[memory][trace]") {
  Pool pool(2);
  std::latch both_at_work(2);
  pool.map([&](int) { both_at_work.arrive_and_wait(); }, numbers(2), {.chunksize = 1});
  bool right = true;
  with_each_allocation_failing([&](auto fail) {
    webpool::TraceReader reader(pool);
    const auto read = [&] {
      try {
        const auto failing_one = fail();
        return reader.read();
      } catch (const std::bad_alloc&) {
        return reader.read();
      }
    };
    right = read().size() == 2 && right;
  });
  CHECK(right);
}

#if !defined(__EMSCRIPTEN__)  // which starts threads without memory of their own
TEST_CASE("a callback may terminate the pool that fails for want of memory for a thread",
          "[memory][maxtasksperchild]") {
  Pool pool(1, {.maxtasksperchild = 1});
  Gate release;
  auto first = pool.apply_async([&] { release.wait(); });
  auto second = pool.apply_async([] {}, {}, {.error_callback = [&](auto&) { pool.terminate(); }});
  {
    const Failing no_memory(1, true);
    release.open();
    second.wait();
  }
  CHECK_THROWS_AS(second.get(), std::bad_alloc);
  pool.join();
}
#endif
