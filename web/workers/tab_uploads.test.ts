// Pictures that the device has no room for.
import { expect, test, vi } from 'vitest';
import type { UploadAnswer } from '../net/api.ts';
import type { BlobStore, Sha256 } from '../store/blobs.ts';
import { MemoryBlobs, sha256_of } from '../store/blobs.ts';
import type { UploadProgress } from '../store/port.ts';
import { TabBlobs } from '../store/tab_blobs.ts';
import { Uploads } from './uploads.ts';

const picture = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, i) => (i * 31) % 251);
const settled = (check: () => boolean) => vi.waitFor(() => expect(check()).toBe(true));

/** A device that has no room, or has again; its marks are made all the same. */
class Disk implements BlobStore {
  readonly durable = true;
  private readonly kept_ = new MemoryBlobs();
  full = true;
  readonly marks = new Set<string>();

  async put(sha: Sha256, bytes: Uint8Array<ArrayBuffer>, waiting: boolean): Promise<void> {
    this.marks.add(sha);
    if (this.full) throw new DOMException('no room', 'QuotaExceededError');
    await this.kept_.put(sha, bytes, waiting);
  }
  async arrived(sha: Sha256): Promise<void> {
    this.marks.delete(sha);
    await this.kept_.arrived(sha);
  }
  get(sha: Sha256): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.kept_.get(sha);
  }
  waiting(): Promise<Sha256[]> {
    return this.kept_.waiting();
  }
}

test('a picture that the device has no room for is sent from the memory of its tab', async () => {
  const bytes = picture(1000);
  let online = false;
  let sent = 0;
  const answer = (): Promise<UploadAnswer> => Promise.resolve(online ? { offset: sent, done: sent === bytes.length } : { refused: 'later', text: '' });
  const add = (_sha: string, offset: number, _size: number, piece: Uint8Array): Promise<UploadAnswer> => {
    sent = offset + piece.length;
    return answer();
  };
  const line = { ask: answer, begin: answer, put: () => Promise.resolve('failed' as const), add, now: () => 0 };
  const disk = new Disk();
  const own = new TabBlobs(disk, () => undefined);
  const sha = await sha256_of(bytes);
  expect(await own.put(sha, bytes)).toBe('no_room');
  const told: UploadProgress[][] = [];
  const uploads = new Uploads(own, line, (progress) => told.push(progress), (each) => own.place(each));
  uploads.nudge();
  await settled(() => told.at(-1)?.[0]?.place === 'no_room');
  online = true;
  uploads.nudge();
  await settled(() => told.at(-1)?.length === 0);
  expect(sent).toBe(bytes.length);
  expect([...disk.marks]).toEqual([]);
});

test('it goes to the device when there is room again', async () => {
  const disk = new Disk();
  let changes = 0;
  const own = new TabBlobs(disk, () => changes++);
  const sha = await sha256_of(picture(9));
  await own.put(sha, picture(9));
  expect(await own.waiting()).toEqual([sha]);
  const before = changes;
  disk.full = false;
  expect(await own.waiting()).toEqual([]);
  expect(await disk.waiting()).toEqual([sha]);
  expect(changes).toBe(before + 1);
});
