#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>
#include <utility>

// Not with AddressSanitizer, which should see each job's memory freed, nor in WebAssembly, whose allocator is fast enough.
#if defined(__SANITIZE_ADDRESS__) || defined(__wasm__)
#define WEBPOOL_RECYCLES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WEBPOOL_RECYCLES 0
#endif
#endif
#if !defined(WEBPOOL_RECYCLES)
#define WEBPOOL_RECYCLES 1
#endif

namespace webpool::detail {

/// A per-thread cache of freed memory for small objects. After a burst, general allocators return its memory to the system
/// and get it back page by page, which was half the cost of a hundred thousand small jobs. A thread caches no more than it
/// has allocated, and gradually frees what it has not used lately.
class Recycled {
 public:
  Recycled() = default;
  Recycled(const Recycled&) = delete;
  Recycled& operator=(const Recycled&) = delete;
  ~Recycled() {
    ended = true;
    for (List& list : lists_) {
      while (list.first != nullptr) ::operator delete(list.pop());
    }
  }

  static void* allocate(std::size_t size) {
    if (is_not_cached(size)) return ::operator new(size);
    if (!ended) {
      List& list = of_this_thread().list_of(size);
      ++list.in_use;
      if (list.first != nullptr) {
        list.min_length = (std::min)(list.min_length, list.length - 1);
        return list.pop();
      }
    }
    return ::operator new(rounded(size));  // rounded also at the thread's end, since another thread may cache it
  }

  static void free(void* memory, std::size_t size) noexcept {
    if (is_not_cached(size) || ended) return ::operator delete(memory);
    List& list = of_this_thread().list_of(size);
    if (list.in_use == 0) return ::operator delete(memory);  // allocated by another thread
    --list.in_use;
    list.push(memory);
    if (++list.frees > 2 * list.length + min_frees) list.find_surplus();
    if (list.surplus == 0) return;
    --list.surplus;
    ::operator delete(list.pop());
  }

  /// How many objects of that size the calling thread could allocate from its cache.
  static std::size_t kept(std::size_t size) noexcept {
    return is_not_cached(size) || ended ? 0 : of_this_thread().list_of(size).length;
  }
  /// Larger objects are not cached.
  static constexpr std::size_t largest = 256;
  /// How many bytes are allocated for an object of that size: enough for all sizes of its size class.
  static constexpr std::size_t rounded(std::size_t size) noexcept { return size_class(size) * grain + usable; }

 private:
  // Size classes fit glibc's blocks, which are 16 bytes apart and 8 bytes of which are a header. (The blocks are aligned to
  // 16 bytes, though the standard guarantees less for a size that is not a multiple of 16.)
  static constexpr std::size_t grain = 16;
  static constexpr std::size_t usable = 8;
  static constexpr std::size_t min_frees = 4096;

  struct Block {
    Block* next;
  };
  struct List {
    Block* first = nullptr;
    std::size_t length = 0;
    std::size_t in_use = 0;      // allocated by this thread and not freed by it
    std::size_t frees = 0;       // since the last `find_surplus`; more than a burst makes
    std::size_t min_length = 0;  // since then: so many blocks were not needed
    std::size_t surplus = 0;     // how many blocks to return to the allocator, one at each `free`

    void push(void* memory) noexcept {
      first = new (memory) Block{first};
      ++length;
    }
    void* pop() noexcept {
      --length;
      return std::exchange(first, first->next);
    }
    void find_surplus() noexcept {
      surplus = std::exchange(min_length, length) / 2;
      frees = 0;
    }
  };

  // Whether this thread's cache was destroyed. Objects with static storage may free memory after that.
  static inline thread_local bool ended = false;
  static bool is_not_cached(std::size_t size) noexcept { return WEBPOOL_RECYCLES == 0 || size > largest; }
  static Recycled& of_this_thread() noexcept {
    static thread_local Recycled recycled;
    return recycled;
  }
  static constexpr std::size_t size_class(std::size_t size) noexcept { return (size + grain - usable - 1) / grain; }
  List& list_of(std::size_t size) noexcept { return lists_[size_class(size)]; }

  std::array<List, largest / grain + 1> lists_{};
};

}  // namespace webpool::detail
