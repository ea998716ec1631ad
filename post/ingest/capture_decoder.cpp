#include "post/ingest/capture_decoder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "post/ingest/foreign_map.h"
#include "post/ingest/header_json.h"
#include "post/ingest/protocol_map.h"
#include "post/ingest/snoop_line.h"

namespace mcbt::ingest {
namespace {

// Whether `text` is the word `mark`, alone or with more behind a space; `rest` becomes that.
bool take_mark(std::string_view text, std::string_view mark, std::string_view& rest) {
  if (!text.starts_with(mark)) return false;
  text.remove_prefix(mark.size());
  if (!text.empty() && text.front() != ' ') return false;
  rest = text.substr(std::min<size_t>(1, text.size()));
  return true;
}

// Takes a number and the space behind it.
std::optional<uint64_t> take_number(std::string_view& text) {
  uint64_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || (stop != end && *stop != ' ')) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(stop - text.data()) + (stop == end ? 0 : 1));
  return number;
}

template <typename... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

}  // namespace

CaptureDecoder::CaptureDecoder(model::EventSink& sink, std::string file, Workers* workers)
    : sink_(sink), file_(std::move(file)) {
  if (workers == nullptr) return;
  queue_.emplace(*workers, [this](const model::BadLine& line) { count_bad_line(line); });
}

void CaptureDecoder::line(std::string_view line, bool lasts) {
  line_lasts_ = lasts;
  ++counts_.lines;
  ++counts_.records;  // unless one of the last three says otherwise
  look_for_slip(line);
  std::visit(Overloaded{
                 [&](const Printed& record) { printed(record); },
                 [&](const MapPrinted& record) { map_printed(record); },
                 [&](const Lost& lost) { sink_.on_lost({lost.events}); },
                 [&](const HelperFailed& failed) {
                   sink_.on_helper_error({failed.helper, failed.code});
                 },
                 [&](const AttachedProbes& attached) { may_slip_ = attached.has_count; },
                 [](const OtherRecord&) {},
                 [&](const Blank&) { --counts_.records; },
                 [&](const NotJson&) {
                   --counts_.records;
                   ++counts_.not_json;
                   if (counts_.first_not_json == 0) counts_.first_not_json = counts_.lines;
                 },
                 [&](const Damaged& damaged) { bad_line(counts_.lines, damaged.reason); },
             },
             parse_record(without_mark(line)));
}

// mcbt's own scripts print no histogram behind a key.
void CaptureDecoder::look_for_slip(std::string_view line) {
  if (!may_slip_ || slipped_ || header_) return;
  for (size_t at = 0; (at = line.find('\\', at)) < line.size() - 1; at += 2) {
    if (line[at + 1] == 'u') slipped_ = true;
  }
}

std::string_view CaptureDecoder::without_mark(std::string_view line) const {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (counts_.lines == 1 && line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
  }
  return line;
}

// Damage in a map is found when its window ends, and by then there may have been some behind it.
void CaptureDecoder::count_bad_line(const model::BadLine& line) {
  --counts_.records;
  ++counts_.damaged;
  if (counts_.first_damaged != 0 && counts_.first_damaged < line.line) return;
  counts_.first_damaged = line.line;
  counts_.first_damage = line.reason;
}

void CaptureDecoder::bad_line(uint64_t line, std::string reason) {
  const model::BadLine bad{line, std::move(reason)};
  count_bad_line(bad);
  sink_.on_bad_line(bad);
}

void CaptureDecoder::printed(const Printed& printed) {
  if (!printed.ends) bad_line(counts_.lines, "printed text with more behind it");
  const std::string bytes = unescaped(printed.text);
  std::string_view text = bytes;
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (protocol_line(text)) return;
  if (header_ && header_->script == "snoop") {
    if (auto operation = parse_snoop_line(text, header_->timed)) {
      // printf marks a string that it cut with "..", which is not of the key.
      if (header_->key_bytes != 0 && operation->key.size() > header_->key_bytes) {
        operation->key = operation->key.substr(0, header_->key_bytes);
        operation->whole = false;
      }
      sink_.on_operation(*operation);
      return;
    }
  }
  sink_.on_text({text});
}

bool CaptureDecoder::protocol_line(std::string_view text) {
  std::string_view rest;
  if (take_mark(text, model::kCaptureMark, rest)) {
    start_capture(rest);
  } else if (header_ && take_mark(text, model::kWindowMark, rest)) {
    close_window(rest);
  } else if (header_ && take_mark(text, model::kStoppingMark, rest)) {
    stopping_ = true;
    // Where a capture does not tell, a side may have been.
    printing_at_stop_ = take_number(rest).value_or(1) != 0;
    prints_.stop(printing_at_stop_);
  } else if (header_ && take_mark(text, model::kEndMark, rest)) {
    ended_ = true;
  } else {
    return false;
  }
  return true;
}

void CaptureDecoder::start_capture(std::string_view rest) {
  if (header_) finish_capture();
  const auto version = take_number(rest);
  if (!version || *version != model::kProtocolVersion) {
    bad_line(counts_.lines, "a capture of a protocol version unknown here");
    return;
  }
  auto header = parse_header(rest);
  if (!header) {
    bad_line(counts_.lines, header.error().what);
    return;
  }
  header_ = std::move(*header);
  header_->file = file_;
  last_end_ns_ = header_->start_ns;
  ++captures_;
  sink_.on_header(*header_);
}

void CaptureDecoder::map_printed(const MapPrinted& printed) {
  if (header_) {
    // bpftrace's own dump at exit stood in the last window.
    if (ended_) return;
    if (printed.name == model::kEscapesMap && header_->map_key_escapes == 0) {
      header_->map_key_escapes = escapes_of_printed_quote(printed.body);
      return;
    }
    const auto described =
        std::ranges::find(header_->maps, printed.name, &model::MapDescription::name);
    // Maps that the header does not describe hold the script's own state.
    if (described == header_->maps.end() || is_empty_print(*described, printed.body)) return;
    // Snoop has no windows: what it prints belongs to none.
    if (header_->script == "snoop") {
      if (described->role != model::MapRole::kUnattributed) {
        return bad_line(counts_.lines, "a map of windows, of which snoop has none");
      }
      if (const auto damage = decode_protocol_map(*described, printed.body, 1, sink_)) {
        bad_line(counts_.lines, *damage);
      }
      return;
    }
    prints_.add(*described, printed.body, counts_.lines, line_lasts_);
    return;
  }
  ForeignMap map = read_foreign_map(printed);
  if (!map.damage && slipped_ && printed.type.ends_with("hist")) {
    map.damage = map.dump.name + ": its counts may be hexadecimal, an escape is before them";
  }
  if (map.damage) bad_line(counts_.lines, *map.damage);
  sink_.on_map(std::move(map.dump));
}

void CaptureDecoder::close_window(std::string_view rest) {
  const auto seq = take_number(rest);
  const auto start = take_number(rest);
  const auto end = take_number(rest);
  if (!seq || !start || !end || *end < *start) {
    bad_line(counts_.lines, "an mcbt-window line that was cut");
    return;
  }
  model::WindowEdges window{*seq, *start, *end, !stopping_};
  const uint64_t gap = *seq > next_seq_ ? *seq - next_seq_ : 0;
  // bpftrace may have been stopped before it printed the line before; this stands for both.
  window.missing = gap - (stopping_ && printing_at_stop_ && gap != 0 ? 1 : 0);
  if (gap != 0 && (stopping_ || prints_.turns() > 1)) {
    window.start_ns = std::min(last_end_ns_, *start);
    window.rated = false;
  }
  emit_window(window, gap + 1);
  if (!stopping_) ++windows_;
  next_seq_ = *seq + 1;
  last_end_ns_ = *end;
}

// A key may hold the words of a mark, but no line begins with a key.
bool CaptureDecoder::closes_window(std::string_view line) {
  constexpr std::string_view kPrintf = R"({"type": "printf", "data": ")";
  return line.starts_with(kPrintf) && line.substr(kPrintf.size()).starts_with(model::kWindowMark);
}

void CaptureDecoder::emit_window(const model::WindowEdges& edges, uint64_t windows) {
  const uint32_t escapes = header_->map_key_escapes;
  if (queue_) {
    if (auto apart = sink_.on_window_apart(edges)) {
      queue_->add(std::move(apart), std::exchange(prints_, queue_->spare()), windows, escapes);
      return;
    }
  }
  sink_.on_window(edges);
  prints_.close(windows, escapes, sink_,
                [this](uint64_t line, std::string reason) { bad_line(line, std::move(reason)); });
  sink_.on_window_end();
}

void CaptureDecoder::finish_capture() {
  // How many windows prints without a line are of, they have to tell themselves.
  if (!prints_.empty()) {
    emit_window({next_seq_, last_end_ns_, std::nullopt, false}, prints_.turns());
  }
  if (queue_) queue_->finish();
  sink_.on_end(!header_ || ended_);
  header_.reset();
  last_end_ns_ = next_seq_ = 0;
  stopping_ = ended_ = false;
}

void CaptureDecoder::end() {
  finish_capture();
}

void CaptureDecoder::interrupt() {
  sink_.on_interrupted();
  finish_capture();
}

}  // namespace mcbt::ingest
