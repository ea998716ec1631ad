// One client of the test server: the text protocol and the meta commands, with the probes that
// memcached 1.6.18 fires for them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/server/item_store.h"

namespace mcbt::support {

class Connection {
 public:
  Connection(int descriptor, ItemStore& store) : descriptor_(descriptor), store_(store) {}

  // Serves the client until it goes away or says quit.
  void serve();

 private:
  // A command line taken apart. As in memcached the spaces between the words are overwritten with
  // NUL, and the words point into the request.
  using Words = std::vector<std::string_view>;

  bool process(std::string_view line);
  bool read_more();
  std::string read_value(size_t bytes);
  void respond();

  void get(const Words& words, size_t first_key, bool with_cas);
  void set(const Words& words);
  void meta_set(const Words& words);
  void erase(const Words& words);
  void touch(const Words& words);
  void add_delta(const Words& words);
  void meta_get(const Words& words);

  int descriptor_;
  ItemStore& store_;
  std::string request_;   // what was read and not used yet
  std::string response_;  // what was not written yet
};

}  // namespace mcbt::support
