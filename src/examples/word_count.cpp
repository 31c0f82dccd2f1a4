// Counts words in parallel: each task counts those of one line, and the caller adds them up.
#include <webpool/pool.hpp>

#include <cctype>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace {

using Counts = std::map<std::string, int>;

Counts count_words(const std::string& line) {
  Counts counts;
  std::string word;
  for (const char character : line + ' ') {
    if (std::isalpha(static_cast<unsigned char>(character)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
    } else if (!word.empty()) {
      ++counts[word];
      word.clear();
    }
  }
  return counts;
}

}  // namespace

int main() {
  std::vector<std::string> lines;
  for (int verse = 0; verse < 1000; ++verse) {
    lines.emplace_back("Tyger Tyger, burning bright, in the forests of the night;");
    lines.emplace_back("what immortal hand or eye could frame thy fearful symmetry?");
  }

  webpool::Pool pool;
  Counts total;
  // Many lines in a chunk, since a task of a microsecond is not worth its own hand-over.
  for (const auto& counts : pool.map(count_words, lines, {.chunksize = 100})) {
    for (const auto& [word, count] : counts) total[word] += count;
  }
  std::cout << "tyger: " << total["tyger"] << "\nthe: " << total["the"] << "\nwords: " << total.size() << '\n';
}
