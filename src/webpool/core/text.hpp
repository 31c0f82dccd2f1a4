#pragma once

#include <webpool/export.hpp>

#include <concepts>
#include <cstdint>
#include <exception>
#include <initializer_list>
#include <string>
#include <utility>

/// Building and throwing errors. Out of line, since inlining this at each throw took an eighth of the library's WebAssembly.
namespace webpool::detail {

/// A piece of a message: a null-terminated string or an integer.
class Piece {
 public:
  Piece(const char* characters) noexcept : characters_(characters) {}  // NOLINT: a text is written as a list of pieces
  template <std::integral Integer>
  Piece(Integer number) noexcept  // NOLINT
      : negative_(std::cmp_less(number, 0)),
        magnitude_(negative_ ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number)) {}
  void append_to(std::string& text) const {
    if (characters_ != nullptr) {
      text += characters_;
      return;
    }
    // Not by `std::to_string`, which takes a kilobyte of WebAssembly.
    char digits[21];
    char* first = digits + sizeof(digits) - 1;
    *first = '\0';
    auto rest = magnitude_;
    do {
      *--first = static_cast<char>('0' + rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (negative_) *--first = '-';
    text += first;
  }

 private:
  const char* characters_ = nullptr;
  bool negative_ = false;
  std::uint64_t magnitude_ = 0;
};

WEBPOOL_OUT_OF_LINE inline std::string text(std::initializer_list<Piece> pieces) {
  std::string result;
  for (const Piece& piece : pieces) piece.append_to(result);
  return result;
}

/// Throws an `Error` whose message is the pieces joined.
template <class Error>
[[noreturn]] WEBPOOL_OUT_OF_LINE void throw_error(std::initializer_list<Piece> pieces) {
  throw Error(text(pieces));
}

/// A pointer to an `Error`, made of a message or what else it takes, or to `std::bad_alloc` if there is no memory for it.
template <class Error, class... Arguments>
[[nodiscard]] WEBPOOL_OUT_OF_LINE std::exception_ptr error_of(Arguments... arguments) noexcept {
  try {
    throw Error(arguments...);  // allocates
  } catch (...) {
    return std::current_exception();
  }
}

}  // namespace webpool::detail
