import { expect, test } from 'vitest';
import { undrawn_words } from './undrawn.ts';

const title = (reason: string, detail = '') => undrawn_words({ reason, detail }).title;

test('every mark says in words what it stands for', () => {
  expect(title('blur')).toBe('Blur is not drawn yet');
  expect(title('table')).toBe('Tables are not drawn yet');
  expect(title('figure', 'softStar')).toBe('This shape (softStar) is not drawn yet');
  expect(title('image-missing')).toBe('This picture could not be loaded');
  expect(title('of a newer engine')).toBe('Something in this element is not drawn yet');
});

test('what is not drawn is said to be kept', () => {
  expect(undrawn_words({ reason: 'shadow', detail: '' }).explanation).toMatch(/exported unchanged/);
});
