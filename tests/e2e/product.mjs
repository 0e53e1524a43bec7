// The product as a test meets it: the server as a process, a network that can be cut, and a person at the screen.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { has_browser } from './browser.mjs';

export const root = new URL('../..', import.meta.url).pathname;
const program = process.env.FLASHKIT_PROGRAM ?? join(root, 'build/bin/flashkit');
export const app = process.env.FLASHKIT_APP ?? [join(root, 'build/web'), join(root, 'web/dist')].find((folder) => existsSync(join(folder, 'index.html'))) ?? join(root, 'build/web');
const fonts = process.env.FLASHKIT_FONTS ?? join(root, 'build/fonts');
export const shots = process.env.FLASHKIT_SHOTS ?? join(root, 'build/e2e');
const missing = [program, join(app, 'index.html'), join(fonts, 'fonts.json')].find((path) => !existsSync(path));

/** Why these tests can not run here, or false. */
export const skip = missing !== undefined ? `${missing} is not there` : !has_browser ? 'there is no Chromium' : false;

export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export async function until(what, check, patience_ms = 60_000) {
  const end = Date.now() + patience_ms;
  let last;
  for (;;) {
    try {
      last = await check();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${patience_ms} ms for: ${what} (last: ${last})`);
    await pause(25);
  }
}

/** `flashkit serve` on a folder of its own. Stopping and starting keeps the port and the data. */
export class Server {
  data = mkdtempSync(join(tmpdir(), 'flashkit-data-'));
  port = 0;
  log = '';
  app = app;

  async start() {
    this.child = spawn(program, ['serve', '--port', String(this.port), '--data', this.data, '--app', this.app, '--fonts', fonts], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
    let said = '';
    const hear = (bytes) => {
      said += bytes;
      this.log += bytes;
    };
    this.child.stdout.on('data', hear);
    this.child.stderr.on('data', hear);
    if (this.port === 0) this.port = Number(await until('the ready line of the server', () => /http:\/\/[^\s:]+:(\d+)/.exec(said)?.[1]));
    await until('/healthz', async () => (await fetch(`${this.origin}/healthz`)).ok);
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  async kill(signal = 'SIGKILL') {
    if (this.child === undefined) return;
    this.child.kill(signal);
    await this.ended;
    this.child = undefined;
  }

  async end() {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** A way to the server that can be cut. What is cut is refused and hung up, as by a router without a line. */
export class Network {
  online = true;
  sockets = new Set();
  /** Bytes that came from the server, and that went to it. */
  received = 0;
  sent = 0;
  /** Cuts itself once so much was sent; bytes a second that go to the server, where that is not all at once. */
  cut_at = Infinity;
  rate = Infinity;

  async open(server) {
    this.listener = createServer((socket) => {
      if (!this.online) return void socket.destroy();
      const far = connect(server.port, '127.0.0.1');
      far.on('data', (bytes) => {
        this.received += bytes.length;
      });
      socket.on('data', (bytes) => {
        this.sent += bytes.length;
        if (this.sent >= this.cut_at) return void this.cut();
        if (this.rate === Infinity) return;
        socket.pause();
        setTimeout(() => socket.resume(), (1000 * bytes.length) / this.rate);
      });
      for (const [a, b] of [[socket, far], [far, socket]]) {
        this.sockets.add(a);
        a.on('error', () => undefined);
        a.on('close', () => {
          this.sockets.delete(a);
          b.destroy();
        });
        a.pipe(b);
      }
    });
    await new Promise((resolve) => this.listener.listen(0, '127.0.0.1', resolve));
    this.port = this.listener.address().port;
    return this;
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  cut() {
    this.online = false;
    for (const socket of this.sockets) socket.destroy();
  }

  mend() {
    this.online = true;
    this.cut_at = Infinity;
  }

  close() {
    this.cut();
    this.listener.close();
  }
}

/** A person at a tab. */
export class Person {
  faults = [];

  constructor(page, name) {
    this.page = page;
    this.name = name;
    page.setDefaultTimeout(25_000); // less than the patience of `until`, which may ask again
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      if (process.env.FLASHKIT_TALK) console.log(`  ${name}: ${message.text()}`);
      if (message.type() === 'error' && !/Failed to load resource|WebSocket connection|when fetching the script|ERR_/.test(message.text())) this.faults.push(message.text());
    });
  }

  static async at(browser, name) {
    return new Person(await browser.context.newPage(), name);
  }

  async go(address) {
    await this.page.goto(address, { waitUntil: 'domcontentloaded' });
  }

  async start_from_example() {
    await this.page.getByRole('button', { name: /Start from an example/ }).click();
    await this.ready();
  }

  async import_file(path) {
    const [chooser] = await Promise.all([this.page.waitForEvent('filechooser'), this.page.getByRole('button', { name: /Open a file/ }).click()]);
    await chooser.setFiles(path);
    await this.ready();
  }

  /** The design is shown. */
  async ready() {
    await this.page.locator('.fk-canvas').waitFor();
    await until(`${this.name} sees layers`, async () => (await this.layers()).length > 0);
  }

  async panel(label) {
    const tab = this.page.getByRole('tab', { name: label });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
  }

  async add_shape(name) {
    await this.panel('Shapes');
    await this.page.locator('.fk-shape', { has: this.page.locator('svg') }).and(this.page.getByLabel(name, { exact: true })).click();
  }

  async layers() {
    await this.panel('Layers');
    return this.page.locator('.fk-layer').allInnerTexts();
  }

  async saved() {
    return (await this.page.locator('.fk-chip').first().innerText({ timeout: 1000 }).catch(() => '')).trim();
  }

  /** `pattern` of the chip's words. */
  async until_saved(pattern, patience_ms) {
    return until(`${this.name} reads ${pattern}`, async () => pattern.test(await this.saved()), patience_ms);
  }

  /** How many the panel has; it draws only those on the screen. */
  async layer_count() {
    await this.panel('Layers');
    return this.page.locator('.fk-layers').evaluateAll(([list]) => (list?.firstElementChild == null ? 0 : Math.round(list.offsetHeight / list.firstElementChild.offsetHeight)));
  }

  async until_layers(count, patience_ms) {
    return until(`${this.name} sees ${count} layers`, async () => (await this.layer_count()) === count, patience_ms);
  }

  async shot(name) {
    mkdirSync(shots, { recursive: true });
    await pause(300);
    await this.page.screenshot({ path: join(shots, `${name}.png`) });
  }
}
