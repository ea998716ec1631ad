// The files of templates/, compiled in.
#pragma once

#include <string>
#include <string_view>

namespace mcbt::gen {

// The text of templates/NAME.bt. Asking for a template that is not there is a bug; it aborts.
std::string template_text(std::string_view name);

}  // namespace mcbt::gen
