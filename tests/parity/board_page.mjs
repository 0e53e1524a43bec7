// Runs in a real browser: a large board of made-up pages, panned and zoomed; how long frames take.
import { OrderKind } from '../../web/canvas/display_list.ts';
import { Painter } from '../../web/canvas/painter.ts';
import { make_list, path_rect } from '../../web/canvas/testing.ts';
import { TilePainter } from '../../web/canvas/tile_painter.ts';
import { TileBoard } from '../../web/canvas/tiles.ts';

function glyph_path() {
  const path = new Path2D();
  path.moveTo(100, 0);
  path.bezierCurveTo(500, 0, 500, 350, 300, 350);
  path.bezierCurveTo(500, 350, 500, 700, 100, 700);
  path.closePath();
  return path;
}

function make_page(seed) {
  let state = seed * 7919 + 13;
  const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
  const rows = [{ box: [0, 0, 1080, 1350], node: 'p', orders: [[OrderKind.Fill, 0, 0xffffffff, 0, ...path_rect(0, 0, 1080, 1350)]] }];
  for (let i = 0; i < 25; i++) {
    const [x, y] = [random() * 800, random() * 1200];
    const colour = ((Math.floor(random() * 0xffffff) << 8) | 0xff) >>> 0;
    if (i % 5 < 2) {
      const count = 5 + Math.floor(random() * 35);
      const glyphs = Array.from({ length: count }, (_, k) => [1, { f: x + k * 12 }, { f: y + 24 }, k]).flat();
      rows.push({ box: [x, y, x + count * 12 + 24, y + 32], node: `${i}`, orders: [[OrderKind.Glyphs, 1, { f: 24 }, 0, colour, 2, count, ...glyphs]] });
    } else {
      const [w, h] = [40 + random() * 200, 40 + random() * 150];
      rows.push({ box: [x, y, x + w, y + h], node: `${i}`, orders: [[OrderKind.Fill, 0, colour, 0, ...path_rect(x, y, w, h)]] });
    }
  }
  return make_list(1080, 1350, rows, ['font', 'text']);
}

const quantile = (list, q) => Number([...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * q))].toFixed(2));

/** `pages` of 25 elements each in a square; frames of 1440 x 900, each ending with a readback so that nothing is put off. */
globalThis.flashkit_board = (pages) => {
  const lists = new Map(Array.from({ length: pages }, (_, i) => [`p${i}`, make_page(i)]));
  const columns = Math.ceil(Math.sqrt(pages));
  const places = [...lists.keys()].map((page, i) => ({ page, x: (i % columns) * 1160, y: Math.floor(i / columns) * 1430, width: 1080, height: 1350 }));
  const outline = { path: glyph_path(), units_per_em: 1000 };
  const painter = new Painter({ glyph: () => outline, picture: () => ({ kind: 'missing' }) });
  const board = new TileBoard(new TilePainter(painter, { list: (page) => lists.get(page), lifted: () => new Set() }));
  board.set_pages(places);
  const canvas = new OffscreenCanvas(1440, 900);
  const context = canvas.getContext('2d');
  const frame = (camera) => {
    const start = performance.now();
    context.clearRect(0, 0, 1440, 900);
    board.frame(context, camera, 1440, 900, 3);
    context.getImageData(0, 0, 1, 1);
    return performance.now() - start;
  };
  const opening = performance.now();
  const still = { scale: 1, x: -2000, y: -2000, settled: true };
  while (board.frame(context, still, 1440, 900, 3)) continue;
  const opened = performance.now() - opening;
  while (board.idle(10)) continue;
  const cold = Array.from({ length: 120 }, (_, i) => frame({ ...still, x: -2000 - i * 16, y: -2000 - i * 6 }));
  const warm = Array.from({ length: 120 }, (_, i) => frame({ ...still, x: -2000 - (120 - i) * 4, y: -2000 }));
  const zoom = Array.from({ length: 120 }, (_, i) => frame({ scale: 0.05 * 80 ** (i / 120), x: -2000, y: -2000, settled: false }));
  const fit = 1440 / (columns * 1160);
  for (let i = 0; i < 400; i++) frame({ scale: fit, x: 0, y: 0, settled: true });
  const whole = Array.from({ length: 60 }, (_, i) => frame({ scale: fit, x: i, y: 0, settled: true }));
  const drag = Array.from({ length: 120 }, (_, i) => {
    board.damage('p12', [{ left: 100 + i, top: 100, right: 300 + i, bottom: 250 }]);
    return frame({ ...still, x: -2300, y: -2800 });
  });
  const of = (list) => ({ median: quantile(list, 0.5), p95: quantile(list, 0.95) });
  return { elements: pages * 25, open_ms: Number(opened.toFixed(1)), pan_warm: of(warm), pan_cold: of(cold), zoom: of(zoom), whole_board: of(whole), drag: of(drag) };
};
