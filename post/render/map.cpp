#include "post/render/map.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "post/render/csv.h"
#include "post/render/histogram_text.h"
#include "post/render/key_text.h"
#include "post/render/text_table.h"

namespace mcbt::render {
namespace {

using view::MapCell;
using view::MapRow;
using view::MapTable;
using Json = nlohmann::ordered_json;

std::string cell_text(const MapCell& cell) {
  if (const auto* integer = std::get_if<int64_t>(&cell)) return std::to_string(*integer);
  return key_text(std::get<std::string>(cell));
}

std::string joined_key(const MapRow& row) {
  std::string joined;
  for (const std::string& part : row.key) {
    if (&part != &row.key.front()) joined += ',';
    joined += key_text(part);
  }
  return joined;
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string draw_rows(const MapTable& table, size_t width) {
  std::vector<TextColumn> columns;
  for (size_t i = 0; i < table.key_columns.size(); ++i) {
    TextColumn column{upper(table.key_columns[i]), Align::kLeft, 0, 0, {}};
    for (const MapRow& row : table.rows) column.cells.push_back(key_text(row.key[i]));
    columns.push_back(std::move(column));
  }
  for (size_t i = 0; i < table.value_columns.size(); ++i) {
    TextColumn column{upper(table.value_columns[i]), Align::kRight, 0, 0, {}};
    for (const MapRow& row : table.rows) {
      column.cells.push_back(i < row.values.size() ? cell_text(row.values[i]) : "");
    }
    columns.push_back(std::move(column));
  }
  return draw_columns(std::move(columns), width);
}

std::string draw_histograms(const MapTable& table, size_t width) {
  std::string text;
  for (const MapRow& row : table.rows) {
    if (!row.key.empty()) text += "[" + joined_key(row) + "]\n";
    for (const MapCell& cell : row.values) text += cell_text(cell) + "\n";
    text += histogram_text(row.buckets, width);
  }
  return text;
}

Json cell_json(const MapCell& cell) {
  if (const auto* integer = std::get_if<int64_t>(&cell)) return *integer;
  return key_text(std::get<std::string>(cell));
}

Json buckets_json(const MapRow& row) {
  Json buckets = Json::array();
  for (const model::Bucket& bucket : row.buckets) {
    buckets.push_back({{"min", bucket.min ? Json(*bucket.min) : Json(nullptr)},
                       {"max", bucket.max ? Json(*bucket.max) : Json(nullptr)},
                       {"count", bucket.count}});
  }
  return buckets;
}

std::string end_text(const std::optional<int64_t>& end) {
  return end ? std::to_string(*end) : "";
}

}  // namespace

std::string map_text(const MapTable& table, const TextStyle& style) {
  std::string text = key_text(table.name);
  if (!table.key_columns.empty()) {
    text += fmt::format(": {} {}", table.all_rows, table.all_rows == 1 ? "key" : "keys");
  }
  if (table.matched_rows != table.all_rows) {
    text += fmt::format(", {} of them match the filter", table.matched_rows);
  }
  text += "\n";
  text += table.histograms ? draw_histograms(table, style.width) : draw_rows(table, style.width);
  if (table.rows.size() < table.matched_rows) {
    text += fmt::format("… and {} more keys\n", table.matched_rows - table.rows.size());
  }
  return text + "\n";
}

std::string map_json(const MapTable& table) {
  Json json = {{"schema", "mcbt.map/1"}, {"map", key_text(table.name)}, {"keys", table.all_rows}};
  Json rows = Json::array();
  for (const MapRow& row : table.rows) {
    Json object = {{"key", Json::array()}};
    for (const std::string& part : row.key) object["key"].push_back(key_text(part));
    for (size_t i = 0; i < table.value_columns.size() && i < row.values.size(); ++i) {
      object[table.value_columns[i]] = cell_json(row.values[i]);
    }
    if (table.histograms) object["buckets"] = buckets_json(row);
    rows.push_back(std::move(object));
  }
  json["rows"] = std::move(rows);
  return json.dump() + "\n";
}

std::string map_csv_header() {
  return csv_line({"map", "key", "field", "value"});
}

std::string map_csv_rows(const MapTable& table) {
  std::string rows;
  const std::string name = key_text(table.name);
  for (const MapRow& row : table.rows) {
    for (size_t i = 0; i < table.value_columns.size() && i < row.values.size(); ++i) {
      rows += csv_line({name, joined_key(row), table.value_columns[i], cell_text(row.values[i])});
    }
    for (const model::Bucket& bucket : row.buckets) {
      rows += csv_line({name, joined_key(row),
                        "[" + end_text(bucket.min) + "," + end_text(bucket.max) + "]",
                        std::to_string(bucket.count)});
    }
  }
  return rows;
}

}  // namespace mcbt::render
