import { beforeEach, describe, expect, it, vi } from 'vitest';
import { OrderKind } from './display_list.ts';
import { Painter } from './painter.ts';
import { make_list, path_rect, record_canvas } from './testing.ts';
import { TilePainter } from './tile_painter.ts';
import { TileBoard } from './tiles.ts';

let canvas: ReturnType<typeof record_canvas>;
beforeEach(() => {
  canvas = record_canvas((name, value) => vi.stubGlobal(name, value));
});

const list = make_list(1000, 1000, [
  { box: [0, 0, 1000, 1000], node: 'page', orders: [[OrderKind.Fill, 0, 0xffffffff, 0, ...path_rect(0, 0, 1000, 1000)]] },
]);
const page = { page: 'p', x: 0, y: 0, width: 1000, height: 1000 };
const still = { scale: 1, x: 0, y: 0, settled: true };

function board(clock = () => 0, bytes = 48 << 20): TileBoard {
  const painter = new Painter({ glyph: () => undefined, picture: () => ({ kind: 'missing' }) });
  const tiles = new TileBoard(new TilePainter(painter, { list: () => list, lifted: () => new Set() }), clock, { bytes, overview_pixels: 20_000 });
  tiles.set_pages([page]);
  return tiles;
}

describe('the board of tiles', () => {
  it('paints what is seen once, and nothing when it comes again or pans within it', () => {
    const tiles = board();
    expect(tiles.frame(canvas.context, still, 512, 512, 4)).toBe(false);
    expect(tiles.painted).toBe(4);
    tiles.frame(canvas.context, still, 512, 512, 4);
    tiles.frame(canvas.context, { ...still, x: -3.5 }, 500, 512, 4);
    expect(tiles.painted).toBe(4);
    tiles.frame(canvas.context, { ...still, x: -100 }, 512, 512, 4);
    expect(tiles.painted).toBe(6);
  });

  it('paints only damaged tiles again, and of those only the damage', () => {
    const tiles = board();
    tiles.frame(canvas.context, still, 512, 512, 4);
    tiles.damage('p', [{ left: 10, top: 10, right: 20, bottom: 20 }]);
    canvas.record.calls = [];
    tiles.frame(canvas.context, still, 512, 512, 4);
    expect(tiles.painted).toBe(5);
    expect(canvas.record.of('clearRect')).toEqual([[8, 8, 14, 14]]);
    tiles.damage('p', [{ left: 800, top: 800, right: 900, bottom: 900 }]);
    tiles.damage('other', []);
    tiles.frame(canvas.context, still, 512, 512, 4);
    expect(tiles.painted).toBe(5);
  });

  it('keeps to its milliseconds, starts in the middle, and comes back for the rest', () => {
    let now = 0;
    const tiles = board(() => (now += 3));
    expect(tiles.frame(canvas.context, { ...still, x: 0 }, 768, 768, 3)).toBe(true);
    expect(tiles.painted).toBeLessThan(9);
    for (let frame = 0; frame < 20 && tiles.frame(canvas.context, still, 768, 768, 3); frame++) continue;
    expect(tiles.painted).toBe(9);
  });

  it('stretches tiles of a power of two while the zoom moves, and paints exact ones when it rests', () => {
    const tiles = board();
    tiles.frame(canvas.context, still, 512, 512, 4);
    tiles.frame(canvas.context, { scale: 1.3, x: 0, y: 0, settled: false }, 512, 512, 4);
    expect(tiles.painted).toBe(4);
    tiles.frame(canvas.context, { scale: 1.3, x: 0, y: 0, settled: true }, 512, 512, 4);
    expect(tiles.painted).toBe(8);
  });

  it('paints nothing where no page is', () => {
    const tiles = board();
    tiles.frame(canvas.context, { ...still, x: 5000 }, 512, 512, 4);
    expect(tiles.painted).toBe(0);
  });

  it('paints an overview in idle moments and keeps it when tiles are let go', () => {
    const tiles = board(() => 0, 256 * 256 * 4);
    expect(tiles.idle(4)).toBe(false);
    const overview = tiles.painted;
    expect(overview).toBeGreaterThan(0);
    for (let x = 0; x > -900; x -= 100) tiles.frame(canvas.context, { ...still, x }, 200, 200, 4);
    tiles.idle(4);
    const all = tiles.painted;
    tiles.frame(canvas.context, still, 200, 200, 4);
    expect(tiles.painted).toBe(all + 1);
  });

  it('forgets where a page was when it moves', () => {
    const tiles = board();
    tiles.frame(canvas.context, still, 512, 512, 4);
    tiles.set_pages([{ ...page, y: 300 }]);
    tiles.frame(canvas.context, still, 512, 512, 4);
    expect(tiles.painted).toBe(8 - 2);
  });
});

describe('what is lifted', () => {
  const square = (x: number, node: string) =>
    ({ box: [x, 0, x + 50, 50] as const, node, orders: [[OrderKind.Fill, 0, 0xff0000ff, 0, ...path_rect(x, 0, 50, 50)] as const] });
  const scene = make_list(1000, 1000, [
    { box: [0, 0, 1000, 1000], node: 'page', orders: [[OrderKind.Fill, 0, 0xffffffff, 0, ...path_rect(0, 0, 1000, 1000)]] },
    square(10, 'under'), square(30, 'held'), square(60, 'over'), square(400, 'far'),
  ]);

  it('is not in tiles, and is painted every frame with what lies under and over it, and nothing else', () => {
    let lifted: ReadonlySet<string> = new Set();
    const painter = new Painter({ glyph: () => undefined, picture: () => ({ kind: 'missing' }) });
    const tiles = new TileBoard(new TilePainter(painter, { list: () => scene, lifted: () => lifted }), () => 0);
    tiles.set_pages([page]);
    const fills = (): number => canvas.record.of('fill').length;
    tiles.frame(canvas.context, still, 256, 256, 4);
    expect(fills(), 'the page, and three of its squares').toBe(4);
    lifted = new Set(['held']);
    tiles.damage('p', [{ left: 30, top: 0, right: 80, bottom: 50 }]);
    canvas.record.calls = [];
    tiles.frame(canvas.context, still, 256, 256, 4);
    expect(fills(), 'the tile without it, then all that touches it').toBe(3 + 4);
    canvas.record.calls = [];
    tiles.frame(canvas.context, still, 256, 256, 4);
    expect(fills(), 'no tile again').toBe(4);
    expect(tiles.painted).toBe(2);
  });
});
