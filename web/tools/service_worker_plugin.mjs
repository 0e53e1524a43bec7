// Adds service_worker.js to a build, with the list of every file that the app needs to start without a network.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { transformWithOxc } from 'vite';

const source = new URL('../workers/service_worker.ts', import.meta.url).pathname;
// Letters of scripts beyond Latin: kept when a person first needs them.
const further = /inter-(?!latin-wght)[\w-]+\.woff2$/;
const revision = (content) => createHash('sha256').update(content).digest('hex').slice(0, 16);

export function service_worker() {
  let public_dir = '';
  return {
    name: 'flashkit-service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      public_dir = config.publicDir;
    },
    async generateBundle(_, bundle) {
      const built = Object.values(bundle).map((file) => ({ url: file.fileName, revision: revision(file.type === 'chunk' ? file.code : file.source) }));
      const kept = readdirSync(public_dir, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => ({ url: name, revision: revision(readFileSync(`${public_dir}/${name}`)) }));
      const files = [...built, ...kept].filter(({ url }) => !url.endsWith('.map') && !further.test(url)).sort((a, b) => (a.url < b.url ? -1 : 1));
      const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source);
      const script = code.replace(/export\s*\{\s*\};?/, '').replace(/\bFLASHKIT_FILES\b/, () => JSON.stringify(files));
      this.emitFile({ type: 'asset', fileName: 'service_worker.js', source: script });
    },
  };
}
