// What Emscripten needs for threads and exceptions, and nothing of ours: the least that a pool of this kind transfers.
#include <emscripten.h>
#include <pthread.h>

#include <exception>
#include <stdexcept>

namespace {

void* run(void* value) {
  try {
    if (*static_cast<int*>(value) == 0) throw std::invalid_argument("zero");
  } catch (const std::exception& error) {
    return const_cast<char*>(error.what());
  }
  return nullptr;
}

}  // namespace

extern "C" EMSCRIPTEN_KEEPALIVE int start(int value) {
  pthread_t thread{};
  return pthread_create(&thread, nullptr, run, new int(value));
}
