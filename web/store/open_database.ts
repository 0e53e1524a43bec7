// Opens the replica's database: on the origin's private file system, or in memory when that can not be had.
import type { SAHPoolUtil, Sqlite3Static } from '@sqlite.org/sqlite-wasm';
import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import { replicaMigrations, replicaStatements } from '../engine/generated/replicaSql.ts';
import { Database, TooNewError } from './database.ts';

export interface Opened {
  readonly database: Database;
  /** In plain words, why nothing outlives this page; undefined: it does. */
  readonly refused: string | undefined;
}

const schema = { migrations: replicaMigrations, statements: replicaStatements };
// The worker before us may still be letting go of its files.
const k_attempts = 20;
const k_between_ms = 150;

export async function open_database(): Promise<Opened> {
  const sqlite = await sqlite3InitModule();
  try {
    const pool = await install(sqlite);
    // One connection, so the log needs no shared memory; each commit is one flushed append to it.
    const db = new pool.OpfsSAHPoolDb('/replica.sqlite');
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;');
    return { database: new Database(sqlite, db, schema), refused: undefined };
  } catch (error) {
    if (error instanceof TooNewError) throw error;
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { database: new Database(sqlite, new sqlite.oo1.DB(':memory:'), schema), refused: text };
  }
}

async function install(sqlite: Sqlite3Static): Promise<SAHPoolUtil> {
  for (let attempt = 1; ; attempt++) {
    try {
      // The last option is missing from the package's types: without it a failure is remembered.
      const options = { name: 'flashkit', directory: '/flashkit-replica', initialCapacity: 6, forceReinitIfPreviouslyFailed: true };
      return await sqlite.installOpfsSAHPoolVfs(options);
    } catch (error) {
      const busy = error instanceof DOMException && error.name === 'NoModificationAllowedError';
      if (!busy || attempt >= k_attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, k_between_ms));
    }
  }
}
