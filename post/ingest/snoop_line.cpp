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

// A word or a code.
std::optional<model::Outcome> outcome_of(std::string_view result) {
  if (const auto code = number<uint64_t>(result)) return model::outcome_by_code(*code);
  return model::outcome_by_name(result);
}

// A command, which of a get says no more than that, or a code.
std::optional<model::Op> op_of(std::string_view command, model::Outcome outcome) {
  if (const auto code = number<uint64_t>(command)) return model::op_by_code(*code);
  if (command != "get") return model::op_by_name(command);
  if (outcome == model::Outcome::kHit) return model::Op::kGetHit;
  if (outcome == model::Outcome::kMiss) return model::Op::kGetMiss;
  return model::Op::kGet;
}

// -1 and the like: nothing.
std::optional<uint64_t> not_negative(int64_t number) {
  if (number < 0) return std::nullopt;
  return static_cast<uint64_t>(number);
}

}  // namespace

std::optional<model::Operation> parse_snoop_line(std::string_view text, bool timed) {
  const auto time = time_ns(take_word(text));
  const auto connection = number<int64_t>(take_word(text));
  const std::string_view command = take_word(text);
  const auto outcome = outcome_of(take_word(text));
  const auto size = number<int64_t>(take_word(text));
  const auto latency = timed ? number<int64_t>(take_word(text)) : std::optional<int64_t>(-1);
  const auto length = number<uint32_t>(take_word(text));
  if (!time || !connection || !outcome || !size || !latency || !length) return std::nullopt;
  const auto op = op_of(command, *outcome);
  if (!op) return std::nullopt;

  model::Operation operation;
  operation.time_ns = *time;
  operation.connection = *connection;
  operation.op = *op;
  operation.outcome = *outcome;
  operation.size = not_negative(*size);
  operation.latency_us = not_negative(*latency);
  operation.key = text;
  operation.length = *length;
  operation.whole = text.size() == *length;
  return operation;
}

}  // namespace mcbt::ingest
