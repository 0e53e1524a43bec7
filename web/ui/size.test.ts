import { expect, test } from 'vitest';
import { fit_into } from './size.ts';

test('a tall design fills the height of its box and keeps its proportions', () => {
  expect(fit_into(1080, 1350, 100, 100)).toEqual({ width: 80, height: 100 });
});

test('a wide design fills the width of its box', () => {
  expect(fit_into(1280, 720, 160, 160)).toEqual({ width: 160, height: 90 });
});
