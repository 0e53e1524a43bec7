// Made by tools/generate.mjs from schema/replica.sql.
#pragma once
#include <string_view>

namespace flashkit::sync {

struct NamedSql {
  std::string_view name;
  std::string_view sql;
};

// From user_version 0 to 1, from 1 to 2 ...: several statements each, run in one transaction that also sets it.
inline constexpr std::string_view k_replica_migrations[] = {
    R"sql(CREATE TABLE documents (
  document BLOB PRIMARY KEY,
  capability BLOB NOT NULL,
  name TEXT NOT NULL,
  changed_ms INTEGER NOT NULL,
  trashed INTEGER NOT NULL,
  preview BLOB NOT NULL,
  width REAL NOT NULL,
  height REAL NOT NULL,
  fresh INTEGER NOT NULL,
  role INTEGER NOT NULL,
  complete INTEGER NOT NULL,
  cursor INTEGER NOT NULL,
  checkpoint_seq INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE checkpoints (
  document BLOB PRIMARY KEY,
  seq INTEGER NOT NULL,
  body TEXT NOT NULL
);
CREATE TABLE entries (
  document BLOB NOT NULL,
  seq INTEGER NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (document, seq)
) WITHOUT ROWID;
CREATE TABLE clients (
  document BLOB NOT NULL,
  client BLOB NOT NULL,
  number INTEGER NOT NULL,
  PRIMARY KEY (document, client)
) WITHOUT ROWID;
CREATE TABLE outbox (
  place INTEGER PRIMARY KEY AUTOINCREMENT,
  document BLOB NOT NULL,
  client BLOB NOT NULL,
  number INTEGER NOT NULL,
  body BLOB NOT NULL,
  UNIQUE (document, client, number)
);
CREATE TABLE kept (
  document BLOB NOT NULL,
  client BLOB NOT NULL,
  number INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  text TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (document, client, number)
) WITHOUT ROWID;)sql",
    R"sql(ALTER TABLE documents ADD COLUMN min_reader INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN min_writer INTEGER NOT NULL DEFAULT 0;)sql",
};

// One statement each.
inline constexpr NamedSql k_replica_statements[] = {
    {"all_documents", R"sql(SELECT document, capability, name, changed_ms, trashed, width, height, fresh, role, complete, cursor, checkpoint_seq,
       min_reader, min_writer
FROM documents ORDER BY document;)sql"},
    {"all_outbox", R"sql(SELECT document, client, number, body FROM outbox ORDER BY place;)sql"},
    {"all_kept", R"sql(SELECT document, client, number, reason, text FROM kept ORDER BY document, client, number;)sql"},
    {"all_clients", R"sql(SELECT document, client, number FROM clients ORDER BY document, client;)sql"},
    {"get_preview", R"sql(SELECT preview FROM documents WHERE document = ?1;)sql"},
    {"get_checkpoint", R"sql(SELECT seq, body FROM checkpoints WHERE document = ?1;)sql"},
    {"get_entries", R"sql(SELECT body FROM entries WHERE document = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3;)sql"},
    {"get_kept", R"sql(SELECT body FROM kept WHERE document = ?1 AND client = ?2 AND number = ?3;)sql"},
    {"put_document", R"sql(INSERT INTO documents (document, capability, name, changed_ms, trashed, preview, width, height, fresh, role, complete,
                       cursor, checkpoint_seq)
VALUES (?1, ?2, ?3, ?4, 0, x'', ?5, ?6, ?7, ?8, ?9, 0, 0) ON CONFLICT (document) DO NOTHING;)sql"},
    {"set_row", R"sql(UPDATE documents SET name = ?2, changed_ms = ?3, trashed = ?4, width = ?5, height = ?6, capability = ?7
WHERE document = ?1;)sql"},
    {"set_preview", R"sql(UPDATE documents SET preview = ?2 WHERE document = ?1;)sql"},
    {"set_cloud", R"sql(UPDATE documents SET fresh = ?2, role = ?3, complete = ?4 WHERE document = ?1;)sql"},
    {"set_minimum", R"sql(UPDATE documents SET min_reader = ?2, min_writer = ?3 WHERE document = ?1;)sql"},
    {"set_cursor", R"sql(UPDATE documents SET cursor = max(cursor, ?2) WHERE document = ?1;)sql"},
    {"set_checkpoint_seq", R"sql(UPDATE documents SET checkpoint_seq = max(checkpoint_seq, ?2) WHERE document = ?1;)sql"},
    {"put_entry", R"sql(INSERT INTO entries (document, seq, body) VALUES (?1, ?2, ?3) ON CONFLICT (document, seq) DO NOTHING;)sql"},
    {"drop_entries", R"sql(DELETE FROM entries WHERE document = ?1 AND seq <= ?2;)sql"},
    {"put_checkpoint", R"sql(INSERT INTO checkpoints (document, seq, body) VALUES (?1, ?2, ?3)
ON CONFLICT (document) DO UPDATE SET seq = excluded.seq, body = excluded.body WHERE excluded.seq > seq;)sql"},
    {"set_client", R"sql(INSERT INTO clients (document, client, number) VALUES (?1, ?2, ?3)
ON CONFLICT (document, client) DO UPDATE SET number = max(number, excluded.number);)sql"},
    {"put_outbox", R"sql(INSERT INTO outbox (document, client, number, body) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (document, client, number) DO NOTHING;)sql"},
    {"replace_outbox", R"sql(UPDATE outbox SET body = ?4 WHERE document = ?1 AND client = ?2 AND number = ?3;)sql"},
    {"drop_outbox", R"sql(DELETE FROM outbox WHERE document = ?1 AND client = ?2 AND number <= ?3;)sql"},
    {"drop_outbox_one", R"sql(DELETE FROM outbox WHERE document = ?1 AND client = ?2 AND number = ?3;)sql"},
    {"put_kept", R"sql(INSERT INTO kept (document, client, number, reason, text, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (document, client, number) DO NOTHING;)sql"},
    {"drop_kept", R"sql(DELETE FROM kept WHERE document = ?1 AND client = ?2 AND number = ?3;)sql"},
    {"erase_document", R"sql(DELETE FROM documents WHERE document = ?1;)sql"},
    {"erase_checkpoint", R"sql(DELETE FROM checkpoints WHERE document = ?1;)sql"},
    {"erase_entries", R"sql(DELETE FROM entries WHERE document = ?1;)sql"},
    {"erase_clients", R"sql(DELETE FROM clients WHERE document = ?1;)sql"},
    {"erase_outbox", R"sql(DELETE FROM outbox WHERE document = ?1;)sql"},
    {"erase_kept", R"sql(DELETE FROM kept WHERE document = ?1;)sql"},
};

}  // namespace flashkit::sync
