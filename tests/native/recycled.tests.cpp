#include <webpool/core/recycled.hpp>
#include <webpool/pool.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstdint>
#include <thread>
#include <tuple>
#include <vector>

using webpool::Pool;

#if WEBPOOL_RECYCLES
using webpool::detail::Recycled;

namespace {

constexpr std::size_t size = 200;

// Allocates and frees as many objects as a burst has.
void burst(std::size_t objects) {
  std::vector<void*> all(objects);
  for (void*& one : all) one = Recycled::allocate(size);
  for (void* one : all) Recycled::free(one, size);
}

// Runs the test on a new thread, which has kept nothing yet.
template <class Do>
void on_new_thread(Do&& act) {
  std::thread(act).join();
}

}  // namespace

TEST_CASE("a thread keeps the memory of a burst for the next one", "[recycled]") {
  std::size_t after_one = 0;
  std::size_t after_five = 0;
  on_new_thread([&] {
    burst(20'000);
    after_one = Recycled::kept(size);
    for (int times = 0; times < 4; ++times) burst(20'000);
    after_five = Recycled::kept(size);
  });
  CHECK(after_one == 20'000);
  CHECK(after_five == 20'000);
}

TEST_CASE("memory that a thread has not used lately is freed", "[recycled]") {
  std::size_t kept = 0;
  on_new_thread([&] {
    burst(20'000);
    for (int times = 0; times < 200'000; ++times) burst(1);
    kept = Recycled::kept(size);
  });
  CHECK(kept < 2000);
}

TEST_CASE("a thread does not keep memory that others have allocated", "[recycled]") {
  std::vector<void*> given(1000);
  for (void*& one : given) one = Recycled::allocate(size);
  std::size_t kept = 1;
  on_new_thread([&] {
    for (void* one : given) Recycled::free(one, size);
    kept = Recycled::kept(size);
  });
  CHECK(kept == 0);
}

TEST_CASE("blocks of a size class fit its largest objects", "[recycled]") {
  for (std::size_t one = 1; one <= Recycled::largest; ++one) {
    INFO("size " << one);
    REQUIRE(Recycled::rounded(one) >= one);
    REQUIRE(Recycled::rounded(one) >= sizeof(void*));
    std::vector<std::size_t> sharing;
    on_new_thread([&] {
      Recycled::free(Recycled::allocate(one), one);
      for (std::size_t other = 1; other <= Recycled::largest; ++other) {
        if (Recycled::kept(other) != 0) sharing.push_back(other);
      }
    });
    REQUIRE(!sharing.empty());
    REQUIRE(sharing.back() <= Recycled::rounded(one));
    REQUIRE(Recycled::rounded(sharing.back()) == Recycled::rounded(one));
  }
}

TEST_CASE("memory that a thread allocates at its end may be kept by others", "[recycled]") {
  static void* late = nullptr;
  struct AtEnd {
    ~AtEnd() { late = Recycled::allocate(size); }
  };
  on_new_thread([] {
    static thread_local const AtEnd at_end;  // before what the thread keeps, so that it outlives that
    static_cast<void>(&at_end);
    burst(1);
  });
  void* const own = Recycled::allocate(size);
  Recycled::free(late, size);
  void* const again = Recycled::allocate(size);
  CHECK(again == late);
  Recycled::free(again, size);
  Recycled::free(own, size);
}
#endif

TEST_CASE("a task with over-aligned data is aligned", "[recycled][apply]") {
  struct alignas(128) Wide {
    char letter = 'a';
    bool operator()() const { return reinterpret_cast<std::uintptr_t>(this) % 128 == 0; }
  };
  Pool pool(2);
  bool all = true;
  for (int times = 0; times < 100; ++times) all = pool.apply_async(Wide{}).get() && all;
  CHECK(all);
}
