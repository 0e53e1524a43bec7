import { expect, test } from 'vitest';
import { drop_before, drop_before_of_all, is_move } from './reorder.ts';

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

test('where the rest of a list is not drawn, below the last middle is before what comes next', () => {
  expect(drop_before_of_all(['z', 'a', 'b', 'c', 'd'], items, 251)).toBe('d');
  expect(drop_before_of_all(['z', 'a', 'b', 'c', 'd'], items, 10)).toBe('a');
  expect(drop_before_of_all(['a', 'b', 'c'], items, 251)).toBe('');
});

test('dropping a thing where it stands is no move', () => {
  const ids = ['a', 'b', 'c'];
  expect(is_move(ids, { item: 'b', before: 'b' })).toBe(false);
  expect(is_move(ids, { item: 'b', before: 'c' })).toBe(false);
  expect(is_move(ids, { item: 'c', before: '' })).toBe(false);
  expect(is_move(ids, { item: 'b', before: '' })).toBe(true);
  expect(is_move(ids, { item: 'b', before: 'a' })).toBe(true);
});
