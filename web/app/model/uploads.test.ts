import { expect, test } from 'vitest';
import { SavingState } from '../../engine/generated/local_pb.ts';
import type { UploadProgress } from '../../store/port.ts';
import { upload_line, words_with_uploads, would_lose_pictures } from './uploads.ts';

const upload = (fields: Partial<UploadProgress>): UploadProgress => ({ sha: 'a', sent: 0, size: 0, trouble: '', refused: false, place: 'device', ...fields });
const saved = { text: 'In the cloud', tone: 'calm', explanation: '' } as const;
const { SAVING_CLOUD, SAVING_DEVICE, SAVING_OFFLINE, SAVING_MEMORY_ONLY } = SavingState;

test('while pictures are on their way the chip does not say that all is in the cloud', () => {
  expect(words_with_uploads(saved, SAVING_CLOUD, [])).toBe(saved);
  expect(words_with_uploads(saved, SAVING_CLOUD, [upload({ sent: 5_000_000, size: 20_000_000 })])?.text).toBe('Uploading 1 picture · 25 %');
  expect(words_with_uploads(saved, SAVING_CLOUD, [upload({}), upload({})])?.text).toBe('Uploading 2 pictures');
  expect(words_with_uploads(saved, SAVING_CLOUD, [upload({ refused: true })])?.text).toBe('1 picture only here');
  const offline = { text: 'Offline', tone: 'waiting', explanation: '' } as const;
  expect(words_with_uploads(offline, SAVING_OFFLINE, [upload({})]), 'the changes come first').toBe(offline);
});

test('a picture that is only in this tab, or nowhere, is said whatever the changes are', () => {
  for (const state of [SAVING_CLOUD, SAVING_DEVICE]) {
    expect(words_with_uploads(saved, state, [upload({ place: 'no_room' }), upload({})])?.text).toBe('1 picture only in this tab');
    expect(words_with_uploads(saved, state, [upload({ place: 'nowhere' })])?.text).toBe('1 picture missing');
  }
  expect(words_with_uploads(saved, SAVING_OFFLINE, [upload({ place: 'tab' })])?.text).toBe('Offline · 1 picture only in this tab');
  expect(words_with_uploads(saved, SAVING_MEMORY_ONLY, [upload({ place: 'tab' })]), 'which says more').toBe(saved);
  expect([[], [upload({})], [upload({ place: 'nowhere' })], [upload({}), upload({ place: 'tab' })]].map(would_lose_pictures)).toEqual([false, false, false, true]);
});

test('each picture says how far it is, or why it does not go on', () => {
  expect(upload_line(upload({}))).toBe('Waiting');
  expect(upload_line(upload({ sent: 1_250_000, size: 20_000_000 }))).toBe('1.3 of 20 MB');
  expect(upload_line(upload({ size: 90_000_000, refused: true, trouble: 'a file may have up to 64 MB' }))).toMatch(/64 MB.*stays on this device/);
  expect(upload_line(upload({ place: 'no_room', sent: 1_250_000, size: 20_000_000 }))).toMatch(/no room.*only in this tab.*1\.3 of 20 MB/);
  expect(upload_line(upload({ place: 'tab', refused: true }))).not.toMatch(/on this device/);
});
