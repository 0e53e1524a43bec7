// Collects the font bundle: node tools/fonts.mjs OUT_DIR
// Files are named by the SHA-256 of their bytes; fonts.json says which family, weight and slant each is, which code points
// it has, and who stands in for whom; LICENCES.txt holds what the authors ask to be passed on. Sources: npm packages
// pinned in tools/fonts/package-lock.json, and Debian's font packages. A second call with nothing changed does nothing.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { aliases, debian, fallback, fallbackFamily, packages } from './fonts/families.mjs';
import { readFont } from './fonts/ttf.mjs';

const here = join(dirname(fileURLToPath(import.meta.url)), 'fonts');
const out = process.argv[2];
if (!out) { console.error('usage: node tools/fonts.mjs OUT_DIR'); process.exit(2); }
const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');
const debianFile = (file) => join('/usr/share/fonts/truetype', file);

const recipe = sha256(['package-lock.json', 'families.mjs', 'ttf.mjs', '../fonts.mjs'].map((file) => readFileSync(join(here, file), 'utf8')).join() +
  debian.flatMap((source) => source.files).map((file) => (existsSync(debianFile(file)) ? statSync(debianFile(file)).size : 'none')).join());
const stamp = join(out, '.recipe');
if (existsSync(stamp) && readFileSync(stamp, 'utf8') === recipe) { console.log(`${out} is up to date`); process.exit(0); }

// The same stamp as scripts/deps.sh leaves, so that the packages are fetched once.
const lock = `${sha256(readFileSync(join(here, 'package-lock.json'))).slice(0, 16)}\n`;
const installed = join(here, 'node_modules', '.flashkit-stamp');
if (!existsSync(installed) || readFileSync(installed, 'utf8') !== lock) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(installed, lock);
}

function ttfBelow(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ttf')).map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
}
function licenceName(words) {
  if (/open font licen[sc]e|OFL/i.test(words)) return 'OFL-1.1';
  if (/apache/i.test(words)) return 'Apache-2.0';
  if (/ubuntu font licen[sc]e/i.test(words)) return 'UFL-1.0';
  throw new Error(`unknown licence: ${words.slice(0, 200)}`);
}

const families = new Map();
const coverages = new Map();
const written = new Set();
const notices = new Map();
let total = 0;

function addFace(family, source, font, bytes) {
  const file = sha256(bytes);
  if (!written.has(file)) {
    const path = join(out, `${file}.ttf`);
    if (!existsSync(path)) writeFileSync(path, bytes);
    written.add(file);
    total += bytes.length;
  }
  if (!coverages.has(font.coverage)) coverages.set(font.coverage, coverages.size);
  if (!families.has(family)) families.set(family, { name: family, licence: licenceName(`${source.licence} ${font.licence}`), faces: [] });
  families.get(family).faces.push({
    weight: font.weight, italic: font.italic, file, size: bytes.length, metrics: font.metrics, coverage: coverages.get(font.coverage),
  });
  const notice = `${font.copyright}\n${source.licence}`;
  notices.set(notice, (notices.get(notice) ?? new Set()).add(family));
}

mkdirSync(out, { recursive: true });
rmSync(stamp, { force: true });
for (const [name, wanted] of Object.entries(packages)) {
  const folder = join(here, 'node_modules', '@expo-google-fonts', name);
  const { family } = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'));
  const text = join(folder, 'LICENSE_FONT');
  const source = { licence: existsSync(text) ? readFileSync(text, 'utf8') : '' };
  let count = 0;
  for (const path of ttfBelow(folder)) {
    const style = basename(path).match(/_(\d{3})[A-Za-z]+(_Italic)?\.ttf$/);
    if (!style) continue;
    const weight = Number(style[1]);
    if (!(style[2] ? wanted.italic : wanted.upright).includes(weight)) continue;
    const bytes = readFileSync(path);
    const font = { ...readFont(bytes), weight, italic: Boolean(style[2]) };
    addFace(family, source, font, bytes);
    count++;
  }
  if (count === 0) throw new Error(`${name}: no face was taken`);
}
for (const source of debian) {
  const licence = readFileSync(`/usr/share/doc/${source.package}/copyright`, 'utf8');
  for (const file of source.files) {
    if (!existsSync(debianFile(file))) continue;  // not every script has a bold face
    const bytes = readFileSync(debianFile(file));
    const font = readFont(bytes);
    addFace(font.family, { licence }, font, bytes);
  }
}

const sorted = [...families.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
for (const family of sorted) family.faces.sort((a, b) => Number(a.italic) - Number(b.italic) || a.weight - b.weight);
for (const name of [fallbackFamily, ...Object.values(aliases), ...fallback.map((each) => each.family)]) {
  if (!families.has(name)) throw new Error(`${name} is named as a stand-in but not in the bundle`);
}
const catalogue = { version: 1, fallbackFamily, aliases, fallback, families: sorted, coverages: [...coverages.keys()] };
const text = JSON.stringify(catalogue);
writeFileSync(join(out, 'fonts.json'), text);
// Asked for by every first visit: better compressed than a server has time to (it sends this to whoever reads brotli).
writeFileSync(join(out, 'fonts.json.br'), brotliCompressSync(text));
writeFileSync(join(out, 'LICENCES.txt'), [...notices].map(([notice, names]) => `${[...names].join(', ')}\n\n${notice}\n${'-'.repeat(80)}\n`).join('\n'));
for (const name of readdirSync(out)) {
  if (/^[0-9a-f]{64}\.ttf$/.test(name) && !written.has(name.slice(0, 64))) rmSync(join(out, name));
}
writeFileSync(stamp, recipe);
console.log(`${sorted.length} families, ${sorted.reduce((sum, family) => sum + family.faces.length, 0)} faces, ${(total / 1e6).toFixed(1)} MB`);
