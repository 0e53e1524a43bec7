import { expect, test } from 'vitest';
import { SavingState } from '../../engine/generated/local_pb.ts';
import { Persistence } from './persistence.ts';

const { SAVING_BUSY, SAVING_CLOUD, SAVING_DEVICE, SAVING_MEMORY_ONLY } = SavingState;

test('the browser is asked to keep what is stored once, after the first change was', () => {
  const notes = new Map<string, string>();
  const remembered = { getItem: (key: string) => notes.get(key) ?? null, setItem: (key: string, value: string) => void notes.set(key, value) };
  let asked = 0;
  const storage = {
    persist: () => {
      asked++;
      return Promise.resolve(true);
    },
  };
  const first = new Persistence({ storage, remembered });
  for (const state of [SAVING_CLOUD, SAVING_BUSY, SAVING_MEMORY_ONLY]) first.saving(state);
  expect(asked).toBe(0);
  for (const state of [SAVING_BUSY, SAVING_DEVICE, SAVING_CLOUD, SAVING_BUSY, SAVING_DEVICE]) first.saving(state);
  expect(asked).toBe(1);
  const next_visit = new Persistence({ storage, remembered });
  for (const state of [SAVING_BUSY, SAVING_DEVICE]) next_visit.saving(state);
  expect(asked).toBe(1);
});
