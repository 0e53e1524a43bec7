import { expect, test } from 'vitest';
import { lies_elsewhere, undrawn_words } from './undrawn.ts';

const title = (reason: string, detail = '') => undrawn_words({ reason, detail }).title;

test('every mark says in words what it stands for', () => {
  expect(title('blur')).toBe('Blur is not drawn yet');
  expect(title('table')).toBe('Tables are not drawn yet');
  expect(title('figure', 'softStar')).toBe('This shape (softStar) is not drawn yet');
  expect(title('image-missing')).toBe('This picture could not be loaded');
  expect(title('of a newer engine')).toBe('Something in this element is not drawn yet');
});

test('a picture of another site is not promised to come', () => {
  const here = 'https://flashkit.example';
  expect(['https://a.example/b.png', '//a.example/b.png', `${here}/b.png`, '/b.png', 'blob:ab', 'data:,'].map((source) => lies_elsewhere(source, here))).toEqual([true, true, false, false, false, false]);
  const { title, explanation } = undrawn_words({ reason: 'image-missing', detail: '' }, true);
  expect(title).toBe('This picture lies on another site');
  expect(explanation).not.toMatch(/online|connection/);
});

test('what is not drawn is said to be kept', () => {
  expect(undrawn_words({ reason: 'shadow', detail: '' }).explanation).toMatch(/exported unchanged/);
});
