// The browser's painter and the native one draw the same picture: structural similarity of at least 0.98, and no tile of
// 64 px under 0.9. Needs a built engine, fonts and program; says so where one is missing.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { has_browser, make_profile, remove_profile, start_browser } from '../e2e/browser.mjs';
import { designs } from './designs.mjs';

const root = new URL('../..', import.meta.url).pathname;
const program = process.env.FLASHKIT_PROGRAM ?? join(root, 'build/bin/flashkit');
const engine = process.env.FLASHKIT_ENGINE ?? join(root, 'build/wasm/bin');
const fonts = process.env.FLASHKIT_FONTS ?? join(root, 'build/fonts');
const out = join(root, 'build/e2e/parity');
const missing = [program, join(engine, 'engine.wasm'), join(fonts, 'fonts.json')].find((path) => !existsSync(path));
const skip = missing !== undefined ? `${missing} is not there` : !has_browser ? 'there is no Chromium' : false;
const k_mean = 0.98;
const k_worst = 0.9;
const types = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html', '.json': 'application/json' };

async function bundle() {
  const { build } = await import(join(root, 'web/node_modules/vite/dist/node/index.js'));
  const made = await build({
    configFile: false, logLevel: 'error', root: join(root, 'web'),
    build: { write: false, minify: false, lib: { entry: join(root, 'tests/parity/page.mjs'), formats: ['es'] } },
  });
  return [made].flat()[0].output[0].code;
}

function serve(script) {
  const read = (path) => {
    if (path === '/') return Buffer.from('<!doctype html><script type="module" src="/page.js"></script>');
    if (path === '/page.js') return Buffer.from(script);
    if (path.startsWith('/engine/')) return readFileSync(join(engine, path.slice(8)));
    if (path === '/fonts/fonts.json') return readFileSync(join(fonts, 'fonts.json'));
    if (/^\/fonts\/[0-9a-f]{64}$/.test(path)) return readFileSync(join(fonts, `${path.slice(7)}.ttf`));
    throw new Error('no such file');
  };
  const server = createServer((request, response) => {
    try {
      const path = request.url === '/' ? '/index.html' : request.url;
      const body = read(request.url);
      response.writeHead(200, { 'Content-Type': types[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

let server;
let browser;
let profile;
let page;

before(async () => {
  if (skip) return;
  mkdirSync(out, { recursive: true });
  server = await serve(await bundle());
  profile = make_profile();
  browser = await start_browser(profile);
  page = await browser.context.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => typeof globalThis.flashkit_parity === 'function');
});

after(async () => {
  await browser?.close();
  server?.close();
  if (profile !== undefined) remove_profile(profile);
});

function native(name, design) {
  const file = join(out, `${name}.json`);
  writeFileSync(file, JSON.stringify(design));
  execFileSync(program, ['render', file, '--fonts', fonts, '-o', join(out, `${name}.native.png`)], { stdio: ['ignore', 'ignore', 'pipe'] });
  const report = JSON.parse(execFileSync(program, ['inspect', file], { encoding: 'utf8' }));
  assert.deepEqual(report.placeholders, {}, `${name} has a placeholder`);
  return readFileSync(join(out, `${name}.native.png`)).toString('base64');
}

for (const [name, design] of Object.entries(designs)) {
  test(`both painters draw "${name}" alike`, { skip, timeout: 60_000 }, async () => {
    const png = native(name, design);
    const result = await page.evaluate((input) => globalThis.flashkit_parity(input), { design, width: design.width, png });
    writeFileSync(join(out, `${name}.browser.png`), Buffer.from(result.picture, 'base64'));
    console.log(JSON.stringify({ design: name, mean: Number(result.mean.toFixed(4)), worst: Number(result.worst.toFixed(4)), at: result.at, paint_ms: Number(result.ms.toFixed(1)) }));
    assert.ok(result.mean >= k_mean, `mean ${result.mean}`);
    assert.ok(result.worst >= k_worst, `tile at ${result.at}: ${result.worst}`);
  });
}

test('a wrong picture is noticed', { skip, timeout: 60_000 }, async () => {
  const png = readFileSync(join(out, 'latin.native.png')).toString('base64');
  const { mean } = await page.evaluate((input) => globalThis.flashkit_parity(input), { design: designs.shapes, width: 800, png });
  assert.ok(mean < 0.95, `mean ${mean}`);
});
