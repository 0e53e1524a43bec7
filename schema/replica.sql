-- The replica's tables (SQLite, one database per device) and its named statements. `tools/generate.mjs` turns them into
-- tables for C++ and TypeScript; the adapters only execute them. Sections: `-- name: <name>`. Sections called
-- `migrate_<n>` take a database from user_version n - 1 to n. Ids are 16-byte blobs, big-endian.

-- name: migrate_1
CREATE TABLE documents (
  document BLOB PRIMARY KEY,
  capability BLOB NOT NULL,
  name TEXT NOT NULL,
  changed_ms INTEGER NOT NULL,     -- wall clock, for show only
  trashed INTEGER NOT NULL,
  preview BLOB NOT NULL,
  width REAL NOT NULL,
  height REAL NOT NULL,
  fresh INTEGER NOT NULL,          -- made on this device and not yet known to the cloud
  role INTEGER NOT NULL,           -- sync.Role as last heard
  complete INTEGER NOT NULL,       -- everything up to `cursor` is here, and that was the head at least once
  cursor INTEGER NOT NULL,         -- checkpoint + entries hold 1..cursor
  checkpoint_seq INTEGER NOT NULL  -- 0: none
) WITHOUT ROWID;
CREATE TABLE checkpoints (
  document BLOB PRIMARY KEY,
  seq INTEGER NOT NULL,
  body TEXT NOT NULL               -- canonical JSON
);
CREATE TABLE entries (
  document BLOB NOT NULL,
  seq INTEGER NOT NULL,
  body BLOB NOT NULL,              -- a sync.Entry
  PRIMARY KEY (document, seq)
) WITHOUT ROWID;
CREATE TABLE clients (             -- the last number of every client in 1..cursor
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
  body BLOB NOT NULL,              -- the operation's bytes
  UNIQUE (document, client, number)
);
CREATE TABLE kept (                -- rejected operations, put aside and shown
  document BLOB NOT NULL,
  client BLOB NOT NULL,
  number INTEGER NOT NULL,
  reason INTEGER NOT NULL,
  text TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (document, client, number)
) WITHOUT ROWID;

-- name: migrate_2
-- The rules that a program must know to show or to change the design, as last heard; 0: any.
ALTER TABLE documents ADD COLUMN min_reader INTEGER NOT NULL DEFAULT 0;
ALTER TABLE documents ADD COLUMN min_writer INTEGER NOT NULL DEFAULT 0;

-- name: all_documents
SELECT document, capability, name, changed_ms, trashed, width, height, fresh, role, complete, cursor, checkpoint_seq,
       min_reader, min_writer
FROM documents ORDER BY document;

-- name: all_outbox
SELECT document, client, number, body FROM outbox ORDER BY place;

-- name: all_kept
SELECT document, client, number, reason, text FROM kept ORDER BY document, client, number;

-- name: all_clients
SELECT document, client, number FROM clients ORDER BY document, client;

-- name: get_preview
SELECT preview FROM documents WHERE document = ?1;

-- name: get_checkpoint
SELECT seq, body FROM checkpoints WHERE document = ?1;

-- name: get_entries
SELECT body FROM entries WHERE document = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3;

-- name: get_kept
SELECT body FROM kept WHERE document = ?1 AND client = ?2 AND number = ?3;

-- name: put_document
INSERT INTO documents (document, capability, name, changed_ms, trashed, preview, width, height, fresh, role, complete,
                       cursor, checkpoint_seq)
VALUES (?1, ?2, ?3, ?4, 0, x'', ?5, ?6, ?7, ?8, ?9, 0, 0) ON CONFLICT (document) DO NOTHING;

-- name: set_row
UPDATE documents SET name = ?2, changed_ms = ?3, trashed = ?4, width = ?5, height = ?6, capability = ?7
WHERE document = ?1;

-- name: set_preview
UPDATE documents SET preview = ?2 WHERE document = ?1;

-- name: set_cloud
UPDATE documents SET fresh = ?2, role = ?3, complete = ?4 WHERE document = ?1;

-- name: set_minimum
UPDATE documents SET min_reader = ?2, min_writer = ?3 WHERE document = ?1;

-- name: set_cursor
UPDATE documents SET cursor = max(cursor, ?2) WHERE document = ?1;

-- name: set_checkpoint_seq
UPDATE documents SET checkpoint_seq = max(checkpoint_seq, ?2) WHERE document = ?1;

-- name: put_entry
INSERT INTO entries (document, seq, body) VALUES (?1, ?2, ?3) ON CONFLICT (document, seq) DO NOTHING;

-- name: drop_entries
DELETE FROM entries WHERE document = ?1 AND seq <= ?2;

-- name: put_checkpoint
INSERT INTO checkpoints (document, seq, body) VALUES (?1, ?2, ?3)
ON CONFLICT (document) DO UPDATE SET seq = excluded.seq, body = excluded.body WHERE excluded.seq > seq;

-- name: set_client
INSERT INTO clients (document, client, number) VALUES (?1, ?2, ?3)
ON CONFLICT (document, client) DO UPDATE SET number = max(number, excluded.number);

-- name: put_outbox
INSERT INTO outbox (document, client, number, body) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (document, client, number) DO NOTHING;

-- name: replace_outbox
UPDATE outbox SET body = ?4 WHERE document = ?1 AND client = ?2 AND number = ?3;

-- name: drop_outbox
DELETE FROM outbox WHERE document = ?1 AND client = ?2 AND number <= ?3;

-- name: drop_outbox_one
DELETE FROM outbox WHERE document = ?1 AND client = ?2 AND number = ?3;

-- name: put_kept
INSERT INTO kept (document, client, number, reason, text, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (document, client, number) DO NOTHING;

-- name: drop_kept
DELETE FROM kept WHERE document = ?1 AND client = ?2 AND number = ?3;

-- name: erase_document
DELETE FROM documents WHERE document = ?1;

-- name: erase_checkpoint
DELETE FROM checkpoints WHERE document = ?1;

-- name: erase_entries
DELETE FROM entries WHERE document = ?1;

-- name: erase_clients
DELETE FROM clients WHERE document = ?1;

-- name: erase_outbox
DELETE FROM outbox WHERE document = ?1;

-- name: erase_kept
DELETE FROM kept WHERE document = ?1;
