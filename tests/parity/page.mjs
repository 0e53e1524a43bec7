// Runs in a real browser: paints a display list with the browser's painter and compares it with the native picture.
import { EngineKind, load_engine } from '../../web/engine/module.ts';
import { MemoryBlobs } from '../../web/store/blobs.ts';
import { draw_svg } from '../../web/workers/draw_svg.ts';
import { EngineAssets } from '../../web/workers/engine_assets.ts';
import { EngineHost } from '../../web/workers/engine_host.ts';

const bytes_of = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens the design in the product's engine and paints its first page, when fonts and pictures have come. */
async function paint({ design, width }) {
  const engine = await load_engine(new URL('/engine/engine.js', location.href).href, { url: '/engine/engine.wasm' });
  const said = [];
  let quiet_since = performance.now();
  const host = new EngineHost(engine.create(EngineKind.editor), {
    assets: new EngineAssets(Promise.resolve(new MemoryBlobs())),
    tell: () => (quiet_since = performance.now()),
    send_to_replica: () => undefined,
    draw_svg: (svg, size) => draw_svg(svg, size.width, size.height),
    changed: () => (quiet_since = performance.now()),
  });
  const font_catalog = await (await fetch('/fonts/fonts.json')).text();
  host.dispatch({ case: 'start', value: { seed: crypto.getRandomValues(new Uint8Array(32)), fontCatalog: font_catalog, platform: 'other' } });
  const polotno = new TextEncoder().encode(JSON.stringify(design));
  const id = () => crypto.getRandomValues(new Uint8Array(16));
  host.dispatch({ case: 'viewport', value: { width: 900, height: 700, pixelRatio: 1 } });
  host.dispatch({ case: 'open', value: { document: id(), capability: id(), source: { case: 'polotnoJson', value: polotno }, name: 'parity' } });
  const page = () => host.stage.first_page();
  for (let waited = 0; page() === undefined && waited < 100; waited++) await pause(50);
  if (page() === undefined) throw new Error(`the design has no page: ${said.join()}`);
  for (let round = 0; round < 100; round++) {
    host.stage.picture_of(page(), width);
    await pause(50);
    if (round > 8 && performance.now() - quiet_since > 400) break;
  }
  const canvas = host.stage.picture_of(page(), width);
  if (canvas === undefined) throw new Error('there is no picture');
  const start = performance.now();
  for (let i = 0; i < 5; i++) host.stage.picture_of(page(), width).getContext('2d').getImageData(0, 0, 1, 1);
  return { canvas, ms: (performance.now() - start) / 5 };
}

async function luminance_of_png(png) {
  const bitmap = await createImageBitmap(new Blob([bytes_of(png)], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0);
  return luminance(canvas);
}

function luminance(canvas) {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const out = new Float64Array(canvas.width * canvas.height);
  for (let i = 0; i < out.length; i++) out[i] = 0.299 * data[i * 4] + 0.587 * data[i * 4 + 1] + 0.114 * data[i * 4 + 2];
  return { values: out, width: canvas.width, height: canvas.height };
}

// Mean structural similarity with 11 x 11 windows, and the least mean of a 64 px tile.
export function compare(a, b) {
  if (a.width !== b.width || a.height !== b.height) return { mean: 0, worst: 0, at: [0, 0] };
  const { width: w, height: h } = a;
  const sums = (of) => {
    const table = new Float64Array((w + 1) * (h + 1));
    for (let y = 0; y < h; y++) {
      let line = 0;
      for (let x = 0; x < w; x++) {
        line += of(y * w + x);
        table[(y + 1) * (w + 1) + x + 1] = table[y * (w + 1) + x + 1] + line;
      }
    }
    return (x0, y0, x1, y1) => table[y1 * (w + 1) + x1] - table[y0 * (w + 1) + x1] - table[y1 * (w + 1) + x0] + table[y0 * (w + 1) + x0];
  };
  const [va, vb] = [a.values, b.values];
  const [sa, sb, saa, sbb, sab] = [sums((i) => va[i]), sums((i) => vb[i]), sums((i) => va[i] * va[i]), sums((i) => vb[i] * vb[i]), sums((i) => va[i] * vb[i])];
  const [c1, c2, n] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2, 121];
  const tiles = new Map();
  let total = 0;
  let count = 0;
  for (let y = 5; y < h - 5; y++) {
    for (let x = 5; x < w - 5; x++) {
      const box = [x - 5, y - 5, x + 6, y + 6];
      const [ma, mb] = [sa(...box) / n, sb(...box) / n];
      const [da, db, dab] = [saa(...box) / n - ma * ma, sbb(...box) / n - mb * mb, sab(...box) / n - ma * mb];
      const value = ((2 * ma * mb + c1) * (2 * dab + c2)) / ((ma * ma + mb * mb + c1) * (da + db + c2));
      total += value;
      count++;
      const key = `${Math.floor(x / 64)} ${Math.floor(y / 64)}`;
      const tile = tiles.get(key) ?? { sum: 0, count: 0 };
      tile.sum += value;
      tile.count++;
      tiles.set(key, tile);
    }
  }
  let worst = 1;
  let at = [0, 0];
  for (const [key, tile] of tiles) {
    if (tile.count < 256 || tile.sum / tile.count >= worst) continue;
    worst = tile.sum / tile.count;
    at = key.split(' ').map((part) => Number(part) * 64);
  }
  return { mean: total / count, worst, at };
}

globalThis.flashkit_parity = async (input) => {
  const { canvas, ms } = await paint(input);
  const result = compare(luminance(canvas), await luminance_of_png(input.png));
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return { ...result, ms, picture: btoa(text) };
};
