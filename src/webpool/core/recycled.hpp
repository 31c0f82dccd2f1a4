#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <new>
#include <utility>

// AddressSanitizer is to see each job's memory freed; WebAssembly's memory is never given back, and its allocator is small.
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

/// Memory of small objects that a thread has freed and will want again. General allocators give a burst's memory back to the
/// system, from where it comes again page by page: half of what a hundred thousand small jobs cost. A thread keeps no more
/// than it has asked for, and what it has had no use for lately goes back bit by bit.
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
    if (unfit(size)) return ::operator new(size);
    if (!ended) {
      List& list = here().list_of(size);
      ++list.wanted;
      if (list.first != nullptr) {
        list.unused = std::min(list.unused, list.length - 1);
        return list.pop();
      }
    }
    return ::operator new(rounded(size));  // also at the thread's end: another one may keep it
  }

  static void free(void* memory, std::size_t size) noexcept {
    if (unfit(size) || ended) return ::operator delete(memory);
    List& list = here().list_of(size);
    if (list.wanted == 0) return ::operator delete(memory);  // allocated by another thread, which will ask again
    --list.wanted;
    list.push(memory);
    if (++list.frees > 2 * list.length + grace) list.look();
    if (list.surplus == 0) return;
    --list.surplus;
    ::operator delete(list.pop());
  }

  /// How many objects of that size could be made of what the calling thread has kept.
  static std::size_t kept(std::size_t size) noexcept { return unfit(size) || ended ? 0 : here().list_of(size).length; }
  /// Larger objects are not kept.
  static constexpr std::size_t largest = 256;
  /// How much is allocated for an object of that size: what fits objects of all sizes that share its list.
  static constexpr std::size_t rounded(std::size_t size) noexcept { return size_class(size) * grain + lost; }

 private:
  // General allocators have a word of their own before each block: glibc's are 16 bytes apart, with room for 8 less. (They
  // align such blocks to 16, as glibc does, though the standard asks for less where the size is no multiple of it.)
  static constexpr std::size_t grain = 16;
  static constexpr std::size_t lost = 8;
  static constexpr std::size_t grace = 4096;

  struct Block {
    Block* next;
  };
  struct List {
    Block* first = nullptr;
    std::size_t length = 0;
    std::size_t wanted = 0;   // allocated by this thread and not freed by it
    std::size_t frees = 0;    // since the last look: so many until the next that a burst would have come and gone
    std::size_t unused = 0;   // the least that its length has been since then
    std::size_t surplus = 0;  // what is to go back

    void push(void* memory) noexcept {
      first = new (memory) Block{first};
      ++length;
    }
    void* pop() noexcept {
      --length;
      return std::exchange(first, first->next);
    }
    void look() noexcept {
      surplus = std::exchange(unused, length) / 2;
      frees = 0;
    }
  };

  // Whether the thread's own is gone: what has static storage may free its memory later.
  static inline thread_local bool ended = false;
  static bool unfit(std::size_t size) noexcept { return WEBPOOL_RECYCLES == 0 || size > largest; }
  static Recycled& here() noexcept {
    static thread_local Recycled recycled;
    return recycled;
  }
  static constexpr std::size_t size_class(std::size_t size) noexcept { return (size + grain - lost - 1) / grain; }
  List& list_of(std::size_t size) noexcept { return lists_[size_class(size)]; }

  std::array<List, largest / grain + 1> lists_{};
};

}  // namespace webpool::detail
