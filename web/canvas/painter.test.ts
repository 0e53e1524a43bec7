import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PainterAssets } from './assets.ts';
import { DisplayList, OrderKind } from './display_list.ts';
import { Painter } from './painter.ts';
import { snap } from './pictures.ts';
import { make_list, make_words, path_rect, record_canvas, type TestRow } from './testing.ts';

const nothing: PainterAssets = { glyph: () => undefined, picture: () => ({ kind: 'missing' }) };
const all = { matrix: { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }, clip: { left: 0, top: 0, right: 100, bottom: 100 } };
const red_square = [OrderKind.Fill, 0, 0xff0000ff, 0, ...path_rect(0, 0, 10, 10)] as const;
const layer = (opacity: number) =>
  [OrderKind.LayerBegin, { f: opacity }, { f: 0 }, { f: 0 }, { f: 20 }, { f: 20 }] as const;
const row = (orders: TestRow['orders'], box: TestRow['box'] = [0, 0, 20, 20]): TestRow => ({ box, node: 'n', orders });

let canvas: ReturnType<typeof record_canvas>;
beforeEach(() => {
  canvas = record_canvas((name, value) => vi.stubGlobal(name, value));
});

const paint = (rows: TestRow[], assets = nothing): number =>
  new Painter(assets).paint(canvas.context, make_list(100, 100, rows, ['font', 'text']), all);

describe('a display list', () => {
  it('is refused when it is cut, of another version, or points outside itself', () => {
    const words = make_words(10, 10, [row([red_square])]);
    expect(DisplayList.open(words)).toBeDefined();
    expect(DisplayList.open(words.slice(0, words.length - 1))).toBeUndefined();
    for (const index of [0, 1, 2, 5, 7, 8, 9]) {
      const broken = words.slice();
      broken[index] = 0x7fffffff;
      expect(DisplayList.open(broken), `word ${index}`).toBeUndefined();
    }
  });
});

describe('the painter', () => {
  it('reads only rows that touch what is wanted', () => {
    expect(paint([row([red_square]), row([red_square], [200, 0, 210, 10])])).toBe(1);
    expect(canvas.record.of('fill')).toEqual([['nonzero']]);
    expect(canvas.record.of('=fillStyle')).toEqual([['#ff0000ff']]);
  });

  it('folds the opacity of a layer that paints once, and gathers one that paints more', () => {
    paint([row([layer(0.5), red_square, [OrderKind.LayerEnd]])]);
    expect(canvas.record.of('drawImage')).toEqual([]);
    expect(canvas.record.of('=globalAlpha')).toContainEqual([0.5]);
    canvas.record.calls = [];
    paint([row([layer(0.5), red_square, red_square, [OrderKind.LayerEnd], red_square])]);
    expect(canvas.record.of('drawImage')).toHaveLength(1);
    const names = canvas.record.names();
    expect(names.lastIndexOf('fill')).toBeGreaterThan(names.indexOf('drawImage'));
  });

  it('multiplies the opacities of nested layers', () => {
    paint([row([layer(0.5), layer(0.5), red_square, red_square, [OrderKind.LayerEnd], red_square, [OrderKind.LayerEnd]])]);
    expect(canvas.record.of('drawImage')).toHaveLength(2);
  });

  it('reads nothing of a layer that can not be seen', () => {
    paint([row([layer(0), layer(1), red_square, red_square, [OrderKind.LayerEnd], [OrderKind.LayerEnd], red_square])]);
    expect(canvas.record.of('fill')).toHaveLength(1);
  });

  it('gives back the matrix that stood before a save', () => {
    const moved = [OrderKind.Transform, { f: 2 }, { f: 0 }, { f: 0 }, { f: 2 }, { f: 5 }, { f: 6 }] as const;
    paint([row([[OrderKind.Save], moved, moved, red_square, [OrderKind.Restore], layer(1), red_square, [OrderKind.LayerEnd]])]);
    const sets = canvas.record.of('setTransform');
    expect(sets).toContainEqual([4, 0, 0, 4, 15, 18]);
    expect(sets.at(-1)).toEqual([1, 0, 0, 1, 0, 0]);
  });

  it('never writes text by itself, and goes on without glyphs or with orders it does not know', () => {
    const glyphs = [OrderKind.Glyphs, 1, { f: 20 }, 0, 0x000000ff, 2, 1, 7, { f: 1 }, { f: 9 }, 0] as const;
    paint([row([glyphs, [99, 1, 2], red_square])]);
    expect(canvas.record.of('fill')).toHaveLength(1);
    expect(canvas.record.names()).not.toContain('fillText');
    canvas.record.calls = [];
    const outline = { path: new Path2D(), units_per_em: 1000 };
    paint([row([glyphs])], { ...nothing, glyph: () => outline });
    expect(canvas.record.of('setTransform')).toContainEqual([0.02, 0, -0, -0.02, 1, 9]);
  });

  it('marks what is missing', () => {
    const image = [OrderKind.Image, 1, 0, 0, ...[0, 0, 1, 1, 5, 5, 60, 60].map((f) => ({ f })), 0] as const;
    paint([row([image])]);
    expect(canvas.record.of('strokeRect')).toEqual([[5, 5, 60, 60]]);
    expect(canvas.record.of('arc')).toHaveLength(1);
  });
});

describe('upright pictures', () => {
  const whole = { x: 0, y: 0, width: 100, height: 100 };
  it('end on whole pixels while their inside stays', () => {
    const one = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };
    const snapped = snap(one, { x: 10.4, y: 10, width: 50, height: 50 }, { x: 20, y: 20, width: 50, height: 50 }, whole);
    expect(snapped?.to).toEqual({ x: 10, y: 10, width: 50, height: 50 });
    expect(snapped?.from.x).toBeCloseTo(19.6);
  });
  it('are left alone when they are turned', () => {
    expect(snap({ a: 1, b: 0.1, c: -0.1, d: 1, e: 0, f: 0 }, whole, whole, whole)).toBeUndefined();
  });
});

describe('rows of a list', () => {
  it('are found by node and by picture, and a right guess is taken', () => {
    const image = (source: number) => [OrderKind.Image, source, 0, 0, ...Array.from({ length: 8 }, () => ({ f: 1 })), 0] as const;
    const rows = ['page', 'a', 'b', 'c'].map((node, i): TestRow => ({ box: [i, 0, i + 1, 1], node, orders: [image(1 + (i % 2))] }));
    const list = make_list(10, 10, rows, ['x.png', 'y.png']);
    expect(list.rows_of(new Set(['c', 'a']))).toEqual([1, 3]);
    const guess = [3, 1];
    expect(list.rows_of(new Set(['c', 'a']), guess)).toBe(guess);
    expect(list.rows_of(new Set(['b']), [1])).toEqual([2]);
    expect(list.rows_with_picture('y.png')).toEqual([1, 3]);
    expect(list.rows_with_picture('z.png')).toEqual([]);
    expect(list.bounds(2)).toEqual({ left: 2, top: 0, right: 3, bottom: 1 });
  });
});
