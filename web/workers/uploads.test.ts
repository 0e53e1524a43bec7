// The queue of uploads over a line that is cut, lies, refuses and comes back.
import { afterEach, expect, test, vi } from 'vitest';
import type { UploadAnswer } from '../net/api.ts';
import { MemoryBlobs, sha256_of } from '../store/blobs.ts';
import type { UploadProgress } from '../store/port.ts';
import { Uploads } from './uploads.ts';

const picture = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, i) => (i * 31) % 251);

/** A server's side: takes pieces as docs/protocol.md says. `cut` makes the next calls fail, before or after they counted. */
class Server {
  files = new Map<string, number[]>();
  whole = new Set<string>();
  taken = 0;
  looks = 0;
  cuts: ('before' | 'after')[] = [];
  refuse: UploadAnswer | undefined;
  clock = 0;

  now(): number {
    return this.clock++;
  }
  look(sha: string): Promise<UploadAnswer> {
    this.looks++;
    return Promise.resolve(this.refuse ?? { offset: this.files.get(sha)?.length ?? 0, done: this.whole.has(sha) });
  }
  add(sha: string, offset: number, size: number, piece: Uint8Array<ArrayBuffer>): Promise<UploadAnswer> {
    const cut = this.cuts.shift();
    if (cut === 'before') return Promise.resolve({ refused: 'later', text: '' });
    const file = this.files.get(sha) ?? [];
    if (offset === file.length) {
      for (const byte of piece) file.push(byte);
      this.files.set(sha, file);
      this.taken += piece.length;
      if (file.length === size) this.whole.add(sha);
    }
    return Promise.resolve(cut === 'after' ? { refused: 'later', text: '' } : { offset: file.length, done: this.whole.has(sha) });
  }
}

async function start(bytes: Uint8Array<ArrayBuffer>, server: Server) {
  const blobs = new MemoryBlobs();
  const sha = await sha256_of(bytes);
  await blobs.put(sha, bytes, true);
  const told: UploadProgress[][] = [];
  const uploads = new Uploads(blobs, server, (progress) => told.push(progress));
  return { blobs, sha, told, uploads };
}

afterEach(() => void vi.useRealTimers());

const settled = (check: () => boolean) => vi.waitFor(() => expect(check()).toBe(true));

test('it asks before it sends, and what is there is not sent', async () => {
  const server = new Server();
  const { blobs, sha, uploads } = await start(picture(1000), server);
  server.whole.add(sha);
  uploads.nudge();
  await vi.waitFor(async () => expect(await blobs.waiting()).toEqual([]));
  expect(server.taken).toBe(0);
});

test('a cut upload goes on where it was: no byte is taken twice, and progress never lies', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const bytes = picture(700_000);
  const server = new Server();
  server.cuts = ['after', 'before', 'after'];
  const { blobs, sha, told, uploads } = await start(bytes, server);
  uploads.nudge();
  for (let tries = 0; tries < 8; tries++) {
    await vi.advanceTimersByTimeAsync(60_000);
    await new Promise(setImmediate);
  }
  vi.useRealTimers();
  await settled(() => server.whole.has(sha));
  expect(await sha256_of(Uint8Array.from(server.files.get(sha) ?? []))).toBe(sha);
  expect(server.taken).toBe(bytes.length);
  await vi.waitFor(async () => expect(await blobs.waiting()).toEqual([]));
  const sent = told.flat().map((progress) => progress.sent);
  expect([...sent].sort((a, b) => a - b)).toEqual(sent);
  expect(told.at(-1)).toEqual([]);
});

test('what is refused for good stays on the device and is shown; the next asset goes all the same', async () => {
  const server = new Server();
  server.refuse = { refused: 'never', text: 'a file may have up to 64 MB' };
  const { blobs, sha, told, uploads } = await start(picture(10), server);
  uploads.nudge();
  await settled(() => told.at(-1)?.[0]?.refused === true);
  expect(await blobs.waiting()).toEqual([sha]);
  server.refuse = undefined;
  const other = await sha256_of(picture(20));
  await blobs.put(other, picture(20), true);
  uploads.nudge();
  await settled(() => server.whole.has(other));
  expect(told.at(-1)?.map((progress) => progress.sha)).toEqual([sha]);
});

test('bytes that arrived damaged are sent once more from the first, then it is said', async () => {
  const server = new Server();
  const { told, uploads } = await start(picture(10), server);
  let tries = 0;
  server.add = () => {
    tries++;
    return Promise.resolve({ refused: 'damaged', text: 'the bytes do not hash to the name' });
  };
  uploads.nudge();
  await settled(() => told.at(-1)?.[0]?.refused === true);
  expect(tries).toBe(2);
});
