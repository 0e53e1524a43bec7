// `import url from './x.worker.ts?worker_file'`: the address of a worker that is built together with the app. Vite's own
// `new Worker(new URL(...))` builds each worker alone, with copies of all that it shares with the others; here what two of
// them need is one file, downloaded once.
import { relative, resolve, dirname } from 'node:path';

const mark = '?worker_file';
const prefix = '\0worker_file:';

export function worker_files() {
  let config;
  return {
    name: 'flashkit-worker-files',
    enforce: 'pre',
    configResolved(resolved) {
      config = resolved;
    },
    resolveId(source, importer) {
      if (!source.endsWith(mark) || importer === undefined) return null;
      return prefix + resolve(dirname(importer), source.slice(0, -mark.length));
    },
    load(id) {
      if (!id.startsWith(prefix)) return null;
      const file = id.slice(prefix.length);
      if (config.command === 'serve') return `export default ${JSON.stringify(`/${relative(config.root, file)}`)};`;
      const reference = this.emitFile({ type: 'chunk', id: file });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
  };
}
