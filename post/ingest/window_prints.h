// The maps that a capture has printed since its last window line.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace mcbt::ingest {

// Prints are kept until their window's line comes, for only then it is known which of them count.
//
// Scripts print the maps of one side and clear them, and then those of the other: each turn is a
// window. bpftrace can be stopped between a print and its clear, and then prints the same counts
// again at its end, where they must not count twice. And a window's line may be missing from a
// capture: then a map comes again with counts of another window, which must not be left out.
class WindowPrints {
 public:
  using OnDamage = std::function<void(uint64_t line, std::string reason)>;

  // `map` must outlive the window, and so must `body` where it is said to last. `line` is the
  // print's number.
  void add(const model::MapDescription& map, std::string_view body, uint64_t line, bool lasts);

  // mcbt-stopping was read: what follows is printed by END, both sides at once. `repeats`: the side
  // that was printed last may not have been cleared.
  void stop(bool repeats) {
    stopped_ = true;
    repeats_ = repeats;
  }

  bool empty() const { return used_ == 0; }

  // Of how many windows there are prints at least.
  uint64_t turns() const { return turn_; }

  // Passes what the prints say to `sink`, and is empty then. `windows` is how many the line that
  // came stands for, `escapes` as for decode_protocol_map(). Of a map that was printed again the
  // last print counts; where that is damaged, what it lacks is taken from the ones before.
  void close(uint64_t windows, uint32_t escapes, model::EventSink& sink, const OnDamage& on_damage);

 private:
  static constexpr size_t kNone = SIZE_MAX;
  struct Print {
    const model::MapDescription* map = nullptr;
    uint64_t turn = 0;
    uint64_t line = 0;
    size_t earlier = kNone;    // the print of the same map before this
    bool has_later = false;    // one of the same map comes behind this
    bool has_repeat = false;   // and is of the same turn
    std::string_view lasting;  // its body in a line that lasts; without bytes where it is a copy
    std::string copy;

    std::string_view body() const { return lasting.data() == nullptr ? copy : lasting; }
  };

  uint64_t turn_of(const model::MapDescription& map);
  void link(size_t index);
  void decode(size_t last, bool all, uint32_t escapes, model::EventSink& sink,
              const OnDamage& on_damage) const;

  std::vector<Print> prints_;  // the first `used_` count; the others keep their memory
  size_t used_ = 0;
  uint64_t turn_ = 0;
  char side_ = '\0';  // of the turn
  bool stopped_ = false;
  bool repeats_ = true;
};

}  // namespace mcbt::ingest
