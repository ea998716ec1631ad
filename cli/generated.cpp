#include "cli/generated.h"

#include <array>

#include "cli/completions.h"
#include "cli/manual.h"

namespace mcbt::cli {
namespace {

struct Kind {
  std::string_view name;
  std::string (*make)();
};
constexpr std::array<Kind, 4> kKinds = {{
    {"man", manual},
    {"complete-bash", bash_completion},
    {"complete-zsh", zsh_completion},
    {"complete-fish", fish_completion},
}};

}  // namespace

std::string generated_kinds() {
  std::string names;
  for (const Kind& kind : kKinds) {
    if (!names.empty()) names += ", ";
    names += kind.name;
  }
  return names;
}

std::optional<std::string> generate(std::string_view name) {
  for (const Kind& kind : kKinds) {
    if (kind.name == name) return kind.make();
  }
  return std::nullopt;
}

}  // namespace mcbt::cli
