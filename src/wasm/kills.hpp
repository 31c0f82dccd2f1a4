#pragma once

#include <wasm/thread_context.hpp>

namespace webpool::wasm {

/// Host: the thread of a processor was started; it can be killed from now on.
void remember_thread(ThreadContext& context);

}  // namespace webpool::wasm
