#include <wasm/mailbox.hpp>

#include <wasm/platform.hpp>
#include <webpool/core/host.hpp>
#include <webpool/core/worker.hpp>
#include <webpool/sync/parking.hpp>
#include <webpool/sync/stack.hpp>

#include <emscripten.h>
#include <emscripten/threading.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>

namespace webpool::wasm {
namespace {

// Messages that the host has not taken.
detail::Stack<Message, &Message::next> sent;
// Changes after each push; the host sleeps on it.
detail::Word signal{0};
// How many messages the host has not taken. A hint for senders.
std::atomic<std::uint32_t> waiting{0};
// Changes when the host has taken messages.
detail::Word taken{0};

// The time of the newest message that the host has taken. The host's alone.
std::uint32_t taken_up_to = 0;

// Whether the output of functions goes to the host. Written by the host before the first thread starts.
std::atomic<bool> output_to_host{false};

// Few enough for the page to take them within a frame, however fast programs print.
constexpr std::uint32_t waiting_limit = 2'000;

std::uint32_t now() { return static_cast<std::uint32_t>(webpool_js_now() - module_created); }

void wait_for_host() noexcept {
  if (emscripten_is_main_runtime_thread() != 0) return;
  const auto deadline = detail::deadline_after(std::chrono::seconds{5});
  while (waiting.load(std::memory_order_relaxed) > waiting_limit && detail::Clock::now() < deadline) {
    const auto seen = taken.load(std::memory_order_acquire);
    if (waiting.load(std::memory_order_relaxed) > waiting_limit) {
      detail::wait(taken, seen, detail::deadline_after(std::chrono::milliseconds{100}));
    }
  }
}

}  // namespace

bool send(MessageKind kind, std::uint32_t a, std::string_view bytes) {
  if (kind == MessageKind::output) wait_for_host();
  auto* const memory = std::malloc(sizeof(Message) + bytes.size());
  if (memory == nullptr) return false;
  auto* const message = new (memory) Message;
  message->size = static_cast<std::uint32_t>(bytes.size());
  if (!bytes.empty()) std::memcpy(static_cast<char*>(memory) + sizeof(Message), bytes.data(), bytes.size());
  send(*message, kind, a);
  return true;
}

void send(Message& message, MessageKind kind, std::uint32_t a) noexcept {
  const auto* const worker = detail::Worker::current();
  message.kind = static_cast<std::uint32_t>(kind);
  message.processor = worker != nullptr ? worker->index() : from_program;
  message.a = a;
  message.time = now();
  // Counted before the push, so that the count does not fall below zero if the host takes the message at once.
  waiting.fetch_add(1, std::memory_order_relaxed);
  const bool first = sent.push(message);
  signal.fetch_add(1, std::memory_order_release);
  if (first) detail::notify_all(signal);              // otherwise the host has been woken for an older one
  if (detail::threadless) webpool_js_message_sent();  // this thread is the host, and may not return to it for long
}

/// The address of the word that changes with each message.
const void* webpool_message_signal() { return &signal; }

/// Takes all messages as a list, oldest first. Which of them the host has to `free`: see `Message`.
Message* webpool_take_messages() {
  Message* const oldest = sent.take_all();
  std::uint32_t count = 0;
  // Two senders may have read the clock in a different order than they pushed, so times are made non-decreasing.
  for (auto* message = oldest; message != nullptr; message = message->next, ++count)
    message->time = taken_up_to = std::max(taken_up_to, message->time);
  if (count != 0) {
    waiting.fetch_sub(count, std::memory_order_relaxed);
    taken.fetch_add(1, std::memory_order_release);
    detail::notify_all(taken);
  }
  return oldest;
}

void webpool_set_output_to_host(int on) { output_to_host.store(on != 0, std::memory_order_relaxed); }
int webpool_output_to_host() { return output_to_host.load(std::memory_order_relaxed) ? 1 : 0; }

/// The clock of the messages' time.
std::uint32_t webpool_message_time() { return now(); }

/// Sends text to the host; returns whether there was memory for it.
int webpool_send_message(std::uint32_t kind, std::uint32_t a, const char* text, std::uint32_t size) {
  return send(static_cast<MessageKind>(kind), a, {text, size}) ? 1 : 0;
}

}  // namespace webpool::wasm
