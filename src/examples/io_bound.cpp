// Tasks that wait for a disk or a server use no core meanwhile, so a pool for them can have more processors than cores.
#include <webpool/pool.hpp>

#include <chrono>
#include <iostream>
#include <numeric>
#include <thread>
#include <vector>

namespace {

// Stands for a request that takes 20 ms to answer.
int fetch_size(int document) {
  std::this_thread::sleep_for(std::chrono::milliseconds{20});
  return 100 + document;
}

}  // namespace

int main() {
  std::vector<int> documents(64);
  std::iota(documents.begin(), documents.end(), 0);

  webpool::Pool pool(32);
  const auto begin = std::chrono::steady_clock::now();
  // A chunk for each item, since each takes long and no processor should hold several while others are idle.
  const auto sizes = pool.map(fetch_size, documents, {.chunksize = 1});
  const auto time = std::chrono::steady_clock::now() - begin;

  std::cout << "bytes: " << std::reduce(sizes.begin(), sizes.end()) << '\n';
  // 64 requests of 20 ms take 1280 ms one after the other, and 40 ms with 32 at a time.
  std::cout << (time < std::chrono::milliseconds{640} ? "much faster" : "not faster") << " than one by one\n";
}
