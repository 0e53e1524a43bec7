import { create } from '@bufbuild/protobuf';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Saving } from '../../engine/generated/local_pb.ts';
import { SavingSchema, SavingState } from '../../engine/generated/local_pb.ts';
import type { UploadProgress } from '../../store/port.ts';
import { reach, until_in_cloud, way_words } from './reaching_cloud.ts';
import { create_store } from './store.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const upload = (fields: Partial<UploadProgress>): UploadProgress => ({ sha: 'a', sent: 0, size: 0, trouble: '', refused: false, place: 'device', ...fields });
const saving = (state: SavingState, waiting = 0) => create(SavingSchema, { state, waiting });

test('the cloud has all when every change and every picture is there', () => {
  expect(reach(saving(SavingState.SAVING_CLOUD), [])).toBe('all');
  expect(reach(saving(SavingState.SAVING_CLOUD), [upload({})])).toBe('waits');
  expect(reach(saving(SavingState.SAVING_CLOUD), [upload({ refused: true })])).toBe('pictures');
  expect(reach(saving(SavingState.SAVING_CLOUD), [upload({ refused: true }), upload({})])).toBe('waits');
  expect(reach(saving(SavingState.SAVING_CLOUD), [upload({ place: 'nowhere' })])).toBe('pictures');
  expect(reach(saving(SavingState.SAVING_BUSY), [])).toBe('waits');
  expect(reach(saving(SavingState.SAVING_DEVICE, 1), [])).toBe('waits');
  expect(reach(saving(SavingState.SAVING_MEMORY_ONLY, 1), [])).toBe('waits');
  expect(reach(undefined, [])).toBe('waits');
});

test('what can not be sent is said at once; a refused change is not in the design that is shown', () => {
  expect(reach(saving(SavingState.SAVING_OFFLINE, 2), [])).toBe('offline');
  expect(reach(saving(SavingState.SAVING_UPDATE, 2), [])).toBe('update');
  expect(reach(saving(SavingState.SAVING_UPDATE), [])).toBe('all');
  expect(reach(saving(SavingState.SAVING_NEEDS_YOU), [])).toBe('all');
  expect(reach(saving(SavingState.SAVING_NEEDS_YOU, 1), [])).toBe('waits');
});

test('who waits reads how far it is', () => {
  expect(way_words(saving(SavingState.SAVING_DEVICE), [upload({})])).toMatch(/last changes/);
  expect(way_words(saving(SavingState.SAVING_CLOUD), [upload({ sent: 10, size: 40 })])).toBe('Uploading 1 picture · 25 %');
});

function make(first: Saving) {
  const model = create_store({ saving: first }, (_, next: Saving) => ({ saving: next }));
  const uploads = create_store<readonly UploadProgress[], readonly UploadProgress[]>([], (_, next) => next);
  const cancel = new AbortController();
  return { model, uploads, cancel, done: until_in_cloud({ model, uploads, signal: cancel.signal, patience_ms: 1000 }) };
}

test('it waits for changes, then for pictures, as long as something comes nearer', async () => {
  const { model, uploads, done } = make(saving(SavingState.SAVING_BUSY, 1));
  uploads.push([upload({ size: 100 })]);
  model.push(saving(SavingState.SAVING_CLOUD));
  for (const sent of [20, 40, 60, 80]) {
    vi.advanceTimersByTime(900);
    uploads.push([upload({ size: 100, sent })]);
  }
  uploads.push([]);
  expect(await done).toBeUndefined();
});

test('it gives up when nothing comes nearer, or when nobody waits any more', async () => {
  const stuck = make(saving(SavingState.SAVING_DEVICE, 1));
  vi.advanceTimersByTime(1000);
  expect(await stuck.done).toBe('unsent');
  const { cancel, done } = make(saving(SavingState.SAVING_DEVICE, 1));
  cancel.abort();
  expect(await done).toBe('unsent');
});
