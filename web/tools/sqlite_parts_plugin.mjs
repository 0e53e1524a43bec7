// Leaves out of SQLite's JavaScript what this app never calls: its own worker API and every virtual file system but
// "opfs-sahpool". Each of these parts is one initializer that the package can also be told to skip; here it is not
// downloaded either. The build fails when a newer package is cut differently.
const package_file = /@sqlite\.org\/sqlite-wasm\/dist\/index\.mjs$/;
const push = 'globalThis.sqlite3ApiBootstrap.initializers.push';
const unused = [
  'sqlite3.initWorker1API = ',
  'sqlite3.config.disable?.vfs?.kvvfs) return',
  'sqlite3.config.disable?.vfs?.opfs && sqlite3.config.disable.vfs["opfs-vfs"]) return',
  '!sqlite3.opfs || sqlite3.config.disable?.vfs?.opfs) return',
  '!sqlite3.opfs || sqlite3.config.disable?.vfs?.["opfs-wl"]) return',
];
const helper_worker = 'new Worker(new URL("sqlite3-worker1.mjs", import.meta.url), { type: "module" })';

function* initializers(node, code) {
  if (node === null || typeof node !== 'object') return;
  if (node.type === 'CallExpression' && code.startsWith(push, node.callee.start) && node.callee.end - node.callee.start === push.length) yield node;
  for (const child of Object.values(node)) yield* initializers(child, code);
}

export function cut_sqlite(code, tree) {
  const found = [...initializers(tree, code)].flatMap((call) => {
    const text = code.slice(call.start, call.end);
    return unused.some((mark) => text.includes(mark)) ? [call] : [];
  });
  if (found.length !== unused.length || !code.includes(helper_worker)) throw new Error('SQLite\'s package is cut differently: see tools/sqlite_parts_plugin.mjs');
  const kept = found.sort((a, b) => b.start - a.start).reduce((text, { start, end }) => `${text.slice(0, start)}undefined${text.slice(end)}`, code);
  return kept.replace(helper_worker, 'undefined');
}

export function sqlite_parts() {
  return {
    name: 'flashkit-sqlite-parts',
    apply: 'build',
    transform(code, id) {
      return package_file.test(id) ? { code: cut_sqlite(code, this.parse(code)), map: null } : null;
    },
  };
}
