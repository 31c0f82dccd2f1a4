#pragma once

#include <wasm/thread_context.hpp>

namespace webpool::wasm {

/// By the host: registers the thread of a processor that it is about to start, so that it can be killed. False if there is
/// no memory.
[[nodiscard]] bool remember_thread(ThreadContext& context) noexcept;
/// By the host: a thread that could not be started, was killed or has ended.
void forget_thread(ThreadContext& context) noexcept;

}  // namespace webpool::wasm
