#include "suite.hpp"

namespace bench {
namespace {

template <class Contestant>
void add_sizes() {
  for (std::size_t items = 10; items <= size(10'000'000, 1000); items *= 10) {
    add_map<Contestant>("grow-items", items, 0);
  }
}

template <class Contestant>
void add_processors() {
  const auto items = size(1'000'000, 1000);
  for (std::size_t count = 1; count <= size(32, 4); count *= 2) {
    add_map<Contestant>("grow-processors", items, 0, count, std::to_string(count));
    add_map<Contestant>("grow-processors-1", items / 10, 1, count, std::to_string(count));
  }
}

template <class Contestant>
void add_jobs() {
  for (int count = 1; count <= static_cast<int>(size(10'000, 100)); count *= 10) {
    add_batch<Contestant>("grow-jobs", count);
  }
}

}  // namespace

void add_growth() {
  add_sizes<Serial>();
  add_sizes<Webpool>();
  add_sizes<WebpoolNewVector>();
  add_sizes<Ideal<Idle::sleeps>>();
  add_sizes<OneTbb>();
  add_sizes<OneTbbNewVector>();
  add_sizes<OpenMp>();
  add_processors<Webpool>();
  add_processors<Ideal<Idle::sleeps>>();
  add_processors<OneTbb>();
  add_processors<OpenMp>();
  add_jobs<Webpool>();
  add_jobs<Ideal<Idle::spins>>();
  add_jobs<OneTbb>();
  add_jobs<OpenMp>();
}

}  // namespace bench
