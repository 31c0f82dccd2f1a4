#include <wasm/call_notes.hpp>

#include <wasm/mailbox.hpp>
#include <webpool/calls/value_texts.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/pool_core.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace webpool::wasm {
namespace {

// How many calls of the program, and how many items of a call, are described: as in call-notes.ts.
constexpr std::uint32_t call_limit = 500;
constexpr std::size_t item_limit = 64;

std::string quoted(std::string_view characters) {
  std::string json = "\"";
  for (const char character : characters) {
    if (character == '"' || character == '\\') json += '\\';
    // JSON has no control characters within a text, and these are short descriptions.
    json += static_cast<unsigned char>(character) < 0x20 ? ' ' : character;
  }
  return json += '"';
}

std::string field(const char* name, std::uint32_t number) { return quoted(name) + ':' + std::to_string(number); }
std::string field(const char* name, const detail::ValueTexts& values) {
  std::string json = quoted(name) + ":[";
  for (const std::string& text : values.texts()) {
    if (json.back() != '[') json += ',';
    json += quoted(text);
  }
  return json += ']';
}

/// Sends a `CallNote` of web/src/bindings/program-contract.ts. `write` gets the texts and the fields so far.
template <class Write>
void note(const detail::PoolCore& pool, const detail::Job& job, Write write) noexcept {
  try {
    std::string json = '{' + field("pool", pool.number()) + ',' + field("job", job.number);
    detail::ValueTexts values(item_limit);
    write(values, json);
    send(MessageKind::call, 0, json += '}');
  } catch (...) {  // no memory, or a `to_text` that throws: the page then shows the call without this
  }
}

}  // namespace

void CallNotes::submitted(const detail::PoolCore& pool, detail::Job& job) noexcept {
  if (calls_.load(std::memory_order_relaxed) >= call_limit) return;
  calls_.fetch_add(1, std::memory_order_relaxed);
  job.observed = true;
  note(pool, job, [&](detail::ValueTexts& values, std::string& json) {
    job.write_items(values);
    if (job.line != 0) json += ',' + field("line", job.line);
    // Without items the page shows their indices.
    if (!values.texts().empty()) json += ',' + field("items", values);
  });
}

void CallNotes::succeeded(const detail::PoolCore& pool, detail::Job& job) noexcept {
  if (!job.observed) return;
  note(pool, job, [&](detail::ValueTexts& values, std::string& json) {
    job.write_results(values);
    json += ',' + field("results", values);
  });
}

}  // namespace webpool::wasm
