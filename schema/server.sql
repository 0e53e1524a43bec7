-- The embedded cloud's one database file, as DynamoDB's table lays it out: entries of journals, and records.
-- PRAGMA user_version holds the version of this schema; a program that meets a newer one refuses to open the file.
CREATE TABLE journal (
  document BLOB NOT NULL,     -- 16 bytes, big-endian
  seq      INTEGER NOT NULL,  -- 1, 2, 3 ... without a gap
  entry    BLOB NOT NULL,     -- a sync.Entry
  PRIMARY KEY (document, seq)
) WITHOUT ROWID;
CREATE TABLE records (
  partition TEXT NOT NULL,
  sort      TEXT NOT NULL,
  version   INTEGER NOT NULL,  -- raised by every write
  value     BLOB NOT NULL,
  PRIMARY KEY (partition, sort)
) WITHOUT ROWID;
PRAGMA user_version = 1;
