#include <wasm/trace_reader.hpp>

#include <wasm/layout.hpp>
#include <webpool/sync/lock.hpp>
#include <webpool/trace.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

/// The traces of all pools, for the host's page: the timeline.
namespace webpool::wasm {
namespace {

// The pools whose traces the host reads, newest last. Kept for a while after their end, so that no event is missed.
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
  // Shifts all entries by one. The oldest ends up in `place` and is released after unlocking.
  const std::lock_guard lock(followed_lock);
  for (auto pool = followed.rbegin(); pool != followed.rend() && place.core; ++pool) std::swap(*pool, place);
}

/// By the host: has new pools added to what `webpool_trace_read` reads.
void webpool_trace_follow() { following.store(true, std::memory_order_relaxed); }

/// By the host: the events of all pools since the last call, including those that still run. The returned `*count` events are
/// valid until the next call.
const TraceRecord* webpool_trace_read(std::uint32_t* count) {
  static std::vector<TraceRecord> records;
  static std::vector<TraceEvent> events;
  records.clear();
  try {
    const std::lock_guard lock(followed_lock);
    for (Followed& pool : followed) {
      if (!pool.core) continue;
      for (std::uint32_t index = 0; index < pool.core->processes(); ++index) {
        events.clear();
        auto next = pool.next[index];
        pool.core->worker(index).trace().read(next, index, events);
        records.reserve(records.size() + events.size());
        for (const TraceEvent& event : events) records.push_back(record_of(pool.core->number(), event));
        pool.next[index] = next;
      }
    }
  } catch (const std::bad_alloc&) {  // the rest is read by a later call
  }
  *count = static_cast<std::uint32_t>(records.size());
  return records.data();
}

}  // namespace webpool::wasm
