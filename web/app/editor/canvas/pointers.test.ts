import { expect, test } from 'vitest';
import { click_count, pinch_between } from './pointers.ts';

test('presses near in place and time make a double and a triple click, then begin again', () => {
  const place = { x: 10, y: 10 };
  expect(click_count(undefined, place, 0)).toBe(1);
  expect(click_count({ ...place, at: 0, count: 1 }, { x: 12, y: 11 }, 200)).toBe(2);
  expect(click_count({ ...place, at: 0, count: 2 }, place, 200)).toBe(3);
  expect(click_count({ ...place, at: 0, count: 3 }, place, 200)).toBe(1);
  expect(click_count({ ...place, at: 0, count: 1 }, place, 900)).toBe(1);
  expect(click_count({ ...place, at: 0, count: 1 }, { x: 40, y: 10 }, 100)).toBe(1);
});

test('two fingers that part zoom about their middle, and that wander together move', () => {
  const apart = pinch_between([{ x: 100, y: 0 }, { x: 200, y: 0 }], [{ x: 50, y: 0 }, { x: 250, y: 0 }]);
  expect(apart).toEqual({ x: 150, y: 0, scale: 2, move_x: 0, move_y: 0 });
  const together = pinch_between([{ x: 0, y: 0 }, { x: 100, y: 0 }], [{ x: 10, y: 5 }, { x: 110, y: 5 }]);
  expect(together).toEqual({ x: 60, y: 5, scale: 1, move_x: 10, move_y: 5 });
  expect(pinch_between([{ x: 5, y: 5 }, { x: 5, y: 5 }], [{ x: 5, y: 5 }, { x: 5, y: 5 }]).scale).toBe(1);
});
