#include "tests/post/ingest/event_log.h"

#include <utility>

#include "tests/support/capture_text.h"

namespace mcbt::ingest {
namespace {

std::string key_text(std::string_view key, uint32_t length, bool whole) {
  return std::string(key) + "/" + std::to_string(length) + (whole ? "" : " cut");
}

std::string name(model::Op op) {
  return std::string(op_info(op).name);
}

std::string number(const std::optional<int64_t>& value) {
  return value ? std::to_string(*value) : "";
}

}  // namespace

void EventLog::on_header(const model::CaptureHeader& header) {
  events.push_back("header " + header.script);
}

void EventLog::on_window(const model::WindowEdges& edges) {
  events.push_back("window " + std::to_string(edges.seq) + " " + std::to_string(edges.start_ns) +
                   ".." + (edges.end_ns ? std::to_string(*edges.end_ns) : "?") +
                   (edges.rated ? "" : " unrated") +
                   (edges.missing == 0 ? "" : " missing " + std::to_string(edges.missing)));
}

void EventLog::on_keys(std::span<const model::KeyStats> keys) {
  for (const model::KeyStats& stats : keys) {
    events.push_back(name(stats.op) + " " + key_text(stats.key, stats.length, stats.whole) + " " +
                     std::to_string(stats.calls) + " " + std::to_string(stats.bytes));
  }
}

void EventLog::on_total(const model::OpTotal& total) {
  events.push_back("total " + name(total.op) + " " + std::to_string(total.calls));
}

void EventLog::on_connection(const model::ConnectionStats& stats) {
  events.push_back("connection " + std::to_string(stats.connection) + " " +
                   std::string(op_info(stats.op).name) + " " + std::to_string(stats.calls) + " " +
                   std::to_string(stats.bytes));
}

void EventLog::on_latency(const model::LatencyBucket& bucket) {
  events.push_back("latency " + (bucket.op ? name(*bucket.op) : "other") + " " +
                   std::to_string(bucket.min_us) + ".." + std::to_string(bucket.max_us) + " " +
                   std::to_string(bucket.count));
}

void EventLog::on_window_end() {
  events.emplace_back("window end");
}

void EventLog::on_operation(const model::Operation& operation) {
  events.push_back("operation " + name(operation.op) + " " +
                   key_text(operation.key, operation.length, operation.whole));
}

void EventLog::on_map(model::MapDump&& dump) {
  std::string text;
  for (const model::MapEntry& entry : dump.entries) {
    if (!text.empty()) text += ", ";
    text += (dump.keyed ? entry.key + "=" : "") + text_of(entry.value);
  }
  events.push_back("map " + dump.name + " " + (dump.keyed ? "{" + text + "}" : text));
  maps.push_back(std::move(dump));
}

void EventLog::on_text(const model::Text& text) {
  events.push_back("text " + std::string(text.text));
}

void EventLog::on_lost(const model::LostEvents& lost) {
  events.push_back("lost " + std::to_string(lost.count));
}

void EventLog::on_helper_error(const model::HelperError& error) {
  events.push_back("helper " + error.helper + " " + std::to_string(error.code));
}

void EventLog::on_bad_line(const model::BadLine& line) {
  events.push_back("bad " + std::to_string(line.line));
  bad_lines.push_back(line);
}

void EventLog::on_end(bool complete) {
  events.emplace_back(complete ? "end complete" : "end cut");
}

std::vector<std::string> EventLog::events_of(const std::string& word) const {
  std::vector<std::string> found;
  for (const std::string& event : events) {
    if (event == word || event.starts_with(word + " ")) found.push_back(event);
  }
  return found;
}

// An integer as it is, a string in quotes, stats as count/average/total, buckets as
// [min..max:count …].
std::string text_of(const model::AnyValue& value) {
  if (const auto* integer = std::get_if<int64_t>(&value)) return std::to_string(*integer);
  if (const auto* text = std::get_if<std::string>(&value)) return "\"" + *text + "\"";
  if (const auto* stats = std::get_if<model::StatsValue>(&value)) {
    return std::to_string(stats->count) + "/" + std::to_string(stats->average) + "/" +
           std::to_string(stats->total);
  }
  std::string text;
  for (const model::Bucket& bucket : std::get<std::vector<model::Bucket>>(value)) {
    text += (text.empty() ? "" : " ") + number(bucket.min) + ".." + number(bucket.max) + ":" +
            std::to_string(bucket.count);
  }
  return "[" + text + "]";
}

LineCounts decode(const std::vector<std::string>& lines, EventLog& log) {
  CaptureDecoder decoder(log);
  for (const std::string& line : lines) decoder.line(line);
  decoder.end();
  return decoder.counts();
}

std::vector<std::string> decode(const std::vector<std::string>& lines) {
  EventLog log;
  decode(lines, log);
  return log.events;
}

std::string calls_line(const std::string& side, uint64_t hits) {
  return support::map_line("@calls_" + side, {{"1", std::to_string(hits)}});
}

std::string keys_line(const std::string& side, uint64_t hits) {
  return support::map_line("@keys_" + side, {{"1,6,user:1", support::packed(hits, 15 * hits)}});
}

}  // namespace mcbt::ingest
