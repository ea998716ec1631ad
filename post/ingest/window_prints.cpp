#include "post/ingest/window_prints.h"

#include "post/ingest/protocol_map.h"

namespace mcbt::ingest {
namespace {

// 'a' or 'b'; NUL for a map that has no sides.
char side_of(std::string_view name) {
  return name.ends_with("_a") || name.ends_with("_b") ? name.back() : '\0';
}

class NoSink : public model::EventSink {};

}  // namespace

// END prints both sides: the one that was being printed once more, and the other one's turn. Where
// none was being printed, both are of a turn of their own.
uint64_t WindowPrints::turn_of(const model::MapDescription& map) {
  const char side = side_of(map.name);
  if (side == '\0') return 0;
  if (side == side_ && (repeats_ || !stopped_)) return turn_;
  if (stopped_) return turn_ + 1;
  side_ = side;
  return ++turn_;
}

void WindowPrints::link(size_t index) {
  Print& print = prints_[index];
  print.earlier = kNone;
  print.has_later = print.has_repeat = false;
  for (size_t i = index; i-- > 0;) {
    if (prints_[i].map != print.map) continue;
    print.earlier = i;
    prints_[i].has_later = true;
    prints_[i].has_repeat = prints_[i].turn == print.turn;
    return;
  }
}

void WindowPrints::add(const model::MapDescription& map, std::string_view body, uint64_t line,
                       bool lasts) {
  if (used_ == prints_.size()) prints_.emplace_back();
  Print& print = prints_[used_];
  print.map = &map;
  print.turn = turn_of(map);
  print.line = line;
  print.lasting = lasts ? body : std::string_view();
  if (!lasts) print.copy.assign(body);
  link(used_++);
}

// The print `last` and those that it repeats.
void WindowPrints::decode(size_t last, bool all, uint32_t escapes, model::EventSink& sink,
                          const OnDamage& on_damage) const {
  NoSink no_sink;
  bool whole = false;
  PrintedKeys known;
  for (size_t i = last; i != kNone; i = prints_[i].earlier) {
    const Print& print = prints_[i];
    if (!all && print.turn != prints_[last].turn) return;
    const auto damage =
        decode_protocol_map(*print.map, print.body(), escapes, whole ? no_sink : sink, known);
    if (damage) on_damage(print.line, *damage);
    whole = whole || !damage;
    if (!whole && print.earlier != kNone) add_printed_keys(print.body(), known);
  }
}

void WindowPrints::close(uint64_t windows, uint32_t escapes, model::EventSink& sink,
                         const OnDamage& on_damage) {
  // With more turns than windows it is mcbt-stopping's line that is missing.
  const bool all = !stopped_ && turn_ > windows;
  for (size_t i = 0; i < used_; ++i) {
    const Print& print = prints_[i];
    const bool counted_later = all ? print.has_later : print.has_repeat;
    if (!counted_later) decode(i, all, escapes, sink, on_damage);
  }
  used_ = 0;
  turn_ = 0;
  side_ = '\0';
  stopped_ = false;
  repeats_ = true;
}

}  // namespace mcbt::ingest
