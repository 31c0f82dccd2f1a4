#pragma once

#include <webpool/pool.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

/// Random programs of calls of a pool, each checked against the expected result. A program is drawn from a source of choices,
/// which is either a random number generator or a fuzzer.
namespace differential {

/// Gives numbers from 0 to a limit.
using Choices = std::function<std::uint32_t(std::uint32_t most)>;

inline Choices random_choices(std::uint64_t seed) {
  return [generator = std::mt19937_64(seed)](std::uint32_t most) mutable {
    return static_cast<std::uint32_t>(generator() % (std::uint64_t{most} + 1));
  };
}

/// What a program found wrong.
class Mismatch : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct TaskError : std::runtime_error {
  explicit TaskError(int number) : std::runtime_error("item " + std::to_string(number)), item(number) {}
  int item;
};

inline long transform(int x) { return 3L * x + 1; }

/// One program: a pool, some calls, an end.
class Program {
 public:
  explicit Program(Choices choices) : choose_(std::move(choices)) {}

  /// Throws `Mismatch`.
  void run() {
    processes_ = 1 + choose_(3);
    webpool::PoolOptions options;
    if (choose_(3) == 0) options.maxtasksperchild = 1 + choose_(5);
    if (choose_(3) == 0) options.initializer = [this] { ++initialized_; };
    pool_.emplace(processes_, options);
    const auto calls = 1 + choose_(11);
    for (std::uint32_t call = 0; call < calls; ++call) step();
    end();
  }

 private:
  using Map = webpool::AsyncResult<std::vector<long>>;
  // A list of items; those whose bit is set throw.
  struct Work {
    std::vector<int> items;
    std::set<int> bad;
    std::size_t chunksize = 1;

    [[nodiscard]] std::vector<long> results() const {
      std::vector<long> list;
      for (const int x : items) list.push_back(transform(x));
      return list;
    }
    // An error ends its chunk, so that only the first bad item of a chunk can throw.
    [[nodiscard]] bool may_throw(int item) const {
      if (bad.count(item) == 0) return false;
      for (int x = item - item % static_cast<int>(chunksize); x < item; ++x) {
        if (bad.count(x) != 0) return false;
      }
      return true;
    }
    // The task owns what it needs: it may outlive the program, as tasks of cancelled jobs do.
    [[nodiscard]] auto task() const {
      return [bad = bad](int x) {
        if (bad.count(x) != 0) throw TaskError(x);
        return transform(x);
      };
    }
  };
  struct Pending {
    Map result;
    Work work;
    bool cancelled = false;
  };

  static void require(bool condition, const std::string& what) {
    if (!condition) throw Mismatch(what);
  }

  Work make_work() {
    Work work;
    const auto count = choose_(4) == 0 ? choose_(300) : choose_(12);
    for (std::uint32_t i = 0; i < count; ++i) work.items.push_back(static_cast<int>(i));
    work.chunksize = 1 + (choose_(1) == 0 ? 0 : choose_(20));
    if (count != 0 && choose_(2) == 0) {
      for (auto errors = 1 + choose_(3); errors != 0; --errors) work.bad.insert(static_cast<int>(choose_(count - 1)));
    }
    return work;
  }

  void step() {
    switch (choose_(8)) {
      case 0:
        return sync_map();
      case 1:
        return apply();
      case 2:
        return nested();
      case 3:
        return imap(true);
      case 4:
        return imap(false);
      case 5:
        return cancel();
      case 6:
        return collect();
      default:
        return async_map();
    }
  }

  template <class Call>
  void check_map(const Work& work, bool stopped_is_well, Call&& call) {
    try {
      const std::vector<long> results = call();
      require(work.bad.empty(), "a job with bad items gave results");
      require(results == work.results(), "map gave other results");
    } catch (const TaskError& error) {
      require(work.may_throw(error.item), "an error came of item " + std::to_string(error.item));
    } catch (const webpool::CancelledError&) {
      require(stopped_is_well, "a job was cancelled by nobody");
    } catch (const webpool::PoolTerminatedError&) {
      require(stopped_is_well, "a job was terminated by nobody");
    }
  }

  void sync_map() {
    const Work work = make_work();
    check_map(work, false, [&] { return pool_->map(work.task(), work.items, {.chunksize = work.chunksize}); });
    if (choose_(3) != 0) return;
    std::vector<std::tuple<int, int>> pairs;
    std::vector<int> sums;
    for (const int x : work.items) {
      pairs.emplace_back(x, 2 * x);
      sums.push_back(3 * x);
    }
    require(pool_->starmap(std::plus<>{}, pairs, {.chunksize = work.chunksize}) == sums, "starmap gave other results");
  }

  void apply() {
    const int x = static_cast<int>(choose_(1000));
    require(pool_->apply(transform, std::tuple{x}) == transform(x), "apply gave another result");
    try {
      pool_->apply([x] { throw TaskError(x); });
      require(false, "an error of apply was lost");
    } catch (const TaskError& error) {
      require(error.item == x, "apply threw another error");
    }
  }

  void nested() {
    const Work outer = make_work();
    const auto count = std::min<std::size_t>(outer.items.size(), 8);
    const std::vector<int> items(outer.items.begin(), outer.items.begin() + static_cast<std::ptrdiff_t>(count));
    auto* const pool = &*pool_;
    const auto sums = pool->map(
        [pool](int n) {
          long sum = 0;
          for (const long y : pool->map(transform, std::vector<int>(static_cast<std::size_t>(n), n))) sum += y;
          return sum;
        },
        items, {.chunksize = outer.chunksize});
    for (std::size_t i = 0; i < count; ++i) {
      require(sums[i] == static_cast<long>(i) * transform(static_cast<int>(i)), "nested map gave other results");
    }
  }

  void imap(bool ordered) {
    const Work work = make_work();
    const webpool::ImapOptions options{.chunksize = work.chunksize, .buffersize = 1 + choose_(6)};
    auto results = ordered ? pool_->imap(work.task(), work.items, options)
                           : pool_->imap_unordered(work.task(), work.items, options);
    // As many as are read: the rest is dropped with the iterator.
    const auto wanted = choose_(2) == 0 ? choose_(static_cast<std::uint32_t>(work.items.size())) : 1000;
    std::multiset<long> left;
    std::vector<long> expected;
    const auto chunk = static_cast<int>(work.chunksize);
    std::size_t errors = 0;
    for (int first = 0; first < static_cast<int>(work.items.size()); first += chunk) {
      const auto last = std::min(first + chunk, static_cast<int>(work.items.size()));
      const bool bad = std::any_of(work.bad.begin(), work.bad.end(), [&](int x) { return first <= x && x < last; });
      if (bad) ++errors;
      for (int x = first; x < last && !bad; ++x) {
        expected.push_back(transform(x));
        left.insert(transform(x));
      }
    }
    std::size_t read = 0;
    std::size_t thrown = 0;
    for (std::uint32_t i = 0; i < wanted; ++i) {
      try {
        const auto result = results.next();
        if (!result) {
          require(read == expected.size() && thrown == errors, "imap ended early");
          return;
        }
        if (ordered) require(read < expected.size() && *result == expected[read], "imap gave another result");
        const auto place = left.find(*result);
        require(place != left.end(), "imap gave a result twice");
        left.erase(place);
        ++read;
      } catch (const TaskError& error) {
        require(work.may_throw(error.item), "imap threw another error");
        ++thrown;
      }
    }
  }

  void async_map() {
    Work work = make_work();
    auto result = pool_->map_async(work.task(), work.items, {.chunksize = work.chunksize});
    pending_.push_back({std::move(result), std::move(work)});
  }

  void cancel() {
    if (pending_.empty()) return async_map();
    auto& one = pending_[choose_(static_cast<std::uint32_t>(pending_.size()) - 1)];
    const bool cancelled = one.result.cancel();
    require(!(cancelled && one.cancelled), "a job was cancelled twice");
    one.cancelled = one.cancelled || cancelled;
    if (!cancelled) one.result.wait();
    require(one.result.ready(), "a job that was cancelled, or could not be, has not ended");
    if (one.cancelled) {
      try {
        one.result.get();
        require(false, "a cancelled job gave results");
      } catch (const webpool::CancelledError&) {
      }
    }
  }

  void collect() {
    for (auto& one : pending_) check_map(one.work, one.cancelled, [&] { return one.result.get(); });
    pending_.clear();
  }

  void end() {
    const auto way = choose_(3);
    if (way == 0) {
      pool_->terminate();
      for (auto& one : pending_) check_map(one.work, true, [&] { return one.result.get(); });
    } else if (way == 1) {
      pool_->close();
      pool_->join();
      require(initialized_ == 0 || initialized_ >= processes_, "an initializer did not run");
      for (auto& one : pending_) require(one.result.ready(), "join came before the end of a job");
      collect();
    } else if (way == 2) {
      pool_.reset();
      for (auto& one : pending_) check_map(one.work, true, [&] { return one.result.get(); });
      return;
    } else {
      collect();
      pool_->close();
    }
    try {
      pool_->apply(transform, std::tuple{1});
      require(false, "a pool that has ended took work");
    } catch (const webpool::PoolNotRunningError&) {
    }
  }

  Choices choose_;
  std::size_t processes_ = 1;
  std::atomic<std::size_t> initialized_{0};
  std::optional<webpool::Pool> pool_;
  std::vector<Pending> pending_;
};

}  // namespace differential
