// The queue of uploads over a line that is cut, lies, refuses and comes back.
import { afterEach, expect, test, vi } from 'vitest';
import type { UploadAnswer } from '../net/api.ts';
import { begin_upload } from '../net/api.ts';
import type { DirectOutcome } from '../net/direct_put.ts';
import { outcome_of } from '../net/direct_put.ts';
import type { DirectRequest } from '../net/generated/api_types.ts';
import { MemoryBlobs, sha256_of } from '../store/blobs.ts';
import type { UploadProgress } from '../store/port.ts';
import { Uploads } from './uploads.ts';

const picture = (size: number): Uint8Array<ArrayBuffer> => Uint8Array.from({ length: size }, (_, i) => (i * 31) % 251);

/** A server's side: takes pieces as docs/protocol.md says. `cut` makes the next calls fail, before or after they counted. */
class Server {
  files = new Map<string, number[]>();
  whole = new Set<string>();
  taken = 0;
  begun = 0;
  /** What becomes of the next direct PUTs; empty: this server has no such way. */
  direct: DirectOutcome[] = [];
  puts = 0;
  cuts: ('before' | 'after')[] = [];
  refuse: UploadAnswer | undefined;
  clock = 0;

  now(): number {
    return this.clock++;
  }
  ask(sha: string): Promise<UploadAnswer> {
    return Promise.resolve({ offset: 0, done: this.whole.has(sha) });
  }
  begin(sha: string, size: number): Promise<UploadAnswer> {
    this.begun++;
    if (this.refuse !== undefined) return Promise.resolve(this.refuse);
    const offset = this.files.get(sha)?.length ?? 0;
    const done = this.whole.has(sha);
    // Each request is another, as signatures are.
    const put = { url: `https://store/${sha}?${this.begun}`, headers: [{ name: 'x-length', value: String(size) }], valid_s: 300 };
    return Promise.resolve({ offset, done, ...(this.direct.length > 0 && offset === 0 && !done && { put }) });
  }
  put({ url }: DirectRequest, bytes: Uint8Array<ArrayBuffer>, progress: (sent: number) => void): Promise<DirectOutcome> {
    this.puts++;
    expect(url.endsWith(`?${this.begun}`), 'a request is used once').toBe(true);
    progress(bytes.length / 2);
    const outcome = this.direct.shift() ?? 'failed';
    if (outcome === 'arrived') this.whole.add(url.slice(14, 78));
    return Promise.resolve(outcome);
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

test('bytes that nobody has are shown, never taken for sent, until they come or the person lets them go', async () => {
  const server = new Server();
  const { blobs, sha, told, uploads } = await start(picture(10), server);
  const get = blobs.get.bind(blobs);
  blobs.get = () => Promise.resolve(undefined);
  uploads.nudge();
  await settled(() => told.at(-1)?.[0]?.place === 'nowhere');
  expect(await blobs.waiting()).toEqual([sha]);
  blobs.get = get;
  uploads.nudge();
  await settled(() => server.whole.has(sha) && told.at(-1)?.length === 0);

  const other = await sha256_of(picture(11));
  await blobs.put(other, picture(11), true);
  blobs.get = () => Promise.resolve(undefined);
  uploads.nudge();
  await settled(() => told.at(-1)?.[0]?.place === 'nowhere');
  await uploads.forget(other);
  expect(told.at(-1)).toEqual([]);
  expect(await blobs.waiting()).toEqual([]);
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

test('where the store takes it from the device, not a byte goes through the server', async () => {  // A6
  const server = new Server();
  server.direct = ['arrived'];
  const { blobs, told, uploads } = await start(picture(1000), server);
  uploads.nudge();
  await vi.waitFor(async () => expect(await blobs.waiting()).toEqual([]));
  expect([server.puts, server.taken]).toEqual([1, 0]);
  expect(told.flat().map((progress) => progress.sent)).toContain(500);
  expect(told.at(-1)).toEqual([]);
});

test('a request that is refused is asked for anew, once; then the asset goes in pieces', async () => {  // A6
  for (const [outcomes, through_server] of [[['refused', 'arrived'], 0], [['refused', 'refused', 'arrived'], 1000]] as const) {
    const server = new Server();
    server.direct = [...outcomes];
    const { blobs, uploads } = await start(picture(1000), server);
    uploads.nudge();
    await vi.waitFor(async () => expect(await blobs.waiting()).toEqual([]));
    expect([server.puts, server.taken]).toEqual([2, through_server]);
  }
});

test('what the store says arrived and the server does not see goes in pieces: nothing turns in a circle', async () => {  // A6
  const server = new Server();
  server.direct = ['arrived', 'arrived', 'arrived'];
  const put = server.put.bind(server);
  server.put = async (request, bytes, progress) => {
    const outcome = await put(request, bytes, progress);
    server.whole.clear();
    return outcome;
  };
  const { blobs, sha, uploads } = await start(picture(1000), server);
  uploads.nudge();
  await vi.waitFor(async () => expect(await blobs.waiting()).toEqual([]));
  expect(server.puts).toBe(2);
  expect(server.files.get(sha)?.length).toBe(1000);
});

test('a PUT that is cut goes on in pieces, and a device that never reaches the store does not try for ever', async () => {  // A6
  const server = new Server();
  server.direct = Array<DirectOutcome>(9).fill('failed');
  const blobs = new MemoryBlobs();
  const uploads = new Uploads(blobs, server, () => undefined);
  for (let size = 1000; size < 1005; size++) await blobs.put(await sha256_of(picture(size)), picture(size), true);
  uploads.nudge();
  await vi.waitFor(async () => expect(await blobs.waiting()).toEqual([]));
  expect(server.puts).toBe(3);
  expect(server.taken).toBe(1000 + 1001 + 1002 + 1003 + 1004);
});

test('what the answers of a server and a store mean', async () => {
  expect([200, 204, 412, 400, 403, 0, 301, 500, 503].map(outcome_of)).toEqual(
    ['arrived', 'arrived', 'arrived', 'refused', 'refused', 'failed', 'failed', 'failed', 'failed']);
  const asked: string[] = [];
  const says = (...answers: Response[]) =>
    vi.stubGlobal('fetch', (path: string, { method = 'GET' }: RequestInit) => {
      asked.push(`${method} ${path}`);
      return Promise.resolve(answers.shift());
    });
  const put = { url: 'https://store/x', headers: [{ name: 'if-none-match', value: '*' }], valid_s: 300 };
  says(Response.json({ offset: 0, done: false, put }));
  expect(await begin_upload('ab', 9)).toEqual({ offset: 0, done: false, put });
  says(Response.json({ offset: 0, done: false, put: { ...put, headers: [{ name: 1 }] } }));
  expect(await begin_upload('ab', 9)).toEqual({ offset: 0, done: false });
  says(Response.json({ error: 'no such address' }, { status: 404 }), Response.json({ offset: 4, done: false }));
  expect(await begin_upload('ab', 9)).toEqual({ offset: 4, done: false });
  expect(asked.slice(2)).toEqual(['POST /api/v1/uploads/ab?size=9', 'GET /api/v1/uploads/ab']);
  says(Response.json({ error: 'too much of yours' }, { status: 503 }));
  expect(await begin_upload('ab', 9)).toEqual({ refused: 'later', text: 'too much of yours' });
  vi.unstubAllGlobals();
});
