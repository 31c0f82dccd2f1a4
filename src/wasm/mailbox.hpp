#pragma once

#include <wasm/layout.hpp>

#include <string_view>

/// Messages from any thread to the host, the thread that owns the workers. They are in shared memory, so that they arrive in
/// one order from all senders, even while a sender is blocked.
namespace webpool::wasm {

inline constexpr std::uint32_t from_program = 0xffffffff;

/// Sends a message; false if there is no memory for it. A sender that is far ahead of the host waits for it, for at most five
/// seconds.
bool send(MessageKind kind, std::uint32_t a, std::string_view bytes = {});

/// Sends a message without bytes in the caller's memory, which must not change until the host has taken the message.
void send(Message& message, MessageKind kind, std::uint32_t a) noexcept;

}  // namespace webpool::wasm
