import { create } from '@bufbuild/protobuf';
import type { Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SqlValue } from '../engine/generated/replica_host_pb.ts';
import { SqlStatementSchema, SqlValueSchema } from '../engine/generated/replica_host_pb.ts';
import { replicaMigrations, replicaStatements } from '../engine/generated/replicaSql.ts';
import { Database, TooNewError } from './database.ts';

const schema = {
  migrations: ['CREATE TABLE things (id INTEGER PRIMARY KEY, size REAL, name TEXT, body BLOB)'],
  statements: {
    put: 'INSERT INTO things (id, size, name, body) VALUES (?1, ?2, ?3, ?4)',
    all: 'SELECT id, size, name, body FROM things ORDER BY id',
  },
};
let sqlite: Sqlite3Static;
beforeAll(async () => {
  sqlite = await sqlite3InitModule();
});

type Plain = number | bigint | string | Uint8Array | null;
const value_of = (value: Plain): SqlValue => {
  if (value === null) return create(SqlValueSchema);
  if (typeof value === 'bigint') return create(SqlValueSchema, { kind: { case: 'integer', value } });
  if (typeof value === 'number') return create(SqlValueSchema, { kind: { case: 'real', value } });
  if (typeof value === 'string') return create(SqlValueSchema, { kind: { case: 'bytes', value: new TextEncoder().encode(value) }, text: true });
  return create(SqlValueSchema, { kind: { case: 'bytes', value } });
};
const values = (...list: readonly Plain[]): SqlValue[] => list.map(value_of);
const run = (name: string, ...list: readonly Plain[]) => create(SqlStatementSchema, { name, parameters: values(...list) });
const rows = (database: Database) => {
  const outcome = database.execute([run('all')]);
  if (!outcome.ok) throw new Error(outcome.text);
  return outcome.results[0]?.rows.map((row) => row.columns) ?? [];
};

describe('the executor', () => {
  it('gives back every kind of value as it was', () => {
    const database = new Database(sqlite, new sqlite.oo1.DB(':memory:'), schema);
    const first = [9007199254740993n, 1080, 'Straße ☂', new Uint8Array([0, 255, 1])] as const;
    const second = [-2n, null, '', new Uint8Array()] as const;
    expect(database.execute([run('put', ...first), run('put', ...second)]).ok).toBe(true);
    expect(rows(database)).toEqual([values(...second), values(...first)]);
  });

  it('holds all of a transaction or nothing, and works on after a fault', () => {
    const database = new Database(sqlite, new sqlite.oo1.DB(':memory:'), schema);
    const outcome = database.execute([run('put', 1n, 1, 'a', null), run('put', 1n, 1, 'again', null)]);
    expect(outcome).toMatchObject({ ok: false, full: false });
    expect(database.execute([run('unheard of')]).ok).toBe(false);
    expect(rows(database)).toEqual([]);
    expect(database.execute([run('put', 1n, 1, 'a', null)]).ok).toBe(true);
    expect(rows(database)).toHaveLength(1);
  });

  it('says when the device is full', () => {
    const db = new sqlite.oo1.DB(':memory:');
    const database = new Database(sqlite, db, schema);
    db.exec('PRAGMA max_page_count = 3');
    const outcome = database.execute([run('put', 1n, 1, 'a', new Uint8Array(50_000))]);
    expect(outcome).toMatchObject({ ok: false, full: true });
  });

  it('migrates once and refuses a newer database', () => {
    const db = new sqlite.oo1.DB(':memory:');
    new Database(sqlite, db, schema);
    new Database(sqlite, db, schema);
    expect(db.selectValue('PRAGMA user_version')).toBe(1);
    db.exec('PRAGMA user_version = 7');
    expect(() => new Database(sqlite, db, schema)).toThrow(TooNewError);
  });

  it('can prepare every statement of the replica', () => {
    const db = new sqlite.oo1.DB(':memory:');
    new Database(sqlite, db, { migrations: replicaMigrations, statements: replicaStatements });
    for (const text of Object.values(replicaStatements)) db.prepare(text).finalize();
    expect(Object.keys(replicaStatements).length).toBeGreaterThan(10);
  });
});
