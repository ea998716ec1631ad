// libFuzzer over ingest: any bytes as a capture. Beside what the sanitizers find, it fails where
// lines are not counted once each, where events come in an order that sinks do not expect, where a
// number or a key is out of its bounds, and where memory does not keep to the size of the input.

#include <sanitizer/allocator_interface.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "post/ingest/capture_decoder.h"

namespace mcbt::ingest {
namespace {

void require(bool good, const char* what) {
  if (good) return;
  std::fprintf(stderr, "ingest_fuzzer: %s\n", what);
  std::abort();
}

// Bytes that live on the heap, while an input is read.
std::atomic<int64_t> live_bytes = 0;
std::atomic<int64_t> most_bytes = 0;

void on_allocate(const volatile void* place, size_t /*asked*/) {
  const auto size = __sanitizer_get_allocated_size(const_cast<const void*>(place));
  live_bytes += static_cast<int64_t>(size);
  most_bytes = std::max(most_bytes.load(), live_bytes.load());
}
void on_free(const volatile void* place) {
  if (place == nullptr) return;
  const auto size = __sanitizer_get_allocated_size(const_cast<const void*>(place));
  live_bytes -= static_cast<int64_t>(size);
}

class CheckingSink : public model::EventSink {
 public:
  explicit CheckingSink(size_t input) : input_(input) {}

  void on_header(const model::CaptureHeader& header) override {
    outside();
    snoop_ = header.script == "snoop";
  }
  void on_window(const model::WindowEdges& edges) override {
    outside();
    require(!edges.end_ns || *edges.end_ns >= edges.start_ns, "a window ends before it starts");
    inside_ = true;
  }
  void on_window_end() override {
    inside();
    inside_ = false;
  }
  void on_keys(std::span<const model::KeyStats> keys) override {
    inside();
    for (const model::KeyStats& stats : keys) {
      require(stats.key.size() <= input_, "a key is longer than the input");
      require(!stats.whole || stats.key.size() == stats.length, "a whole key is not of its length");
      require(op_index(stats.op) < model::kOpLimit, "an op that is none");
      touch(stats.key);
    }
  }
  void on_total(const model::OpTotal& total) override {
    inside();
    require(op_index(total.op) < model::kOpLimit, "an op that is none");
  }
  void on_not_attributed(const model::NotAttributed&) override {
    if (!snoop_) inside();
  }
  void on_connection(const model::ConnectionStats& stats) override {
    inside();
    require(op_index(stats.op) < model::kOpLimit, "an op that is none");
  }
  void on_key_latency(const model::KeyLatency& latency) override {
    inside();
    require(latency.key.size() <= input_, "a key is longer than the input");
    touch(latency.key);
  }
  void on_latency(const model::LatencyBucket& bucket) override {
    inside();
    require(bucket.min_us <= bucket.max_us, "a bucket ends before it starts");
  }
  void on_operation(const model::Operation& operation) override {
    outside();
    require(!operation.whole || operation.key.size() == operation.length,
            "a whole key is not of its length");
    touch(operation.key);
  }
  void on_map(model::MapDump&& dump) override {
    outside();
    require(dump.entries.size() <= input_, "a map has more entries than the input has bytes");
  }
  void on_text(const model::Text& text) override { touch(text.text); }
  void on_bad_line(const model::BadLine& bad) override {
    require(!bad.reason.empty(), "damage without a reason");
    ++bad_lines;
  }
  void on_end(bool) override { outside(); }

  uint64_t bad_lines = 0;

 private:
  void inside() const { require(inside_, "an event of a window outside of one"); }
  void outside() const { require(!inside_, "a window that does not end"); }
  // Reads each byte, for the sanitizers.
  void touch(std::string_view bytes) {
    for (const char byte : bytes) checksum_ = checksum_ + static_cast<unsigned char>(byte);
  }

  size_t input_;
  bool inside_ = false;
  bool snoop_ = false;
  volatile unsigned checksum_ = 0;
};

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t\r") == std::string_view::npos;
}

void read(std::string_view capture) {
  CheckingSink sink(capture.size());
  CaptureDecoder decoder(sink, "fuzz");
  uint64_t blank = 0;
  // A byte order mark, which editors put before the first line, is not of it.
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  const size_t mark = capture.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  if (is_blank(capture.substr(mark, capture.find('\n') - mark)) && mark != 0) ++blank;
  while (!capture.empty()) {
    const size_t end = std::min(capture.find('\n'), capture.size());
    if (is_blank(capture.substr(0, end))) ++blank;
    decoder.line(capture.substr(0, end));
    capture.remove_prefix(std::min(end + 1, capture.size()));
  }
  decoder.end();
  const LineCounts& counts = decoder.counts();
  require(counts.records + counts.damaged + counts.not_json + blank == counts.lines,
          "a line is not counted once");
  require(sink.bad_lines == counts.damaged, "damage that is not said");
}

}  // namespace
}  // namespace mcbt::ingest

extern "C" int LLVMFuzzerInitialize(int*, char***) {
  return __sanitizer_install_malloc_and_free_hooks(mcbt::ingest::on_allocate,
                                                   mcbt::ingest::on_free) == 0;
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace mcbt::ingest;
  const int64_t before = live_bytes;
  most_bytes = before;
  read({reinterpret_cast<const char*>(data), size});
  constexpr int64_t kAtLeast = int64_t{1} << 18;
  constexpr int64_t kPerByte = 200;
  require(most_bytes - before <= kAtLeast + kPerByte * static_cast<int64_t>(size),
          "more memory than the input is worth");
  return 0;
}
