#include <wasm/trace_reader.hpp>

#include <wasm/layout.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/trace.hpp>

#include <emscripten.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

/// The traces of all pools, for the host's page: the timeline.
namespace webpool::wasm {
namespace {

// The pools whose traces the host follows, the newest last; kept for a while after their end, so that none is missed.
struct Followed {
  std::shared_ptr<detail::PoolCore> core;
  std::unique_ptr<std::uint64_t[]> next;
};
detail::Lock followed_lock;
std::array<Followed, 32> followed;
std::atomic<bool> following{false};

TraceRecord record_of(std::uint32_t pool, const TraceEvent& event) {
  TraceRecord record;
  record.pool = pool;
  record.processor = event.processor;
  record.sequence = static_cast<std::uint32_t>(event.sequence);
  record.job = event.job;
  record.chunk = event.chunk;
  record.chunks = event.chunks;
  record.item = static_cast<std::uint32_t>(event.item);
  record.items = static_cast<std::uint32_t>(event.items);
  record.begin = static_cast<double>(event.begin.count()) / 1e6;
  record.end = static_cast<double>(event.end.count()) / 1e6;
  return record;
}

}  // namespace

void follow_trace(const std::shared_ptr<detail::PoolCore>& core) {
  if (!following.load(std::memory_order_relaxed)) return;
  Followed place{core, std::make_unique<std::uint64_t[]>(core->processes())};
  // What is pushed out at the end, the oldest, is let go of after the lock.
  const std::lock_guard lock(followed_lock);
  for (auto pool = followed.rbegin(); pool != followed.rend() && place.core; ++pool) std::swap(*pool, place);
}

extern "C" {

/// Host: from now on pools are remembered for `webpool_trace_read`.
EMSCRIPTEN_KEEPALIVE void webpool_trace_follow() { following.store(true, std::memory_order_relaxed); }

/// Host: the events of all pools since the last call; one that still runs comes again. They stay at the returned address,
/// `*count` of them, until the next call.
EMSCRIPTEN_KEEPALIVE const TraceRecord* webpool_trace_read(std::uint32_t* count) {
  static std::vector<TraceRecord> records;
  static std::vector<TraceEvent> events;
  records.clear();
  const std::lock_guard lock(followed_lock);
  for (Followed& pool : followed) {
    if (!pool.core) continue;
    for (std::uint32_t index = 0; index < pool.core->processes(); ++index) {
      events.clear();
      pool.next[index] = pool.core->worker(index).trace().read(pool.next[index], index, events);
      for (const TraceEvent& event : events) records.push_back(record_of(pool.core->number(), event));
    }
  }
  *count = static_cast<std::uint32_t>(records.size());
  return records.data();
}

}  // extern "C"
}  // namespace webpool::wasm
