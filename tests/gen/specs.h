// Specifications of scripts, and the places in a script's text that tests look at.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "gen/dialect.h"
#include "gen/render_script.h"
#include "gen/script_spec.h"

namespace mcbt::gen {

using Strings = std::vector<std::string>;

constexpr ScriptKind kKinds[] = {ScriptKind::kTop, ScriptKind::kSnoop, ScriptKind::kLatency,
                                 ScriptKind::kKeyLatency};

inline ScriptSpec spec_of(ScriptKind kind) {
  ScriptSpec spec;
  spec.kind = kind;
  spec.file = script_file(kind);
  spec.probes = common_probes();
  return spec;
}

inline ScriptSpec with_probes(ScriptKind kind, const Strings& names) {
  ScriptSpec spec = spec_of(kind);
  spec.probes.clear();
  for (const std::string& name : names) spec.probes.push_back(model::find_probe(name));
  return spec;
}

// The dialect of a release that there is one for.
inline Dialect dialect_of(int minor) {
  return *dialect_for({0, minor, 0});
}

inline Dialect debian12() {
  return dialect_of(17);
}

inline std::vector<Dialect> all_dialects() {
  std::vector<Dialect> all(dialects().begin(), dialects().end());
  all.push_back(portable_dialect(spec_of(ScriptKind::kTop)));
  return all;
}

// The text of a script; empty, and the test fails, where there is an error.
inline std::string rendered(const ScriptSpec& spec, const Dialect& dialect = debian12()) {
  const auto script = render_script(spec, dialect);
  if (script) return script->text;
  ADD_FAILURE() << script.error().message();
  return "";
}

inline Strings lines_of(const std::string& text) {
  Strings lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// The lines that start with `start`, without it.
inline Strings lines_after(const std::string& start, const std::string& text) {
  Strings found;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with(start)) found.push_back(line.substr(start.size()));
  }
  return found;
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A script without its comments and without what stands in quotes.
inline std::string code_of(const std::string& text) {
  std::string code;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "/*") == 0) {
      at = std::min(text.find("*/", at), text.size()) + 1;
    } else if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size()) - 1;
    } else if (text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
      }
    } else {
      code += text[at];
    }
  }
  return code;
}

// What BEGIN prints first, as bpftrace reads it: the literal of the mcbt-capture line.
inline std::string capture_literal(const std::string& text) {
  const Strings found = lines_after("\tprintf(\"mcbt-capture ", text);
  if (found.size() != 1) return "";
  const std::string& text_after = found[0];
  std::string literal = "mcbt-capture ";
  for (size_t at = 0; at < text_after.size() && text_after[at] != '"'; ++at) {
    const bool escaped = text_after[at] == '\\';
    if (escaped) ++at;
    literal += escaped && text_after[at] == 'n' ? '\n' : text_after[at];
  }
  return literal;
}

// What printf makes of a format with the arguments nsecs and strftime("%s.%f", nsecs).
inline std::string printed(const std::string& format, const std::string& nsecs,
                           const std::string& epoch) {
  std::string text;
  for (size_t at = 0; at < format.size(); ++at) {
    const std::string rest = format.substr(at, 4);
    if (rest.starts_with("%%")) {
      text += '%';
      at += 1;
    } else if (rest.starts_with("%llu")) {
      text += nsecs;
      at += 3;
    } else if (rest.starts_with("%s")) {
      text += epoch;
      at += 1;
    } else {
      EXPECT_NE(format[at], '%') << "a conversion that has no argument: " << rest;
      text += format[at];
    }
  }
  return text;
}

}  // namespace mcbt::gen
