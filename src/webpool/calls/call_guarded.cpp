#include <webpool/calls/call_guarded.hpp>

#include <webpool/core/worker.hpp>

#include <cstdio>
#include <exception>

namespace webpool::detail {

void report_exception(const char* which) noexcept {
  try {
    throw;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "webpool: the %s of a job threw: %s\n", which, error.what());
  } catch (...) {
    std::fprintf(stderr, "webpool: the %s of a job threw something that is not a std::exception\n", which);
  }
}

void note_callback() noexcept {
  if (Worker* const worker = Worker::current()) worker->forget_last_end();
}

}  // namespace webpool::detail
