#pragma once

#include "ideal_pool.hpp"

#include <omp.h>
#include <oneapi/tbb.h>
#include <webpool/pool.hpp>

#if defined(WEBPOOL_BENCH_TASKFLOW)
#include <taskflow/algorithm/for_each.hpp>
#include <taskflow/taskflow.hpp>
#endif

#include <algorithm>
#include <cstddef>
#include <future>
#include <tuple>
#include <utility>
#include <vector>

// Each contestant, used as its documentation recommends. The interface:
//   Contestant(processes)
//   const int* map(function, items, chunksize)    chunksize 0: what it takes by itself; results as long as it lives
//   int apply(function, argument)                 one call, and its result
//   void batch(function, count, results)          `count` calls, each submitted on its own, then all results
//   void loop(count, body(begin, end))            for work that writes its results itself
// A contestant lacks the members that its library cannot implement.
namespace bench {

using Function = int (*)(int);
using Ints = std::vector<int>;

/// 0, 1, … as an input that is read as the results are, and like a list could be read again.
struct Counting {
  struct iterator {
    using value_type = int;
    using difference_type = std::ptrdiff_t;
    int value = 0;
    int operator*() const { return value; }
    iterator& operator++() {
      ++value;
      return *this;
    }
    iterator operator++(int) { return {value++}; }
    bool operator==(const iterator& other) const { return value == other.value; }
  };
  int count;
  [[nodiscard]] iterator begin() const { return {0}; }
  [[nodiscard]] iterator end() const { return {count}; }
};

/// Ours. The caller waits while as many processors as wanted run.
class Webpool {
 public:
  static constexpr const char* name = "webpool";
  explicit Webpool(std::size_t processes) : pool_(processes) {}

  template <class F>
  const int* map(F function, const Ints& items, std::size_t chunksize) {
    results_.resize(items.size());
    if (chunksize == 0) {
      pool_.map_into(function, items, results_);
    } else {
      pool_.map_into(function, items, results_, {.chunksize = chunksize});
    }
    return results_.data();
  }
  void pipeline(Function function, int count, int* results) {
    for (int result : pool_.imap(function, Counting{count})) *results++ = result;
  }
  int apply(Function function, int argument) { return pool_.apply(function, std::tuple{argument}); }
  void batch(Function function, int count, int* results) {
    std::vector<webpool::AsyncResult<int>> handles;
    handles.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) handles.push_back(pool_.apply_async(function, std::tuple{i}));
    for (int i = 0; i < count; ++i) results[i] = handles[static_cast<std::size_t>(i)].get();
  }
  template <class Body>
  void loop(std::size_t count, const Body& body) {
    const std::size_t blocks = std::min(count, 4 * pool_.processes());
    ends_.clear();
    for (std::size_t i = 0; i < blocks; ++i) ends_.emplace_back(count * i / blocks, count * (i + 1) / blocks);
    pool_.starmap(body, ends_);
  }
  webpool::Pool& pool() { return pool_; }

 protected:
  webpool::Pool pool_;
  Ints results_{};
  std::vector<std::pair<std::size_t, std::size_t>> ends_{};
};

/// The same by `map`, which returns a vector.
class WebpoolNewVector : public Webpool {
 public:
  static constexpr const char* name = "webpool, into a new vector";
  using Webpool::Webpool;

  template <class F>
  const int* map(F function, const Ints& items, std::size_t chunksize) {
    results_ = chunksize == 0 ? pool_.map(function, items) : pool_.map(function, items, {.chunksize = chunksize});
    return results_.data();
  }
};

/// The reference. The caller is one of its threads, except for `apply` and `batch`, which run on workers.
template <Idle idle, Caller caller = Caller::works>
class Ideal {
 public:
  static constexpr const char* name = caller == Caller::waits ? "ideal whose caller waits"
                                      : idle == Idle::spins   ? "ideal, spinning"
                                                              : "ideal, spin then futex";
  explicit Ideal(std::size_t processes) : processes_(processes), pool_(processes, idle, caller) {}

  template <class F>
  const int* map(F function, const Ints& items, std::size_t chunksize) {
    results_.resize(items.size());
    const int* const in = items.data();
    int* const out = results_.data();
    pool_.run(items.size(), chunksize == 0 ? items.size() / (4 * processes_) + 1 : chunksize,
              [=](std::size_t begin, std::size_t end) {
                for (std::size_t i = begin; i < end; ++i) out[i] = function(in[i]);
              });
    return out;
  }
  int apply(Function function, int argument) {
    int result = 0;
    pool_.apply([&] { result = function(argument); });
    return result;
  }
  void batch(Function function, int count, int* results) { pool_.batch(function, count, results); }
  template <class Body>
  void loop(std::size_t count, const Body& body) {
    pool_.run(count, (count + processes_ - 1) / processes_, body);
  }

 private:
  std::size_t processes_;
  IdealPool pool_;
  Ints results_{};
};

/// oneTBB: an arena of that many threads, of which the caller is one.
class OneTbb {
 public:
  static constexpr const char* name = "oneTBB";
  explicit OneTbb(std::size_t processes)
      : limit_(tbb::global_control::max_allowed_parallelism, std::max<std::size_t>(processes, 2)),
        arena_(static_cast<int>(processes)) {
    arena_.initialize();
  }

  template <class F>
  const int* map(F function, const Ints& items, std::size_t chunksize) {
    results_.resize(items.size());
    const int* const in = items.data();
    int* const out = results_.data();
    const auto body = [=](const tbb::blocked_range<std::size_t>& range) {
      for (std::size_t i = range.begin(); i != range.end(); ++i) out[i] = function(in[i]);
    };
    arena_.execute([&] {
      if (chunksize == 0) {
        tbb::parallel_for(tbb::blocked_range<std::size_t>(0, items.size()), body);
      } else {
        tbb::parallel_for(tbb::blocked_range<std::size_t>(0, items.size(), chunksize), body, tbb::simple_partitioner());
      }
    });
    return out;
  }
  /// On a worker, as a pool does it.
  int apply(Function function, int argument) {
    std::promise<int> promise;
    auto result = promise.get_future();
    arena_.enqueue([&] { promise.set_value(function(argument)); });
    return result.get();
  }
  /// Where the caller may run it itself, which it does.
  int apply_here(Function function, int argument) {
    int result = 0;
    tbb::task_group group;
    group.run([&] { result = function(argument); });
    group.wait();
    return result;
  }
  void batch(Function function, int count, int* results) {
    arena_.execute([=] {
      tbb::task_group group;
      for (int i = 0; i < count; ++i) group.run([=] { results[i] = function(i); });
      group.wait();
    });
  }
  template <class Body>
  void loop(std::size_t count, const Body& body) {
    arena_.execute([&] {
      tbb::parallel_for(tbb::blocked_range<std::size_t>(0, count),
                        [&](const tbb::blocked_range<std::size_t>& range) { body(range.begin(), range.end()); });
    });
  }
  /// The closest equivalent of imap: a pipeline that gives results in order while the rest still runs.
  void pipeline(Function function, int count, int* results) {
    arena_.execute([=] {
      int next = 0;
      int* to = results;
      tbb::parallel_pipeline(64, tbb::make_filter<void, int>(tbb::filter_mode::serial_in_order,
                                                             [&next, count](tbb::flow_control& control) {
                                                               if (next == count) control.stop();
                                                               return next == count ? 0 : next++;
                                                             }) &
                                     tbb::make_filter<int, int>(tbb::filter_mode::parallel, function) &
                                     tbb::make_filter<int, void>(tbb::filter_mode::serial_in_order,
                                                                 [&to](int result) { *to++ = result; }));
    });
  }

 protected:
  Ints results_{};

 private:
  tbb::global_control limit_;
  tbb::task_arena arena_;
};

/// The same with what ours gives: the results in a vector of their own for each call.
class OneTbbNewVector : public OneTbb {
 public:
  static constexpr const char* name = "oneTBB, into a new vector";
  using OneTbb::OneTbb;

  template <class F>
  const int* map(F function, const Ints& items, std::size_t chunksize) {
    results_ = Ints(items.size());
    return OneTbb::map(function, items, chunksize);
  }
};

/// OpenMP: a team of that many threads, of which the caller is one.
class OpenMp {
 public:
  static constexpr const char* name = "OpenMP";
  explicit OpenMp(std::size_t processes) : threads_(static_cast<int>(processes)) {}

  template <class F>
  const int* map(F function, const Ints& items, std::size_t chunksize) {
    results_.resize(items.size());
    const int* const in = items.data();
    int* const out = results_.data();
    const std::size_t count = items.size();
    if (chunksize == 0) {
#pragma omp parallel for num_threads(threads_) schedule(static)
      for (std::size_t i = 0; i < count; ++i) out[i] = function(in[i]);
    } else {
#pragma omp parallel for num_threads(threads_) schedule(dynamic, chunksize)
      for (std::size_t i = 0; i < count; ++i) out[i] = function(in[i]);
    }
    return out;
  }
  void batch(Function function, int count, int* results) {
#pragma omp parallel num_threads(threads_)
#pragma omp single
    for (int i = 0; i < count; ++i) {
#pragma omp task firstprivate(i)
      results[i] = function(i);
    }
  }
  template <class Body>
  void loop(std::size_t count, const Body& body) {
#pragma omp parallel num_threads(threads_)
    {
      const auto thread = static_cast<std::size_t>(omp_get_thread_num());
      const auto threads = static_cast<std::size_t>(omp_get_num_threads());
      body(count * thread / threads, count * (thread + 1) / threads);
    }
  }

 private:
  int threads_;
  Ints results_{};
};

#if defined(WEBPOOL_BENCH_TASKFLOW)
/// Taskflow: an executor of that many workers; the caller waits.
class Taskflow {
 public:
  static constexpr const char* name = "Taskflow";
  explicit Taskflow(std::size_t processes) : executor_(processes) {}

  template <class F>
  const int* map(F function, const Ints& items, std::size_t chunksize) {
    results_.resize(items.size());
    const int* const in = items.data();
    int* const out = results_.data();
    const auto one = [=](std::size_t i) { out[i] = function(in[i]); };
    tf::Taskflow flow;
    if (chunksize == 0) {
      flow.for_each_index(std::size_t{0}, items.size(), std::size_t{1}, one, tf::StaticPartitioner());
    } else {
      flow.for_each_index(std::size_t{0}, items.size(), std::size_t{1}, one, tf::DynamicPartitioner(chunksize));
    }
    executor_.run(flow).wait();
    return out;
  }
  int apply(Function function, int argument) {
    return executor_.async([=] { return function(argument); }).get();
  }
  void batch(Function function, int count, int* results) {
    for (int i = 0; i < count; ++i) executor_.silent_async([=] { results[i] = function(i); });
    executor_.wait_for_all();
  }

 private:
  tf::Executor executor_;
  Ints results_{};
};
#endif

/// std::async: a thread for each call.
class StdAsync {
 public:
  static constexpr const char* name = "std::async";
  explicit StdAsync(std::size_t processes) : processes_(processes) {}

  template <class F>
  const int* map(F function, const Ints& items, std::size_t) {
    results_.resize(items.size());
    loop(items.size(), [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) results_[i] = function(items[i]);
    });
    return results_.data();
  }
  int apply(Function function, int argument) { return std::async(std::launch::async, function, argument).get(); }
  void batch(Function function, int count, int* results) {
    std::vector<std::future<int>> handles;
    for (int i = 0; i < count; ++i) handles.push_back(std::async(std::launch::async, function, i));
    for (int i = 0; i < count; ++i) results[i] = handles[static_cast<std::size_t>(i)].get();
  }
  template <class Body>
  void loop(std::size_t count, const Body& body) {
    std::vector<std::future<void>> parts;
    for (std::size_t i = 0; i < processes_; ++i) {
      parts.push_back(
          std::async(std::launch::async, [&, i] { body(count * i / processes_, count * (i + 1) / processes_); }));
    }
    for (auto& part : parts) part.get();
  }

 private:
  std::size_t processes_;
  Ints results_{};
};

/// No pool at all.
class Serial {
 public:
  static constexpr const char* name = "serial loop";
  explicit Serial(std::size_t) {}

  template <class F>
  const int* map(F function, const Ints& items, std::size_t) {
    results_.resize(items.size());
    const int* const in = items.data();
    int* const out = results_.data();
    for (std::size_t i = 0; i < items.size(); ++i) out[i] = function(in[i]);
    return out;
  }

 private:
  Ints results_{};
};

}  // namespace bench
