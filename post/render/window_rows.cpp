#include "post/render/window_rows.h"

#include <fmt/format.h>

#include <array>
#include <iterator>
#include <optional>
#include <string_view>

#include "post/render/csv.h"
#include "post/render/key_text.h"
#include "post/render/number_text.h"

namespace mcbt::render {
namespace {

constexpr std::array<std::string_view, 16> kRowColumns = {
    "host", "pid",        "source",        "trace", "seq",   "start", "end",     "op",
    "key",  "key_length", "key_truncated", "calls", "bytes", "timed", "time_us", "complete"};
constexpr size_t kWindowColumns = 7;  // so many of the first are of the window

// A line, column after column.
class Line {
 public:
  // The columns before `column` are in the text.
  Line(RowFormat format, std::string& text, size_t column = 0)
      : format_(format), text_(text), column_(column) {}

  // `printable`: as key_text() makes it.
  void text(const std::optional<std::string>& printable) {
    begin_column();
    if (!printable) return null();
    switch (format_) {
      case RowFormat::kJsonl:
        json_string(*printable);
        return;
      case RowFormat::kCsv:
        append_csv_field(*printable, text_);
        return;
      case RowFormat::kTsv:
        text_ += *printable;
        return;
    }
  }

  template <typename T>
  void number(const std::optional<T>& value) {
    begin_column();
    if (!value) return null();
    fmt::format_to(std::back_inserter(text_), "{}", *value);
  }

  void boolean(bool value) {
    begin_column();
    text_ += value ? "true" : "false";
  }

  void end() { text_ += format_ == RowFormat::kJsonl ? "}\n" : "\n"; }

 private:
  void begin_column() {
    if (format_ == RowFormat::kJsonl) {
      text_ += column_ == 0 ? "{\"" : ",\"";
      text_ += kRowColumns[column_];
      text_ += "\":";
    } else if (column_ != 0) {
      text_ += format_ == RowFormat::kCsv ? ',' : '\t';
    }
    ++column_;
  }

  void null() {
    if (format_ == RowFormat::kJsonl) text_ += "null";
    if (format_ == RowFormat::kTsv) text_ += "\\N";
  }

  // Printable text has nothing else that JSON escapes.
  void json_string(std::string_view printable) {
    text_ += '"';
    for (const char c : printable) {
      if (c == '"' || c == '\\') text_ += '\\';
      text_ += c;
    }
    text_ += '"';
  }

  RowFormat format_;
  std::string& text_;
  size_t column_;
};

std::optional<std::string> known_text(const std::string& bytes) {
  if (bytes.empty()) return std::nullopt;
  return key_text(bytes);
}

std::optional<std::string> moment_text(const std::optional<int64_t>& epoch_ns) {
  if (!epoch_ns) return std::nullopt;
  return iso_utc(*epoch_ns);
}

}  // namespace

std::string row_header(RowFormat format) {
  if (format == RowFormat::kJsonl) return {};
  std::string line;
  for (const std::string_view name : kRowColumns) {
    if (!line.empty()) line += format == RowFormat::kCsv ? ',' : '\t';
    line += name;
  }
  return line + "\n";
}

void RowLines::begin_window(const aggregate::RowWindow& window) {
  const model::CaptureHeader& header = window.header;
  beginning_.clear();
  complete_ = window.complete;
  Line line(format_, beginning_);
  line.text(known_text(header.host));
  line.number(header.pid);
  line.text(known_text(header.source));
  line.number(std::optional(header.start_ns));
  line.number(std::optional(window.seq));
  line.text(moment_text(window.start_ns));
  line.text(moment_text(window.end_ns));
}

void RowLines::add(const aggregate::CountedRow& row, std::string& text) const {
  text += beginning_;
  Line line(format_, text, kWindowColumns);
  line.text(std::string(op_info(row.op).name));
  line.text(row.key ? std::optional(key_text(*row.key)) : std::nullopt);
  line.number(std::optional(row.key_length));
  line.boolean(!row.whole);
  line.number(std::optional(row.calls));
  line.number(row.bytes);
  line.number(std::optional(row.times.calls));
  line.number(row.times.calls == 0 ? std::nullopt : std::optional(row.times.us));
  line.boolean(complete_);
  line.end();
}

}  // namespace mcbt::render
