#include "suite.hpp"

namespace bench {

void add_maps() {
  const auto items = size(1'000'000, 1000);
  add_map<Serial>("map", items, 0);
  add_map<Webpool>("map", items, 0);
  add_map<WebpoolNewVector>("map", items, 0);
  add_map<Ideal<Idle::spins>>("map", items, 0);
  add_map<Ideal<Idle::sleeps>>("map", items, 0);
  add_map<Ideal<Idle::sleeps, Caller::waits>>("map", items, 0);
  add_map<OneTbb>("map", items, 0);
  add_map<OneTbbNewVector>("map", items, 0);
  add_map<OpenMp>("map", items, 0);
  add_map<StdAsync>("map", items, 0);

  add_map<Webpool>("map-1", items, 1);
  add_map<Ideal<Idle::spins>>("map-1", items, 1);
  add_map<Ideal<Idle::sleeps>>("map-1", items, 1);
  add_map<OneTbb>("map-1", items, 1);
  add_map<OpenMp>("map-1", items, 1);
#if defined(WEBPOOL_BENCH_TASKFLOW)
  add_map<Taskflow>("map", items, 0);
  add_map<Taskflow>("map-1", items, 1);
#endif
}

}  // namespace bench
