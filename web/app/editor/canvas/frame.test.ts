import { expect, test } from 'vitest';
import { bounds_of, place_toolbar } from './frame.ts';

test('a box turned by a quarter lies left of and below its corner', () => {
  const bounds = bounds_of({ x: 100, y: 100, width: 40, height: 20, rotation: 90 });
  expect(bounds.left).toBeCloseTo(80);
  expect(bounds.right).toBeCloseTo(100);
  expect(bounds.bottom).toBeCloseTo(140);
});

const toolbar = { width: 200, height: 40 };
const view = { width: 800, height: 600 };

test('the toolbar stands above, else below, else at the top, and stays inside', () => {
  expect(place_toolbar({ left: 300, right: 500, top: 200, bottom: 300 }, toolbar, view)).toEqual({ left: 300, top: 132 });
  expect(place_toolbar({ left: 300, right: 500, top: 20, bottom: 300 }, toolbar, view)).toEqual({ left: 300, top: 328 });
  expect(place_toolbar({ left: 300, right: 500, top: -50, bottom: 900 }, toolbar, view)).toEqual({ left: 300, top: 8 });
  expect(place_toolbar({ left: -90, right: -50, top: 200, bottom: 300 }, toolbar, view).left).toBe(8);
  expect(place_toolbar({ left: 790, right: 990, top: 200, bottom: 300 }, toolbar, view).left).toBe(592);
});
