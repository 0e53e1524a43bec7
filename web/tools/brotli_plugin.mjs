// Leaves FILE.br beside what compresses well: the server answers with it. Harder than a server could do on the fly.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';

const compress = promisify(brotliCompress);
const wanted = /\.(js|css|wasm|svg|json|webmanifest)$/;

export function brotli() {
  let folder = '';
  let written = false; // not when the build failed: its own error is to be seen then
  return {
    name: 'flashkit-brotli',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      folder = config.build.outDir;
    },
    writeBundle() {
      written = true;
    },
    async closeBundle() {
      if (!written) return;
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !wanted.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
        const packed = await compress(bytes, { params });
        if (packed.length < bytes.length) writeFileSync(`${path}.br`, packed);
      }
    },
  };
}
