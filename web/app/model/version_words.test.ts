import { expect, test } from 'vitest';
import type { Version } from '../../net/generated/api_types.ts';
import { by_day, note_of, title_of, when_of } from './version_words.ts';

const now = new Date(2026, 10, 21, 15, 30).getTime();
const version = (seq: number, at: Date, more: Partial<Version> = {}): Version => ({ seq, at: at.getTime(), saved: false, name: '', by: '', preview: true, ...more });

test('versions stand under their day, newest first', () => {
  const days = by_day([version(3, new Date(2026, 10, 21, 9)), version(5, new Date(2026, 10, 21, 14)), version(2, new Date(2026, 10, 20, 23, 59)), version(1, new Date(2025, 4, 2, 8))], now, 'en');
  expect(days.map(({ label }) => label)).toEqual(['Today', 'Yesterday', 'Fri, May 2, 2025']);
  expect(days[0]?.versions.map(({ seq }) => seq)).toEqual([5, 3]);
});

test('a row says its name, or else its time, and who saved it', () => {
  const plain = version(1, new Date(2026, 10, 21, 9, 5));
  expect([title_of(plain, 'en'), note_of(plain, 'en')]).toEqual(['9:05 AM', 'Kept automatically']);
  const saved = { ...plain, saved: true, by: 'Asha' };
  expect([title_of(saved, 'en'), note_of(saved, 'en')]).toEqual(['9:05 AM', 'Saved by Asha']);
  const named = { ...saved, name: 'For print' };
  expect([title_of(named, 'en'), note_of(named, 'en')]).toEqual(['For print', '9:05 AM · Asha']);
  expect(when_of(named, now, 'en')).toBe('Today, 9:05 AM');
});
