import { expect, test } from 'vitest';
import { rows_of, steps_of } from './row_window.ts';

const rows = (top: number, count: number) => rows_of(steps_of({ top, screen: 800, row: 36 }), count);

test('of thousands of rows only those on the screen and some around them are there', () => {
  for (const scrolled of [0, 100, 5000, 90_000, 179_200]) {
    const [from, to] = rows(200 - scrolled, 5000);
    const [first_seen, last_seen] = [Math.max(0, Math.floor((scrolled - 200) / 36)), Math.min(4999, Math.floor((scrolled + 600) / 36))];
    expect(from === 0 || first_seen - from >= 8, `${scrolled}: before ${first_seen} is ${from}`).toBe(true);
    expect(to === 5000 || to - last_seen > 8, `${scrolled}: behind ${last_seen} is ${to}`).toBe(true);
    expect(to - from).toBeLessThan(80);
  }
});

test('a short list is there as a whole, also when it just became short', () => {
  expect(rows(100, 5)).toEqual([0, 5]);
  expect(rows(100, 0)).toEqual([0, 0]);
  const [from, to] = rows(-90_000, 20);
  expect([from, to]).toEqual([12, 20]);
});
