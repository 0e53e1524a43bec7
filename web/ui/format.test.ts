import { expect, test } from 'vitest';
import { format_number, format_when, parse_number } from './format.ts';

test('numbers carry the separators of the locale and no needless decimals', () => {
  expect(format_number(1080, 2, 'en')).toBe('1,080');
  expect(format_number(1080.456, 2, 'de')).toBe('1.080,46');
  expect(format_number(-0.001, 2, 'en')).toBe('0');
});

test('what was formatted can be typed back', () => {
  for (const locale of ['en', 'de', 'fr', 'hi', 'ar-EG', 'fa', 'bn', 'de-CH']) {
    for (const value of [0, 1, -12.5, 1080, 1234567.89]) {
      expect(parse_number(format_number(value, 2, locale), locale), `${locale} ${value}`).toBe(value);
    }
  }
});

test('a unit may be typed, words may not', () => {
  expect(parse_number('45°', 'en')).toBe(45);
  expect(parse_number('80 %', 'en')).toBe(80);
  expect(parse_number('12px', 'en')).toBe(12);
  expect(parse_number('1.5', 'de')).toBe(1.5);
  expect(parse_number('٨٠٪', 'ar-EG')).toBe(80);
  expect(parse_number('12.5', 'fa'), 'plain digits everywhere').toBe(12.5);
  for (const wrong of ['', 'wide', '1e9', 'NaN', 'Infinity', '--2']) expect(parse_number(wrong, 'en')).toBeUndefined();
});

test('times are told as a person would', () => {
  const now = Date.UTC(2026, 5, 15, 12);
  expect(format_when(now - 20_000, now, 'en')).toBe('Just now');
  expect(format_when(now - 5 * 60_000, now, 'en')).toBe('5 minutes ago');
  expect(format_when(now - 26 * 3_600_000, now, 'en')).toBe('yesterday');
  expect(format_when(Date.UTC(2025, 0, 2, 12), now, 'en')).toBe('Jan 2, 2025');
  expect(format_when(now + 5_000, now, 'en')).toBe('Just now');
});
