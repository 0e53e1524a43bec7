-- The embedded cloud's one database file, as DynamoDB's table lays it out: entries of journals, and records.
-- PRAGMA user_version holds the version of this schema; a program that meets a newer one refuses to open the file. The whole
-- script also takes a file of an older version to this one.
CREATE TABLE IF NOT EXISTS journal (
  document BLOB NOT NULL,     -- 16 bytes, big-endian
  seq      INTEGER NOT NULL,  -- 1, 2, 3 ... without a gap
  entry    BLOB NOT NULL,     -- a sync.Entry
  PRIMARY KEY (document, seq)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (
  partition TEXT NOT NULL,
  sort      TEXT NOT NULL,
  version   INTEGER NOT NULL,  -- raised by every write
  value     BLOB NOT NULL,
  PRIMARY KEY (partition, sort)
) WITHOUT ROWID;
-- Since version 2: entries up to seq are covered by a checkpoint and may go when the time has come.
CREATE TABLE IF NOT EXISTS forgetting (
  document BLOB NOT NULL,
  seq      INTEGER NOT NULL,
  at_ms    INTEGER NOT NULL,  -- of the wall clock
  PRIMARY KEY (document, seq)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS forgetting_by_time ON forgetting (at_ms);
PRAGMA user_version = 2;
