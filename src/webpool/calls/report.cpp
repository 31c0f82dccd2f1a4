#include <webpool/calls/callbacks.hpp>

#include <cstdio>
#include <exception>

/// In a file of its own, since the C library's files come with it.
namespace webpool::detail {

void report_callback_error(const char* which) noexcept {
  try {
    throw;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "webpool: the %s of a job threw: %s\n", which, error.what());
  } catch (...) {
    std::fprintf(stderr, "webpool: the %s of a job threw something that is no std::exception\n", which);
  }
}

}  // namespace webpool::detail
