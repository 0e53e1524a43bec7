import { expect, test } from 'vitest';
import { drop_before } from './reorder.ts';

const items = [{ id: 'a', start: 0, end: 100 }, { id: 'b', start: 100, end: 200 }, { id: 'c', start: 200, end: 300 }];

test('the middle of an item parts before from after', () => {
  expect(drop_before(items, 49)).toBe('a');
  expect(drop_before(items, 51)).toBe('b');
  expect(drop_before(items, 249)).toBe('c');
});

test('below the last middle is the end', () => {
  expect(drop_before(items, 251)).toBe('');
  expect(drop_before([], 0)).toBe('');
});
