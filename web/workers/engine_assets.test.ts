import { afterEach, describe, expect, it, vi } from 'vitest';
import { read_families, usual_faces } from './device_families.ts';
import { font_catalog, is_of_this_site, read_data_url } from './engine_assets.ts';

const text = async (source: string): Promise<string | undefined> => read_data_url(source)?.text();

describe('a data URL', () => {
  it('is read in each of its forms', async () => {
    expect(await text('data:image/svg+xml;utf8,<svg fill="%23fff">100%</svg>')).toBe('<svg fill="#fff">100%</svg>');
    expect(await text('data:text/plain;base64,aGk\n=')).toBe('hi');
    expect(await text('data:text/plain;BASE64,aGk%3D')).toBe('hi');
    expect(read_data_url('data:image/png;charset=x;base64,aGk=')?.type).toBe('image/png');
  });
  it('is missing when it is cut', () => {
    expect(read_data_url('data:image/png;base64')).toBeUndefined();
    expect(read_data_url('data:image/png;base64,%%%')).toBeUndefined();
  });
});

describe('a picture by its address', () => {
  it('is fetched from this site alone', () => {
    const page = 'https://flashkit.example/assets/engine.worker.js';
    const allowed = ['/a.png', 'a.png', 'https://flashkit.example/a.png', 'https://other.example/a.png', '//other.example/a.png', 'ftp://a/b', 'http://['];
    expect(allowed.map((source) => is_of_this_site(source, page))).toEqual([true, true, true, false, false, false, false]);
  });
});

describe('the catalogue of fonts', () => {
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const never = new Promise<never>(() => undefined);
  const kept = (text: string | undefined) => ({ match: () => Promise.resolve(text === undefined ? undefined : new Response(text)) });

  it('is the copy from before when the line hangs, so that a stored design opens', async () => {
    vi.useFakeTimers();
    vi.stubGlobal('fetch', () => never);
    vi.stubGlobal('caches', kept('old'));
    const read = font_catalog();
    await vi.advanceTimersByTimeAsync(2_500);
    expect(await read).toBe('old');
  });
  it('is waited for where there is none, and is the new one where the line works', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('new')));
    vi.stubGlobal('caches', kept('old'));
    expect(await font_catalog()).toBe('new');
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    vi.stubGlobal('caches', kept(undefined));
    expect(await font_catalog()).toBe('');
  });
});

describe('the font families', () => {
  it('are those of the catalogue, and none of something else', () => {
    expect(read_families({ families: [{ name: 'Inter' }, { name: 'Anton' }, 7, {}] })).toEqual(['Inter', 'Anton']);
    for (const catalog of [null, 3, {}, { families: 'x' }]) expect(read_families(catalog)).toEqual([]);
  });

  it('are kept in their usual faces where they are in use, unless those are heavy', () => {
    const face = (weight: number, file: string, size = 1000) => ({ weight, file, size, italic: file.endsWith('i') });
    const catalog = { families: [{ name: 'Inter', faces: [face(400, 'r'), face(400, 'ri'), face(500, 'm'), face(700, 'b'), face(700, 'bi', 9e6)] }] };
    expect(usual_faces(catalog, 'Inter')).toEqual(['r', 'ri', 'b']);
    expect(usual_faces(catalog, 'Anton')).toEqual([]);
    expect(usual_faces(undefined, 'Inter')).toEqual([]);
  });
});
