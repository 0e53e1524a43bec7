// How the app is bundled, served while developing, and tested.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { brotli } from './tools/brotli_plugin.mjs';
import { service_worker } from './tools/service_worker_plugin.mjs';
import { sqlite_parts } from './tools/sqlite_parts_plugin.mjs';
import { worker_files } from './tools/worker_files_plugin.mjs';

// The server replaces this word by a fresh nonce in every answer (and in its Content-Security-Policy).
const NONCE = '__FLASHKIT_NONCE__';

// Where `npm run dev` and `npm run preview` find the API.
const server = process.env['FLASHKIT_SERVER'] ?? 'http://127.0.0.1:8787';
const proxy = {
  '/api': { target: server, ws: true },
  '/fonts': { target: server },
};

// The policy that the server sends, so that a preview breaks where production would.
const policy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  `style-src 'self' 'nonce-${NONCE}'`,
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self' ws: wss:",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

// The WebAssembly build's engine.js and engine.wasm.
const engine = process.env['FLASHKIT_ENGINE'] ?? new URL('../build/wasm/bin', import.meta.url).pathname;

export default defineConfig({
  root: import.meta.dirname,
  publicDir: 'public',
  plugins: [react(), worker_files(), sqlite_parts(), service_worker(), brotli()],
  html: { cspNonce: NONCE },
  resolve: {
    alias: [
      { find: 'flashkit-engine', replacement: engine },
      { find: /^icons\/(\w+)$/, replacement: '@tabler/icons-react/dist/esm/icons/Icon$1.mjs' },
    ],
  },
  worker: { format: 'es' },
  // SQLite's package finds its .wasm beside its own module; pre-bundling would part them.
  optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome111', 'firefox114', 'safari16.4'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
  },
  server: { host: '127.0.0.1', port: 5173, strictPort: true, proxy },
  preview: {
    host: '127.0.0.1',
    port: 4173,
    strictPort: true,
    proxy,
    headers: {
      'Content-Security-Policy': policy,
      'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
      'X-Content-Type-Options': 'nosniff',
    },
  },
  test: {
    include: ['{engine,ui,store,net,charts,canvas,viewer,workers,app,tools}/**/*.test.{ts,tsx,mjs}'],
    environment: 'node',
    pool: 'threads',
    maxWorkers: 2,
  },
});
