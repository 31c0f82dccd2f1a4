#include <webpool/sync/atomic.hpp>
#include <webpool/sync/parking.hpp>

#if !defined(__wasm__)

#include <array>
#include <condition_variable>
#include <mutex>
#include <new>

namespace webpool::detail {
namespace {

// A sleeping thread, in the list of its bucket. Guarded by the bucket's mutex.
struct Sleeper {
  const Word* word;
  bool woken = false;
  Sleeper* next = nullptr;
  std::condition_variable changed{};
};

struct Bucket {
  std::mutex mutex;
  Sleeper* first = nullptr;
  // Written by sleepers under the mutex, read by notifiers without it. Both sides are sequentially consistent with the
  // word: a notifier that sees no sleeper here changed the word before the sleeper's last check of it.
  Atomic<std::uint32_t> sleepers{0};

  void remove(const Sleeper& gone) noexcept {
    for (Sleeper** link = &first; *link != nullptr; link = &(*link)->next) {
      if (*link == &gone) {
        *link = gone.next;
        return;
      }
    }
  }
};

// Never destroyed, since threads may outlive static destruction, and not on the heap, which may be exhausted.
union Buckets {
  Buckets() : all{} {}
  ~Buckets() {}
  std::array<Bucket, 64> all;
};

Buckets& all_buckets() noexcept {
  static Buckets buckets;
  return buckets;
}

Bucket& bucket_of(const Word& word) noexcept {
  Buckets& buckets = all_buckets();
  const auto address = reinterpret_cast<std::uintptr_t>(&word);
  return buckets.all[((address >> 6U) ^ (address >> 2U)) % buckets.all.size()];
}

}  // namespace

void forget_parked_threads() noexcept { new (&all_buckets().all) std::array<Bucket, 64>{}; }

bool wait(Word& word, std::uint32_t expected, Deadline deadline) noexcept {
  Bucket& bucket = bucket_of(word);
  std::unique_lock lock(bucket.mutex);
  bucket.sleepers.fetch_add(1, std::memory_order_seq_cst);
  bool woken = true;
  if (word.load(std::memory_order_seq_cst) == expected) {
    Sleeper self{.word = &word};
    Sleeper** last = &bucket.first;
    while (*last != nullptr) last = &(*last)->next;
    *last = &self;
    while (!self.woken) {
      if (deadline == no_deadline) {
        self.changed.wait(lock);
      } else if (self.changed.wait_until(lock, deadline) == std::cv_status::timeout) {
        break;
      }
    }
    if (!self.woken) bucket.remove(self);
    woken = self.woken;
  }
  bucket.sleepers.fetch_sub(1, std::memory_order_relaxed);
  return woken;
}

void notify(Word& word, std::uint32_t count) noexcept {
  Bucket& bucket = bucket_of(word);
  // The word was changed with an operation that this read-modify-write orders before itself.
  if (bucket.sleepers.fetch_add(0, std::memory_order_seq_cst) == 0) return;
  const std::lock_guard lock(bucket.mutex);
  for (Sleeper** link = &bucket.first; *link != nullptr && count > 0;) {
    Sleeper& sleeper = **link;
    if (sleeper.word != &word) {
      link = &sleeper.next;
      continue;
    }
    *link = sleeper.next;
    sleeper.woken = true;
    --count;
    sleeper.changed.notify_one();  // under the mutex: the sleeper's memory is its stack
  }
}

}  // namespace webpool::detail

#endif
