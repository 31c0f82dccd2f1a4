#include <wasm/call_notes.hpp>

#include <wasm/mailbox.hpp>
#include <webpool/core/job.hpp>
#include <webpool/core/pool_core.hpp>
#include <webpool/core/text.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

std::string field(const char* name, std::uint32_t number) { return quoted(name) + ':' + detail::text({number}); }
std::string field(const char* name, const std::vector<std::string>& values) {
  std::string json = quoted(name) + ":[";
  for (const std::string& text : values) {
    if (json.back() != '[') json += ',';
    json += quoted(text);
  }
  return json += ']';
}

/// Sends a `CallNote` of web/src/bindings/program-contract.ts. `more()` returns further fields.
template <class More>
void note(const detail::PoolCore& pool, const detail::Job& job, More more) noexcept {
  try {
    send(MessageKind::call, 0, '{' + field("pool", pool.number()) + ',' + field("job", job.number) + more() + '}');
  } catch (...) {  // no memory, or a `to_text` that throws: the page then shows the call without this
  }
}

}  // namespace

void CallNotes::submitted(const detail::PoolCore& pool, detail::Job& job) noexcept {
  if (calls_.load(std::memory_order_relaxed) >= call_limit) return;
  calls_.fetch_add(1, std::memory_order_relaxed);
  job.observed = true;
  note(pool, job, [&] {
    const auto items = job.item_texts(item_limit);
    // Without items the page shows their indices.
    return (job.line != 0 ? ',' + field("line", job.line) : "") + (!items.empty() ? ',' + field("items", items) : "");
  });
}

void CallNotes::succeeded(const detail::PoolCore& pool, detail::Job& job) noexcept {
  if (!job.observed) return;
  note(pool, job, [&] { return ',' + field("results", job.result_texts(item_limit)); });
}

}  // namespace webpool::wasm
