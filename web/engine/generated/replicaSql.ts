// Made by tools/generate.mjs from schema/replica.sql.
/** From user_version 0 to 1, from 1 to 2 ...: run in one transaction that also sets it. */
export const replicaMigrations: readonly string[] = [
  "CREATE TABLE documents (\n  document BLOB PRIMARY KEY,\n  capability BLOB NOT NULL,\n  name TEXT NOT NULL,\n  changed_ms INTEGER NOT NULL,\n  trashed INTEGER NOT NULL,\n  preview BLOB NOT NULL,\n  width REAL NOT NULL,\n  height REAL NOT NULL,\n  fresh INTEGER NOT NULL,\n  role INTEGER NOT NULL,\n  complete INTEGER NOT NULL,\n  cursor INTEGER NOT NULL,\n  checkpoint_seq INTEGER NOT NULL\n) WITHOUT ROWID;\nCREATE TABLE checkpoints (\n  document BLOB PRIMARY KEY,\n  seq INTEGER NOT NULL,\n  body TEXT NOT NULL\n);\nCREATE TABLE entries (\n  document BLOB NOT NULL,\n  seq INTEGER NOT NULL,\n  body BLOB NOT NULL,\n  PRIMARY KEY (document, seq)\n) WITHOUT ROWID;\nCREATE TABLE clients (\n  document BLOB NOT NULL,\n  client BLOB NOT NULL,\n  number INTEGER NOT NULL,\n  PRIMARY KEY (document, client)\n) WITHOUT ROWID;\nCREATE TABLE outbox (\n  place INTEGER PRIMARY KEY AUTOINCREMENT,\n  document BLOB NOT NULL,\n  client BLOB NOT NULL,\n  number INTEGER NOT NULL,\n  body BLOB NOT NULL,\n  UNIQUE (document, client, number)\n);\nCREATE TABLE kept (\n  document BLOB NOT NULL,\n  client BLOB NOT NULL,\n  number INTEGER NOT NULL,\n  reason INTEGER NOT NULL,\n  text TEXT NOT NULL,\n  body BLOB NOT NULL,\n  PRIMARY KEY (document, client, number)\n) WITHOUT ROWID;",
  "ALTER TABLE documents ADD COLUMN min_reader INTEGER NOT NULL DEFAULT 0;\nALTER TABLE documents ADD COLUMN min_writer INTEGER NOT NULL DEFAULT 0;"
];

export const replicaStatements: Readonly<Record<string, string>> = {
  "all_documents": "SELECT document, capability, name, changed_ms, trashed, width, height, fresh, role, complete, cursor, checkpoint_seq,\n       min_reader, min_writer\nFROM documents ORDER BY document;",
  "all_outbox": "SELECT document, client, number, body FROM outbox ORDER BY place;",
  "all_kept": "SELECT document, client, number, reason, text FROM kept ORDER BY document, client, number;",
  "all_clients": "SELECT document, client, number FROM clients ORDER BY document, client;",
  "get_preview": "SELECT preview FROM documents WHERE document = ?1;",
  "get_checkpoint": "SELECT seq, body FROM checkpoints WHERE document = ?1;",
  "get_entries": "SELECT body FROM entries WHERE document = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3;",
  "get_kept": "SELECT body FROM kept WHERE document = ?1 AND client = ?2 AND number = ?3;",
  "put_document": "INSERT INTO documents (document, capability, name, changed_ms, trashed, preview, width, height, fresh, role, complete,\n                       cursor, checkpoint_seq)\nVALUES (?1, ?2, ?3, ?4, 0, x'', ?5, ?6, ?7, ?8, ?9, 0, 0) ON CONFLICT (document) DO NOTHING;",
  "set_row": "UPDATE documents SET name = ?2, changed_ms = ?3, trashed = ?4, width = ?5, height = ?6, capability = ?7\nWHERE document = ?1;",
  "set_preview": "UPDATE documents SET preview = ?2 WHERE document = ?1;",
  "set_cloud": "UPDATE documents SET fresh = ?2, role = ?3, complete = ?4 WHERE document = ?1;",
  "set_minimum": "UPDATE documents SET min_reader = ?2, min_writer = ?3 WHERE document = ?1;",
  "set_cursor": "UPDATE documents SET cursor = max(cursor, ?2) WHERE document = ?1;",
  "set_checkpoint_seq": "UPDATE documents SET checkpoint_seq = max(checkpoint_seq, ?2) WHERE document = ?1;",
  "put_entry": "INSERT INTO entries (document, seq, body) VALUES (?1, ?2, ?3) ON CONFLICT (document, seq) DO NOTHING;",
  "drop_entries": "DELETE FROM entries WHERE document = ?1 AND seq <= ?2;",
  "put_checkpoint": "INSERT INTO checkpoints (document, seq, body) VALUES (?1, ?2, ?3)\nON CONFLICT (document) DO UPDATE SET seq = excluded.seq, body = excluded.body WHERE excluded.seq > seq;",
  "set_client": "INSERT INTO clients (document, client, number) VALUES (?1, ?2, ?3)\nON CONFLICT (document, client) DO UPDATE SET number = max(number, excluded.number);",
  "put_outbox": "INSERT INTO outbox (document, client, number, body) VALUES (?1, ?2, ?3, ?4)\nON CONFLICT (document, client, number) DO NOTHING;",
  "replace_outbox": "UPDATE outbox SET body = ?4 WHERE document = ?1 AND client = ?2 AND number = ?3;",
  "drop_outbox": "DELETE FROM outbox WHERE document = ?1 AND client = ?2 AND number <= ?3;",
  "drop_outbox_one": "DELETE FROM outbox WHERE document = ?1 AND client = ?2 AND number = ?3;",
  "put_kept": "INSERT INTO kept (document, client, number, reason, text, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)\nON CONFLICT (document, client, number) DO NOTHING;",
  "drop_kept": "DELETE FROM kept WHERE document = ?1 AND client = ?2 AND number = ?3;",
  "erase_document": "DELETE FROM documents WHERE document = ?1;",
  "erase_checkpoint": "DELETE FROM checkpoints WHERE document = ?1;",
  "erase_entries": "DELETE FROM entries WHERE document = ?1;",
  "erase_clients": "DELETE FROM clients WHERE document = ?1;",
  "erase_outbox": "DELETE FROM outbox WHERE document = ?1;",
  "erase_kept": "DELETE FROM kept WHERE document = ?1;"
};
