// Keeps the app for the time without a network. The shell (pages, scripts, the engine) is fetched whole when a version is
// installed and served from there; fonts, also the app's own for further scripts, are kept when they are first used. A new version takes over when no tab of the
// old one is open or when a person asks for it; the files of older versions stay as long as another tab may need them.

interface BuiltFile {
  readonly url: string;
  readonly revision: string;
}

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface ServiceWorkerScope {
  readonly location: Location;
  readonly clients: { matchAll(which: { type: 'window'; includeUncontrolled: boolean }): Promise<readonly unknown[]> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'install' | 'activate', listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}

declare const self: ServiceWorkerScope;
// The build puts the list of its files here (tools/service_worker_plugin.mjs).
declare const FLASHKIT_FILES: readonly BuiltFile[];

const files = FLASHKIT_FILES;
const version = files.map(({ url, revision }) => `${url} ${revision}`).join('\n');
const k_fonts = 'flashkit-fonts';

const shell_name = async (): Promise<string> => {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(version)));
  return `flashkit-shell-${[...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};

async function install(): Promise<void> {
  const cache = await caches.open(await shell_name());
  await Promise.all(
    files.map(async ({ url }) => {
      // The page is answered with a fresh nonce each time, so it is asked for under the name it is opened by.
      const path = url === 'index.html' ? '/' : `/${url}`;
      // What has its hash in its name never changes: the copy that the page just loaded will do.
      const answer = await fetch(new Request(path, { cache: path.startsWith('/assets/') ? 'default' : 'no-cache' }));
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      await cache.put(path, answer);
    }),
  );
  await remember('/fonts/fonts.json');
}

async function remember(path: string): Promise<void> {
  try {
    const answer = await fetch(path, { cache: 'no-cache' });
    if (answer.ok) await (await caches.open(k_fonts)).put(path, answer);
  } catch {
    // It comes with its first use.
  }
}

async function forget_older(): Promise<void> {
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (tabs.length > 1) return;
  const current = await shell_name();
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('flashkit-shell-') && name !== current).map((name) => caches.delete(name)));
}

async function from_shell(event: FetchEvent, path: string): Promise<Response> {
  // A name with a hash means the same in every version.
  const hashed = path.startsWith('/assets/');
  const shell = await caches.open(await shell_name());
  const kept = hashed ? await caches.match(path) : await shell.match(path);
  if (kept !== undefined) return kept;
  const answer = await fetch(event.request);
  if (hashed && answer.ok) keep(event, shell, path, answer);
  return answer;
}

// For the next time. Without room for it, what did arrive is answered all the same.
function keep(event: FetchEvent, cache: Cache, path: string, answer: Response): void {
  event.waitUntil(cache.put(path, answer.clone()).catch(() => undefined));
}

// What is kept is answered at once. A font file never changes; the catalogue may, and is fetched anew behind, for the next time.
async function from_fonts(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const path = new URL(request.url).pathname;
  const cache = await caches.open(k_fonts);
  const kept = await cache.match(path);
  if (kept !== undefined) {
    if (path.endsWith('fonts.json')) event.waitUntil(remember(path));
    return kept;
  }
  const answer = await fetch(request);
  if (answer.ok) keep(event, cache, path, answer);
  return answer;
}

self.addEventListener('install', (event) => event.waitUntil(install()));
self.addEventListener('activate', (event) => event.waitUntil(forget_older()));
self.addEventListener('message', ({ data }) => {
  if (data === 'take over') void self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== self.location.origin) return;
  if (address.pathname.startsWith('/api/')) return;
  if (address.pathname.startsWith('/fonts/')) event.respondWith(from_fonts(event));
  else if (request.mode === 'navigate') event.respondWith(from_shell(event, '/'));
  else if (address.pathname.startsWith('/assets/') || files.some(({ url }) => `/${url}` === address.pathname)) {
    event.respondWith(from_shell(event, address.pathname));
  }
});

export {};
