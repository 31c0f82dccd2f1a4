#include <webpool/calls/value_text.hpp>

#include <cstdio>

namespace webpool::detail {
namespace {

// The length of a text in bytes, of which one may have more before it is shortened.
constexpr std::size_t length_limit = 24;
constexpr std::size_t written_limit = 4 * length_limit;

// Whether a byte of UTF-8 continues the character of the one before.
bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) == 0x80U; }

}  // namespace

std::string ValueText::take() {
  if (text_.size() > length_limit) {
    auto end = length_limit;
    while (end > 0 && continues(text_[end])) --end;
    text_.resize(end);
    text_ += "…";
  }
  return std::move(text_);
}

void ValueText::put(std::string_view characters) {
  if (text_.size() <= written_limit) text_ += characters.substr(0, written_limit);
}

void ValueText::put_quoted(std::string_view characters) {
  put("\"");
  put(characters);
  put("\"");
}

void ValueText::put_number(double number) {
  char digits[32];
  const int length = std::snprintf(digits, sizeof(digits), "%.6g", number);
  put({digits, static_cast<std::size_t>(length)});
}

}  // namespace webpool::detail
