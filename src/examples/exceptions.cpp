// A call rethrows the first exception of its tasks unchanged. To get the error of each task, submit each as its own job.
#include <webpool/pool.hpp>

#include <cstddef>
#include <exception>
#include <iostream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <vector>

namespace {

int parse(const std::string& text) { return std::stoi(text); }

}  // namespace

int main() {
  const std::vector<std::string> texts{"1", "two", "3", "99999999999"};
  webpool::Pool pool(2);

  try {
    pool.map(parse, texts);
  } catch (const std::exception& error) {
    std::cout << "map: " << error.what() << '\n';
  }

  std::vector<webpool::AsyncResult<int>> results;
  for (const auto& text : texts) results.push_back(pool.apply_async(parse, std::tuple(text)));
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::cout << texts[i] << ": ";
    try {
      std::cout << results[i].get() << '\n';
    } catch (const std::invalid_argument&) {
      std::cout << "not a number\n";
    } catch (const std::out_of_range&) {
      std::cout << "too large\n";
    }
  }

  // The pool's own errors have their own types, and messages that say what to do.
  pool.close();
  try {
    pool.map(parse, texts);
  } catch (const webpool::PoolNotRunningError& error) {
    std::cout << "PoolNotRunningError: " << error.what() << '\n';
  }
}
