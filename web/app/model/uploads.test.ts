import { expect, test } from 'vitest';
import type { UploadProgress } from '../../store/port.ts';
import { upload_line, words_with_uploads } from './uploads.ts';

const upload = (fields: Partial<UploadProgress>): UploadProgress => ({ sha: 'a', sent: 0, size: 0, trouble: '', refused: false, ...fields });
const saved = { text: 'In the cloud', tone: 'calm', explanation: '' } as const;

test('while pictures are on their way the chip does not say that all is in the cloud', () => {
  expect(words_with_uploads(saved, true, [])).toBe(saved);
  expect(words_with_uploads(saved, true, [upload({ sent: 5_000_000, size: 20_000_000 })])?.text).toBe('Uploading 1 picture · 25 %');
  expect(words_with_uploads(saved, true, [upload({}), upload({})])?.text).toBe('Uploading 2 pictures');
  expect(words_with_uploads(saved, true, [upload({ refused: true })])?.text).toBe('1 picture only here');
  const offline = { text: 'Offline', tone: 'waiting', explanation: '' } as const;
  expect(words_with_uploads(offline, false, [upload({})]), 'the changes come first').toBe(offline);
});

test('each picture says how far it is, or why it does not go on', () => {
  expect(upload_line(upload({}))).toBe('Waiting');
  expect(upload_line(upload({ sent: 1_250_000, size: 20_000_000 }))).toBe('1.3 of 20 MB');
  expect(upload_line(upload({ size: 90_000_000, refused: true, trouble: 'a file may have up to 64 MB' }))).toMatch(/64 MB.*stays on this device/);
});
