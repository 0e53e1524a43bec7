import { afterEach, beforeEach, expect, test, vi } from 'vitest';

type Listener = (event: { request: Request; respondWith: (answer: Promise<Response>) => void; waitUntil: (work: Promise<unknown>) => void }) => void;

const origin = 'https://flashkit.example';
let listener: Listener | undefined;
let kept: Map<string, string>;
let full: boolean;

beforeEach(async () => {
  kept = new Map();
  full = false;
  const cache = {
    match: (path: string) => Promise.resolve(kept.has(path) ? new Response(kept.get(path)) : undefined),
    put: async (path: string, answer: Response) => {
      if (full) throw new DOMException('no room', 'QuotaExceededError');
      kept.set(path, await answer.text());
    },
  };
  const addEventListener = (kind: string, each: Listener): void => {
    if (kind === 'fetch') listener = each;
  };
  vi.stubGlobal('FLASHKIT_FILES', []);
  vi.stubGlobal('caches', { open: () => Promise.resolve(cache), match: cache.match });
  vi.stubGlobal('self', { location: { origin }, addEventListener });
  vi.resetModules();
  await import('./service_worker.ts');
});
afterEach(() => void vi.unstubAllGlobals());

async function ask(path: string): Promise<{ text: string; behind: Promise<unknown>[] }> {
  const behind: Promise<unknown>[] = [];
  let answer: Promise<Response> | undefined;
  listener?.({ request: new Request(origin + path), respondWith: (given) => void (answer = given), waitUntil: (work) => behind.push(work) });
  return { text: (await (await answer)?.text()) ?? '', behind };
}

test('the kept catalogue of fonts is answered at once, over a line that hangs too, and renewed behind', async () => {
  kept.set('/fonts/fonts.json', 'old');
  let arrive: ((answer: Response) => void) | undefined;
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (arrive = resolve)));
  const { text, behind } = await ask('/fonts/fonts.json');
  expect(text).toBe('old');
  arrive?.(new Response('new'));
  await Promise.all(behind);
  expect(kept.get('/fonts/fonts.json')).toBe('new');
});

test('a font that arrives is used although there is no room to keep it', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response('font')));
  full = true;
  expect((await ask('/fonts/ab')).text).toBe('font');
  full = false;
  expect((await ask('/fonts/ab')).text).toBe('font');
  await vi.waitFor(() => expect(kept.get('/fonts/ab')).toBe('font'));
});
