// What a server keeps in its folder, as a test changes it while the server is stopped: a right that no screen gives yet,
// many versions at once, damage.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const from_web = createRequire(new URL('../../web/package.json', import.meta.url));

/** Stops the server, lets `change` read and put records (values are JSON), and starts it again. */
export async function change_records(server, change) {
  await server.kill('SIGTERM');
  const path = join(server.data, 'flashkit.db');
  if (existsSync(`${path}-wal`) && statSync(`${path}-wal`).size > 0) throw new Error('the server did not close its database');
  const { default: load } = await import(from_web.resolve('@sqlite.org/sqlite-wasm'));
  const sqlite = await load();
  const bytes = Uint8Array.from(readFileSync(path));
  bytes[18] = bytes[19] = 1; // a database in memory has no write-ahead log
  const database = new sqlite.oo1.DB();
  const { SQLITE_DESERIALIZE_FREEONCLOSE, SQLITE_DESERIALIZE_RESIZEABLE } = sqlite.capi;
  const code = sqlite.capi.sqlite3_deserialize(database.pointer, 'main', sqlite.wasm.allocFromTypedArray(bytes), bytes.length, bytes.length,
    SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
  if (code !== 0) throw new Error(`the database could not be read: ${code}`);
  change({
    get: (partition, sort) => {
      const value = database.selectValue('SELECT value FROM records WHERE partition = ? AND sort = ?', [partition, sort]);
      return value === undefined ? undefined : JSON.parse(typeof value === 'string' ? value : new TextDecoder().decode(value));
    },
    put: (partition, sort, value) =>
      database.exec({
        sql: 'INSERT INTO records VALUES (?1, ?2, 1, ?3) ON CONFLICT (partition, sort) DO UPDATE SET value = ?3, version = version + 1',
        bind: [partition, sort, new TextEncoder().encode(JSON.stringify(value))],
      }),
  });
  const out = sqlite.capi.sqlite3_js_db_export(database.pointer);
  database.close();
  out[18] = out[19] = 2;
  writeFileSync(path, out);
  await server.start();
}

/** Gives whoever shows `capability` (32 hexadecimal digits) a role in the document. */
export function grant(server, document, capability, role) {
  return change_records(server, ({ get, put }) => {
    const rights = get(`D#${document}`, 'RIGHTS');
    const hash = createHash('sha256').update(Buffer.from(capability, 'hex')).digest('hex');
    put(`D#${document}`, 'RIGHTS', { ...rights, grants: [...rights.grants, { capability: hash, role }] });
  });
}

export const version_sort = (seq) => `V#${String(0xffff_ffff_ffff_ffffn - BigInt(seq)).padStart(20, '0')}`;

/** The files of the blobs that are there now. */
export function blobs_of(server) {
  const folder = join(server.data, 'blobs');
  return new Set(readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile() && /^[0-9a-f]{64}$/.test(each.name)).map((each) => join(each.parentPath ?? each.path, each.name)));
}

/** Writes over the bytes of a blob and keeps its length, as a failing disk does. */
export function damage(path) {
  writeFileSync(path, Buffer.alloc(statSync(path).size, 0x5a));
}
