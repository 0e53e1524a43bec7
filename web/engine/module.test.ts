// What becomes of a program that can not be had: an answer, never a silence.
import { afterEach, expect, test, vi } from 'vitest';
import { load_engine } from './module.ts';

// As Emscripten's: waits for `done`, whatever happens.
const script = `data:text/javascript,${encodeURIComponent('export default (options) => new Promise((ready) => options.instantiateWasm({}, ready))')}`;
const wasm = (bytes: number[]): Response => new Response(Uint8Array.from(bytes), { headers: { 'content-type': 'application/wasm' } });
const k_head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
// (import "a" "b" (func))
const k_needy = [...k_head, 1, 4, 1, 0x60, 0, 0, 2, 7, 1, 1, 0x61, 1, 0x62, 0, 0];

afterEach(() => void vi.unstubAllGlobals());

test.each([
  ['there is no connection', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['the server does not have it', () => Promise.resolve(new Response('', { status: 404 }))],
  ['it is cut', () => Promise.resolve(wasm(k_head.slice(0, 5)))],
  ['it asks for what the script does not give', () => Promise.resolve(wasm(k_needy))],
])('loading rejects where %s', async (_, answer) => {
  vi.stubGlobal('fetch', answer);
  await expect(load_engine(script, { url: '/engine.wasm' })).rejects.toThrow();
});
