// Coroutines that wait for results, where the standard library has <coroutine> (that of Emscripten 3.1.6 does not).
#include "support.hpp"

#if __has_include(<coroutine>)

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

using namespace std::chrono_literals;
using webpool::AsyncResult;
using webpool::Pool;

namespace {

// The smallest coroutine that gives a value, or the error that ended it, to a thread that waits.
template <class T>
class Task {
 public:
  struct State {
    Gate ended;
    std::optional<T> value;
    std::exception_ptr error;
  };
  struct promise_type {
    std::shared_ptr<State> state = std::make_shared<State>();
    Task get_return_object() { return Task(state, std::coroutine_handle<promise_type>::from_promise(*this)); }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(T value) {
      state->value = std::move(value);
      state->ended.open();
    }
    void unhandled_exception() {
      state->error = std::current_exception();
      state->ended.open();
    }
  };
  T get() {
    state_->ended.wait();
    if (state_->error) std::rethrow_exception(state_->error);
    return std::move(*state_->value);
  }
  // Only of one that is suspended.
  void destroy() { coroutine_.destroy(); }

 private:
  Task(std::shared_ptr<State> state, std::coroutine_handle<> coroutine)
      : state_(std::move(state)), coroutine_(coroutine) {}
  std::shared_ptr<State> state_;
  std::coroutine_handle<> coroutine_;
};

Task<int> sum_of_squares(Pool& pool, std::size_t count) {
  const auto results = co_await pool.map_async(square, numbers(count));
  int sum = 0;
  for (const int x : results) sum += x;
  co_return sum;
}

Task<bool> await(AsyncResult<void>& result) {
  co_await result;
  co_return true;
}

}  // namespace

TEST_CASE("co_await gives the result of a job", "[coroutine]") {
  Pool pool(2);
  CHECK(sum_of_squares(pool, 5).get() == 30);
  CHECK(sum_of_squares(pool, 0).get() == 0);
  auto moved = [](Pool& from) -> Task<int> {
    auto pointer = co_await from.apply_async([] { return std::make_unique<int>(7); });
    co_return *pointer;
  }(pool);
  CHECK(moved.get() == 7);
}

TEST_CASE("co_await of a ready result continues at once, and leaves an lvalue's result in place", "[coroutine]") {
  Pool pool(1);
  auto result = pool.map_async(square, numbers(3));
  result.wait();
  const auto here = std::this_thread::get_id();
  auto task = [](AsyncResult<std::vector<int>>& squares, std::thread::id thread) -> Task<bool> {
    const auto& list = co_await squares;
    co_return &list == &squares.get() && std::this_thread::get_id() == thread;
  }(result, here);
  CHECK(task.get());
}

TEST_CASE("co_await throws what a task threw", "[coroutine]") {
  Pool pool(1);
  Gate release;
  auto result = pool.apply_async([&] {
    release.wait();
    throw std::domain_error("from the task");
  });
  auto task = await(result);
  release.open();
  CHECK_THROWS_AS(task.get(), std::domain_error);
}

TEST_CASE("co_await throws when the job is cancelled, on the thread that cancels it", "[coroutine]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  auto result = pool.apply_async([] {});
  auto resumed_on = std::make_shared<std::thread::id>();
  auto task = [](AsyncResult<void>& handle, std::shared_ptr<std::thread::id> thread) -> Task<bool> {
    try {
      co_await handle;
    } catch (const webpool::CancelledError&) {
      *thread = std::this_thread::get_id();
      co_return true;
    }
    co_return false;
  }(result, resumed_on);
  CHECK(result.cancel());
  CHECK(task.get());
  CHECK(*resumed_on == std::this_thread::get_id());
}

TEST_CASE("co_await throws when the pool is terminated", "[coroutine]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  auto result = pool.apply_async([] {});
  auto task = await(result);
  pool.terminate();
  CHECK_THROWS_AS(task.get(), webpool::PoolTerminatedError);
}

TEST_CASE("co_await of an empty handle throws", "[coroutine]") {
  AsyncResult<void> empty;
  CHECK_THROWS_AS(await(empty).get(), webpool::InvalidHandleError);
}

TEST_CASE("several coroutines wait for one result and are resumed one after the other", "[coroutine]") {
  Pool pool(2);
  Gate release;
  auto result = pool.apply_async([&] { release.wait(); });
  std::vector<Task<bool>> tasks;
  for (int i = 0; i < 5; ++i) tasks.push_back(await(result));
  release.open();
  for (auto& task : tasks) CHECK(task.get());
}

TEST_CASE("a coroutine that is destroyed while it waits is not resumed", "[coroutine]") {
  Pool pool(1);
  Gate release;
  auto result = pool.apply_async([&] { release.wait(); });
  auto gone = await(result);
  auto stays = await(result);
  gone.destroy();
  release.open();
  CHECK(stays.get());
}

TEST_CASE("a coroutine calls the pool that resumed it, which has one processor", "[coroutine]") {
  Pool pool(1);
  auto task = [](Pool& from) -> Task<int> {
    int sum = 0;
    for (int x = 1; x <= 3; ++x) sum += co_await from.apply_async(square, std::tuple(x));
    // On the processor's own thread: it runs what it waits for.
    for (const int y : from.map(square, numbers(3))) sum += y;
    co_return sum;
  }(pool);
  CHECK(task.get() == 14 + 5);
}

TEST_CASE("a coroutine that owns the only handle may end while the job is cancelled", "[coroutine]") {
  Pool pool(1);
  BusyProcessor busy(pool);
  AsyncResult<void>* handle = nullptr;
  auto task = [](Pool& from, AsyncResult<void>*& place) -> Task<bool> {
    auto result = from.apply_async([] {});
    place = &result;
    try {
      co_await result;
    } catch (const webpool::CancelledError&) {
    }
    co_return true;
  }(pool, handle);
  CHECK(handle->cancel());
  CHECK(task.get());
}

TEST_CASE("coroutines that wait while jobs end at any time are all resumed", "[coroutine][stress]") {
  Pool pool(3);
  for (int round = 0; round < 300; ++round) {
    auto result = pool.apply_async([] {});
    auto first = await(result);
    std::thread other([&] { result.wait(); });
    auto second = await(result);
    first.get();
    second.get();
    other.join();
  }
}

#endif
