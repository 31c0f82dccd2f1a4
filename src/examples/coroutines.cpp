// A coroutine waits for results without a thread of its own: `co_await` suspends it until the job has ended.
#include <webpool/pool.hpp>

#include <coroutine>
#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <tuple>
#include <utility>
#include <vector>

namespace {

// Any coroutine type works; this is a small one, which returns its value or error in a std::future.
template <class T>
struct Task {
  struct promise_type {
    std::promise<T> promise;
    Task get_return_object() { return {promise.get_future()}; }
    static std::suspend_never initial_suspend() noexcept { return {}; }
    static std::suspend_never final_suspend() noexcept { return {}; }
    void return_value(T value) { promise.set_value(std::move(value)); }
    void unhandled_exception() { promise.set_exception(std::current_exception()); }
  };
  std::future<T> future;
};

int square(int x) { return x * x; }
int add(int a, int b) { return a + b; }
int refuse() { throw std::runtime_error("not today"); }

Task<int> sum_of_squares(webpool::Pool& pool, std::vector<int> numbers) {
  const std::vector<int> squares = co_await pool.map_async(square, std::move(numbers));
  int sum = 0;
  for (const int x : squares) sum = co_await pool.apply_async(add, std::tuple(sum, x));
  co_return sum;
}

Task<int> failing(webpool::Pool& pool) { co_return co_await pool.apply_async(refuse); }

}  // namespace

int main() {
  webpool::Pool pool(2);
  auto three = sum_of_squares(pool, {1, 2, 3});
  auto four = sum_of_squares(pool, {1, 2, 3, 4});
  auto none = failing(pool);
  std::cout << "sums: " << three.future.get() << ' ' << four.future.get() << '\n';
  try {
    none.future.get();
  } catch (const std::runtime_error& error) {
    std::cout << "error: " << error.what() << '\n';
  }
}
