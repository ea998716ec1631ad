#include "bench/overhead/scripts.h"

#include <fmt/format.h>

namespace mcbt::bench {
namespace {

constexpr const char* kReady = "BEGIN { printf(\"ready\\n\"); @side = 0; }\n";

std::string probe(pid_t pid, const std::string& name) {
  return fmt::format("usdt:/proc/{0}/exe:memcached:command__{1} /pid == {0}/", pid, name);
}

// Of each side, chosen by @side as mcbt's scripts do.
std::string by_sides(pid_t pid, const std::string& statements) {
  std::string script = kReady + probe(pid, "get") +
                       "\n{\n"
                       "  $key = arg1;\n"
                       "  $length = (int64)arg2;\n"
                       "  $size = (int64)(int32)arg3;\n"
                       "  $op = $size < 0 ? 2 : 1;\n";
  for (const char* side : {"a", "b"}) {
    script += fmt::format("  if (@side == {}) {{ {} }}\n", side == std::string("a") ? 0 : 1,
                          fmt::format(fmt::runtime(statements), side));
  }
  return script + "}\n";
}

}  // namespace

std::string bare_script(pid_t pid) {
  return kReady + probe(pid, "get") + " { @gets = count(); }\n";
}

std::string mcsnoop_script(pid_t pid) {
  std::string script = kReady;
  for (const char* name : {"get", "set", "add", "append", "prepend", "cas", "replace"}) {
    script +=
        probe(pid, name) +
        fmt::format(" {{ printf(\"%-8s %6d %s\\n\", \"{}\", arg3, str(arg1, arg2)); }}\n", name);
  }
  return script;
}

std::string totals_by_op_script(pid_t pid) {
  return by_sides(pid,
                  "@calls_{0}[$op] = count(); @keys_{0}[$op, $length, str($key, $length)] = "
                  "sum((1 << 38) + ($size < 0 ? 0 : $size - 2));");
}

std::string sizeless_script(pid_t pid) {
  return by_sides(
      pid, "@calls_{0}[$op] = count(); @keys_{0}[$op, $length, str($key, $length)] = count();");
}

}  // namespace mcbt::bench
