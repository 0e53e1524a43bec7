#include "operations/ids.h"
#include "server/doctor_detail.h"

namespace flashkit::server {

using adapters::sqlite::Statement;
using base::DocumentId;

bool DoctorDatabase::read_rows(std::vector<Row>& out) {
  Statement statement(database_.raw(),
                      "SELECT partition, sort, value FROM records WHERE partition LIKE 'D#%' ORDER BY partition, sort");
  auto use = statement.use();
  int code = SQLITE_ROW;
  while ((code = use.step()) == SQLITE_ROW) out.push_back({use.bytes(0), use.bytes(1), use.bytes(2)});
  return code == SQLITE_DONE;
}

bool DoctorDatabase::erase(const std::string& partition, const std::string& sort) {
  Statement statement(database_.raw(), "DELETE FROM records WHERE partition = ?1 AND sort = ?2");
  auto use = statement.use();
  use.bind_text(1, partition);
  use.bind_text(2, sort);
  return use.step() == SQLITE_DONE;
}

bool DoctorDatabase::change(const std::string& partition, const std::string& sort, const std::string& value) {
  Statement statement(database_.raw(),
                      "INSERT INTO records (partition, sort, version, value) VALUES (?1, ?2, 1, ?3) "
                      "ON CONFLICT (partition, sort) DO UPDATE SET value = excluded.value, version = version + 1");
  auto use = statement.use();
  use.bind_text(1, partition);
  use.bind_text(2, sort);
  use.bind_blob(3, value);
  return use.step() == SQLITE_DONE;
}

bool DoctorDatabase::point_meta(DocumentId document, const CheckpointPointer& to) {
  const std::string partition = "D#" + base::to_hex(document);
  if (database_.run("BEGIN IMMEDIATE") != SQLITE_OK) return false;
  const bool nothing_to_say = to.seq == 0 && to.minimum == sync::Minimum{};
  const bool done =
      keep_uncovered(document, 0) &&
      (nothing_to_say ? erase(partition, "META") : change(partition, "META", write_checkpoint_pointer(to)));
  if (done && database_.run("COMMIT") == SQLITE_OK) return true;
  database_.run("ROLLBACK");
  return false;
}

// Since version 2 of the schema.
bool DoctorDatabase::gives_up_entries() {
  return database_.ask_number("SELECT count(*) FROM sqlite_schema WHERE name = 'forgetting'") != 0;
}

std::uint64_t DoctorDatabase::count_uncovered(DocumentId document, std::uint64_t seq) {
  if (!gives_up_entries()) return 0;
  Statement statement(database_.raw(), "SELECT count(*) FROM forgetting WHERE document = ?1 AND seq >= ?2");
  const std::string bytes = operations::id_bytes(document);
  auto use = statement.use();
  use.bind_blob(1, bytes);
  use.bind_number(2, seq);
  return use.step() == SQLITE_ROW ? use.number(0) : 0;
}

bool DoctorDatabase::keep_uncovered(DocumentId document, std::uint64_t seq) {
  if (!gives_up_entries()) return true;
  Statement statement(database_.raw(), "DELETE FROM forgetting WHERE document = ?1 AND seq >= ?2");
  const std::string bytes = operations::id_bytes(document);
  auto use = statement.use();
  use.bind_blob(1, bytes);
  use.bind_number(2, seq);
  return use.step() == SQLITE_DONE;
}

std::optional<std::uint64_t> DoctorDatabase::first_kept(DocumentId document) {
  Statement statement(database_.raw(), "SELECT min(seq) FROM journal WHERE document = ?1");
  const std::string bytes = operations::id_bytes(document);
  auto use = statement.use();
  use.bind_blob(1, bytes);
  if (use.step() != SQLITE_ROW) return std::nullopt;
  return use.number(0);
}

}  // namespace flashkit::server
