#pragma once

#include <wasm/thread_context.hpp>

namespace webpool::wasm {

/// By the host: registers the started thread of a processor, which can be killed from now on.
void remember_thread(ThreadContext& context);

}  // namespace webpool::wasm
