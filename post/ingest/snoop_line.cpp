#include "post/ingest/snoop_line.h"

#include <charconv>

namespace mcbt::ingest {
namespace {

// Takes the next word and, of the spaces behind it, exactly one: the key may start with one.
std::string_view take_word(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  const size_t end = std::min(text.find(' '), text.size());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return word;
}

template <typename T>
std::optional<T> number(std::string_view word) {
  T value = 0;
  const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || stop != word.data() + word.size()) return std::nullopt;
  return value;
}

// "3718.204117" → nanoseconds.
std::optional<uint64_t> time_ns(std::string_view word) {
  const size_t dot = word.find('.');
  if (dot == std::string_view::npos || word.size() - dot != 7) return std::nullopt;
  const auto seconds = number<uint64_t>(word.substr(0, dot));
  const auto micros = number<uint64_t>(word.substr(dot + 1));
  if (!seconds || !micros) return std::nullopt;
  return *seconds * 1'000'000'000 + *micros * 1000;
}

std::optional<model::Op> op_of(std::string_view command, std::string_view result) {
  if (command != "get") return model::op_by_name(command);
  if (result == "hit") return model::Op::kGetHit;
  if (result == "miss") return model::Op::kGetMiss;
  return model::Op::kGet;
}

}  // namespace

std::optional<model::Operation> parse_snoop_line(std::string_view text) {
  const auto time = time_ns(take_word(text));
  const auto connection = number<int64_t>(take_word(text));
  const std::string_view command = take_word(text);
  const std::string_view result = take_word(text);
  const auto size = number<int64_t>(take_word(text));
  const auto length = number<uint32_t>(take_word(text));
  const auto op = op_of(command, result);
  if (!time || !connection || !size || !length || !op) return std::nullopt;

  model::Operation operation;
  operation.time_ns = *time;
  operation.connection = *connection;
  operation.op = *op;
  if (*size >= 0) operation.size = static_cast<uint64_t>(*size);
  operation.stored = result != "fail";
  operation.key = text;
  operation.length = *length;
  operation.whole = text.size() == *length;
  return operation;
}

}  // namespace mcbt::ingest
