#include "tests/support/server/item_store.h"

namespace mcbt::support {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

std::string_view without_line_end(std::string_view value) {
  return value.substr(0, value.size() - kLineEnd.size());
}

ItemPointer item_of(std::string_view key, const std::string& value, int64_t cas) {
  auto item = std::make_shared<Item>();
  item->buffer = std::string(key) + value + std::string(kLineEnd);
  item->key_length = static_cast<uint8_t>(key.size());
  item->cas = cas;
  return item;
}

}  // namespace

ItemPointer ItemStore::make_item(std::string_view key, std::string_view value) {
  const std::lock_guard lock(mutex_);
  return item_of(key, std::string(value), next_cas_++);
}

ItemPointer ItemStore::find(std::string_view key) {
  const std::lock_guard lock(mutex_);
  const auto found = items_.find(std::string(key));
  return found == items_.end() ? nullptr : found->second;
}

Stored ItemStore::store(std::string_view command, const ItemPointer& item, int64_t cas) {
  const std::lock_guard lock(mutex_);
  const std::string key(item->key(), item->key_length);
  const auto found = items_.find(key);
  const bool exists = found != items_.end();
  if (command == "cas") {
    if (!exists) return Stored::kNotFound;
    if (found->second->cas != cas) return Stored::kExists;
  }
  if (command == "add" ? exists : command != "set" && command != "cas" && !exists) {
    return Stored::kNotStored;
  }
  ItemPointer stored = item;
  if (command == "append" || command == "prepend") {
    const std::string old(without_line_end(found->second->value()));
    const std::string more(without_line_end(item->value()));
    stored = item_of(key, command == "append" ? old + more : more + old, item->cas);
  }
  items_[key] = stored;
  return Stored::kStored;
}

bool ItemStore::erase(std::string_view key) {
  const std::lock_guard lock(mutex_);
  return items_.erase(std::string(key)) != 0;
}

void ItemStore::clear() {
  const std::lock_guard lock(mutex_);
  items_.clear();
}

}  // namespace mcbt::support
