#include <webpool/calls/value_texts.hpp>

#include <webpool/core/text.hpp>

#include <cstdio>

namespace webpool::detail {
namespace {

// The length of a text in bytes, of which one may have more before it is shortened.
constexpr std::size_t length_limit = 24;
constexpr std::size_t written_limit = 4 * length_limit;

// Whether a byte of UTF-8 continues the character of the one before.
bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

}  // namespace

bool ValueTexts::begin() {
  if (full()) return false;
  texts_.emplace_back();
  return true;
}

void ValueTexts::put(std::string_view characters) {
  std::string& text = texts_.back();
  if (text.size() <= written_limit) text += characters.substr(0, written_limit);
}

void ValueTexts::put_quoted(std::string_view characters) {
  put("\"");
  put(characters);
  put("\"");
}

void ValueTexts::put_number(long long number) { put(text({number})); }
void ValueTexts::put_number(unsigned long long number) { put(text({number})); }
void ValueTexts::put_number(double number) {
  char digits[32];
  const int length = std::snprintf(digits, sizeof(digits), "%.6g", number);
  put({digits, static_cast<std::size_t>(length)});
}

void ValueTexts::shorten() {
  std::string& text = texts_.back();
  if (text.size() <= length_limit) return;
  auto end = length_limit;
  while (end > 0 && continues(text[end])) --end;
  text.resize(end);
  text += "…";
}

}  // namespace webpool::detail
