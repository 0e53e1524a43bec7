import { expect, test } from 'vitest';
import type { HistoryParts } from './door.ts';
import { HistoryDoor, choice_of } from './door.ts';

test('nothing is fetched before the first opening; where it can not be had the door closes again and says so', async () => {
  let asked = 0;
  let failed = 0;
  const door = new HistoryDoor(
    () => {
      asked += 1;
      return Promise.reject<HistoryParts>(new Error('no connection'));
    },
    () => void (failed += 1),
  );
  expect(choice_of(door.get().parts).get().chosen).toBeUndefined();
  expect(asked).toBe(0);
  door.toggle();
  expect(door.get().opened).toBe(true);
  await expect.poll(() => door.get().opened).toBe(false);
  door.open();
  door.close();
  await Promise.resolve();
  await Promise.resolve();
  expect([asked, failed], 'whoever has closed it is not bothered').toEqual([2, 1]);
});
