import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Retries } from './retries.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('what is missing is asked for every half a minute without end, and at once when the network is back', async () => {
  const retries = new Retries();
  let asked = 0;
  let here = false;
  void retries.until_had('a picture', () => {
    asked++;
    return Promise.resolve(!here);
  });
  await vi.advanceTimersByTimeAsync(4_000 + 8_000 + 16_000 + 100);
  expect(asked).toBe(4);
  await vi.advanceTimersByTimeAsync(10 * 30_000);
  expect(asked).toBe(14);
  here = true;
  retries.now();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toBe(15);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked).toBe(15);
});

test('with the design its wishes end, also those under way', async () => {
  const retries = new Retries();
  let asked = 0;
  let answer: ((again: boolean) => void) | undefined;
  const ask = (): Promise<boolean> => {
    asked++;
    return new Promise((resolve) => (answer = resolve));
  };
  void retries.until_had('a font', ask);
  retries.clear();
  answer?.(true);
  await vi.advanceTimersByTimeAsync(300_000);
  expect(asked).toBe(1);
});
