import { expect, it } from 'vitest';
import { ZoomPace } from './zoom_pace.ts';

it('stays smooth while frames come in time', () => {
  const pace = new ZoomPace();
  for (let now = 0; now < 1000; now += 16) expect(pace.smooth(now, true)).toBe(true);
});

it('gives smoothness up when frames come late, until the zoom has rested', () => {
  const pace = new ZoomPace();
  expect([0, 40, 80, 96].map((now) => pace.smooth(now, true))).toEqual([true, true, false, false]);
  expect(pace.smooth(500, true)).toBe(true);
  expect([540, 580].map((now) => pace.smooth(now, true))).toEqual([true, false]);
  pace.smooth(600, false);
  expect(pace.smooth(640, true)).toBe(true);
});
