// What the template of the syscall source needs beside what all scripts need.
#pragma once

#include <array>
#include <kainjow/mustache.hpp>

#include "gen/script_spec.h"

namespace mcbt::gen {

// The script's maps that must be empty when it ends.
inline constexpr std::array<const char*, 22> kRequestState = {
    "@verb", "@mode", "@none",    "@one",    "@buf",       "@reading",     "@fd",   "@end",
    "@more", "@part", "@left",    "@unsure", "@more_verb", "@more_field",  "@head", "@tail",
    "@size", "@took", "@counted", "@queue",  "@since",     "@unattributed"};

// Adds to `root`. `spec` has a pid.
void set_request_data(const ScriptSpec& spec, kainjow::mustache::data& root);

}  // namespace mcbt::gen
