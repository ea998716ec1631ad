// mcbt on a live server, and what it said.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <fstream>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/child_process.h"
#include "tests/support/live_server.h"

namespace mcbt::live {

using Json = nlohmann::json;
using support::ChildProcess;
using support::Client;
using support::Finished;
using support::kStockMemcached;
using support::LiveServer;
using support::run_program;

// Operations by key and op name: what was sent, or what was counted.
using Counts = std::map<std::string, std::map<std::string, uint64_t>>;

// The JSON objects of mcbt's output, a line each.
inline std::vector<Json> json_lines(const std::string& output) {
  std::vector<Json> objects;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);) objects.push_back(Json::parse(line));
  return objects;
}

inline Json summary_of(const std::string& output) {
  const auto objects = json_lines(output);
  for (const Json& object : objects) {
    if (object["kind"] == "summary") return object;
  }
  return Json();
}

inline Counts counts_of(const Json& table) {
  Counts counts;
  for (const Json& row : table["rows"]) {
    for (const auto& [op, calls] : row["ops"].items()) counts[row["key"]][op] = calls;
  }
  return counts;
}

inline uint64_t total(const Counts& counts) {
  uint64_t sum = 0;
  for (const auto& [key, ops] : counts) {
    for (const auto& [op, calls] : ops) sum += calls;
  }
  return sum;
}

// With less room for keys than it has unless told, which takes the kernel a second of a core to
// make: few tests need it.
inline std::vector<std::string> mcbt(std::vector<std::string> arguments) {
  const std::string& command = arguments.front();
  const bool has_room = command == "top" || command == "record";
  if (has_room && std::ranges::find(arguments, "--max-keys") == arguments.end()) {
    arguments.insert(arguments.begin() + 1, {"--max-keys", "8192"});
  }
  arguments.insert(arguments.begin(), MCBT_PROGRAM);
  return arguments;
}

constexpr std::chrono::seconds kStart{120};

// Tracepoints are attached one by one behind a script's first line. Gets kMarker until `output`
// has such a get: then all are.
constexpr const char* kMarker = "marker:of:a:test";
inline void get_until_traced(Client& client, const std::function<std::string()>& output) {
  for (int i = 0; i < 300 && output().find(kMarker) == std::string::npos; ++i) {
    client.get({kMarker});
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace mcbt::live
