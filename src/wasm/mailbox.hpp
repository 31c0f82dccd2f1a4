#pragma once

#include <wasm/layout.hpp>

#include <string_view>

/// Messages from any thread to the host, the thread that owns the workers. They lie in shared memory, so that they arrive
/// in one order whoever sent them, and also while their sender is blocked.
namespace webpool::wasm {

inline constexpr std::uint32_t from_program = 0xffffffff;

/// Sends a message; false where memory is short. A sender that is far ahead of the host waits for it, a limited time.
bool send(MessageKind kind, std::uint32_t a, std::string_view bytes = {});

/// Sends a message without bytes in memory of the caller's, which it must not touch until the host has taken it.
void send(Message& message, MessageKind kind, std::uint32_t a) noexcept;

}  // namespace webpool::wasm
