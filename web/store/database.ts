// Executes named statements on SQLite, one transaction at a time, durable when `execute` returns. It decides nothing.
import { create } from '@bufbuild/protobuf';
import type { BindableValue, Database as Sqlite, PreparedStatement, Sqlite3Static, SqlValue as Column } from '@sqlite.org/sqlite-wasm';
import type { SqlStatement, SqlRows, SqlValue } from '../engine/generated/replica_host_pb.ts';
import { SqlRowsSchema, SqlRowSchema, SqlValueSchema } from '../engine/generated/replica_host_pb.ts';

/** What a transaction gave, or why nothing of it holds. */
export type Outcome =
  | { readonly ok: true; readonly results: SqlRows[] }
  | { readonly ok: false; readonly full: boolean; readonly text: string };

export interface Schema {
  /** From user_version 0 to 1, from 1 to 2 ... */
  readonly migrations: readonly string[];
  readonly statements: Readonly<Record<string, string>>;
}

// The database was made by a newer program.
export class TooNewError extends Error {}

const k_sqlite_full = 13;

export class Database {
  private readonly sqlite_: Sqlite3Static;
  private readonly db_: Sqlite;
  private readonly schema_: Schema;
  private readonly prepared_ = new Map<string, PreparedStatement>();

  /** Brings the tables to the schema's version. Throws what SQLite throws, or TooNewError. */
  constructor(sqlite: Sqlite3Static, db: Sqlite, schema: Schema) {
    this.sqlite_ = sqlite;
    this.db_ = db;
    this.schema_ = schema;
    this.migrate();
    this.settle_last_commit();
  }

  execute(statements: readonly SqlStatement[]): Outcome {
    try {
      this.db_.exec('BEGIN IMMEDIATE');
      const results = statements.map((statement) => this.run(statement));
      this.db_.exec('COMMIT');
      return { ok: true, results };
    } catch (error) {
      this.roll_back();
      return { ok: false, full: is_full(error), text: error instanceof Error ? error.message : String(error) };
    }
  }

  close(): void {
    for (const statement of this.prepared_.values()) statement.finalize();
    this.prepared_.clear();
    this.db_.close();
  }

  private migrate(): void {
    const version = Number(this.db_.selectValue('PRAGMA user_version') ?? 0);
    const { migrations } = this.schema_;
    if (version > migrations.length) throw new TooNewError('The designs on this device were written by a newer version of Flashkit.');
    for (let next = version; next < migrations.length; next++) {
      this.db_.exec(`BEGIN IMMEDIATE; ${migrations[next] ?? ''}; PRAGMA user_version = ${next + 1}; COMMIT;`);
    }
  }

  // A worker that was killed between writing a commit and flushing it leaves a commit that is seen but not yet durable: one
  // of our own, flushed, comes before anything that is read counts as stored.
  private settle_last_commit(): void {
    try {
      this.db_.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${this.schema_.migrations.length}; COMMIT;`);
    } catch (error) {
      this.roll_back();
      if (!is_full(error)) throw error;
      // No room: a checkpoint begins with flushing the log, and may fail after that. Designs open all the same.
      try {
        this.db_.exec('PRAGMA wal_checkpoint(PASSIVE)');
      } catch {
        // The log is flushed by now.
      }
    }
  }

  private roll_back(): void {
    // The binding's reset throws the error of the last step once more.
    for (const { pointer } of this.prepared_.values()) if (pointer !== undefined) this.sqlite_.capi.sqlite3_reset(pointer);
    try {
      this.db_.exec('ROLLBACK');
    } catch {
      // Some faults have ended the transaction already.
    }
  }

  private run(named: SqlStatement): SqlRows {
    const statement = this.prepare(named.name);
    if (named.parameters.length > 0) statement.bind(named.parameters.map(bindable));
    const rows = [];
    while (statement.step()) {
      const columns = Array.from({ length: statement.columnCount }, (_, index) => this.column(statement, index));
      rows.push(create(SqlRowSchema, { columns }));
    }
    statement.reset(true);
    return create(SqlRowsSchema, { rows });
  }

  // JavaScript does not tell 1080.0 from 1080; SQLite does.
  private column(statement: PreparedStatement, index: number): SqlValue {
    const { capi } = this.sqlite_;
    const value = statement.get(index);
    const is_real = statement.pointer !== undefined && capi.sqlite3_column_type(statement.pointer, index) === capi.SQLITE_FLOAT;
    if (is_real) return create(SqlValueSchema, { kind: { case: 'real', value: Number(value) } });
    return from_column(value);
  }

  private prepare(name: string): PreparedStatement {
    const known = this.prepared_.get(name);
    if (known !== undefined) return known;
    const text = this.schema_.statements[name];
    if (text === undefined) throw new Error(`no statement is called ${name}`);
    const statement = this.db_.prepare(text);
    this.prepared_.set(name, statement);
    return statement;
  }

  /** Of SQLite itself, for a report. */
  version(): string {
    return this.sqlite_.capi.sqlite3_libversion();
  }
}

function bindable(value: SqlValue): BindableValue {
  switch (value.kind.case) {
    case 'integer':
      return value.kind.value;
    case 'real':
      return value.kind.value;
    case 'bytes':
      return value.text ? new TextDecoder().decode(value.kind.value) : value.kind.value;
    case undefined:
      return null;
  }
}

function from_column(value: Column): SqlValue {
  if (typeof value === 'bigint') return create(SqlValueSchema, { kind: { case: 'integer', value } });
  if (typeof value === 'number') return create(SqlValueSchema, { kind: { case: 'integer', value: BigInt(value) } });
  if (typeof value === 'string') {
    return create(SqlValueSchema, { kind: { case: 'bytes', value: new TextEncoder().encode(value) }, text: true });
  }
  if (value === null) return create(SqlValueSchema);
  return create(SqlValueSchema, { kind: { case: 'bytes', value: new Uint8Array(value) } });
}

/** Whether it is for want of room. */
export function is_full(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('resultCode' in error && error.resultCode === k_sqlite_full) return true;
  return /quota|disk is full|no space/i.test(`${error.name} ${error.message}`);
}
