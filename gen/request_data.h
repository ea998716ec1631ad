// What the template of the syscall source needs beside what all scripts need.
#pragma once

#include <array>
#include <kainjow/mustache.hpp>

#include "gen/script_spec.h"

namespace mcbt::gen {

// The script's maps that must be empty when it ends.
inline constexpr std::array<const char*, 32> kRequestState = {
    "@verb",        "@mode",        "@outcome",    "@status", "@opcode",   "@get",
    "@none",        "@one",         "@began",      "@buf",    "@reading",  "@fd",
    "@end",         "@more",        "@part",       "@left",   "@lost",     "@unsure",
    "@quick",       "@more_verb",   "@more_field", "@head",   "@tail",     "@size",
    "@took",        "@counted",     "@queue",      "@since",  "@protocol", "@request",
    "@request_end", "@unattributed"};
// Of snoop's too.
inline constexpr std::array<const char*, 2> kSnoopState = {"@shown", "@sized"};

// Adds to `root`. `spec` has a pid.
void set_request_data(const ScriptSpec& spec, kainjow::mustache::data& root);

}  // namespace mcbt::gen
