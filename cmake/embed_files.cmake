# Writes ${OUT}, a C++ file that defines mcbt::gen::template_text over the files in ${FILES}.
# Run with cmake -P, so that it needs no other tool.
set(cases "")
string(REPLACE "|" ";" FILES "${FILES}")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} text)
  string(APPEND cases "  if (name == \"${name}\") {\n    return R\"template(${text})template\";\n  }\n")
endforeach()
file(WRITE ${OUT}
"#include \"gen/templates.h\"

#include <cstdlib>

namespace mcbt::gen {

std::string template_text(std::string_view name) {
${cases}  std::abort();
}

}  // namespace mcbt::gen
")
