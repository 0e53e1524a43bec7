import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PictureStore } from './picture_store.ts';

// What the browser holds in bitmaps.
let held = 0;
let most = 0;
let decoding = 0;
class FakeBitmap {
  readonly width: number;
  readonly height: number;
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    held += 4 * width * height;
    most = Math.max(most, held);
  }
  close(): void {
    held -= 4 * this.width * this.height;
  }
}
class FakeCanvas extends FakeBitmap {
  getContext(): object {
    return { drawImage: () => undefined };
  }
  transferToImageBitmap(): FakeBitmap {
    this.close();
    return new FakeBitmap(this.width, this.height);
  }
}

const k_megabyte = 1024 * 1024;
beforeEach(() => {
  [held, most, decoding] = [0, 0, 0];
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.stubGlobal('OffscreenCanvas', FakeCanvas);
  vi.stubGlobal('createImageBitmap', async () => {
    decoding++;
    await Promise.resolve();
    return new FakeBitmap(4000, 3000);
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const make = (arrived: (source: string) => void = () => undefined) =>
  new PictureStore({ bytes: () => Promise.resolve(new Blob(['x'])), rasterise: () => Promise.resolve(undefined) }, arrived);
const wish = (source: string, width: number) => ({ source, is_svg: false, colours: '', device_width: width, device_height: (width * 3) / 4 });
const width_of = (answer: ReturnType<PictureStore['pick']>): number => (answer.kind === 'picture' ? answer.width : 0);

test('forty photographs of twelve megapixels fit into the budget, also while they come', async () => {
  const store = make();
  const sources = Array.from({ length: 40 }, (_, i) => `blob:${i}`);
  const sizes = await Promise.all(sources.map((source) => store.load(source, false)));
  expect(sizes[0], 'its own size, whatever is kept').toEqual({ width: 4000, height: 3000 });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(held).toBeLessThan(264 * k_megabyte);
  expect(most).toBeLessThan(640 * k_megabyte);
});

test('a picture is drawn from the copy that fits, and read again when it is wanted larger', async () => {
  const arrived: string[] = [];
  const store = make((source) => arrived.push(source));
  await store.load('blob:a', false);
  expect(width_of(store.pick(wish('blob:a', 1500)))).toBe(2000);
  expect(width_of(store.pick(wish('blob:a', 400)))).toBe(500);
  expect(decoding).toBe(1);
  expect(width_of(store.pick(wish('blob:a', 3000))), 'what there is, until the larger one is here').toBe(2000);
  store.pick(wish('blob:a', 3000));
  await vi.waitFor(() => expect(arrived).toEqual(['blob:a', 'blob:a']));
  expect(width_of(store.pick(wish('blob:a', 3000)))).toBe(4000);
  expect(decoding).toBe(2);
});

test('what had to make room is shown small at once, and comes back', async () => {
  const store = make();
  await store.load('blob:a', false);
  for (let i = 0; i < 40; i++) await store.load(`blob:${i}`, false);
  await vi.advanceTimersByTimeAsync(20_000);
  const small = width_of(store.pick(wish('blob:a', 1500)));
  expect(small).toBeGreaterThan(0);
  expect(small).toBeLessThan(500);
  await vi.waitFor(() => expect(width_of(store.pick(wish('blob:a', 1500)))).toBe(2000));
});

test('what is on the screen stays, even when it is more than the budget', async () => {
  const store = make();
  const sources = Array.from({ length: 40 }, (_, i) => `blob:${i}`);
  for (const source of sources) await store.load(source, false);
  await vi.advanceTimersByTimeAsync(4_000);
  const widths = (): number[] => sources.map((source) => width_of(store.pick(wish(source, 1500))));
  expect(new Set(widths())).toEqual(new Set([2000]));
  await vi.advanceTimersByTimeAsync(2_000);
  expect(new Set(widths())).toEqual(new Set([2000]));
  expect(decoding).toBe(40);
});
