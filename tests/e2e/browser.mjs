// A real Chromium in a process group of its own, so that a test can end all of it at once as a power cut would.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { chromium } = createRequire(new URL('../../web/package.json', import.meta.url))('playwright-core');

export const executable = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const has_browser = existsSync(executable);
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--headless=new', '--hide-scrollbars', '--window-size=1440,900', '--disable-features=Translate'];

export function make_profile(preferences) {
  const profile = mkdtempSync(join(tmpdir(), 'flashkit-profile-'));
  if (preferences !== undefined) {
    mkdirSync(join(profile, 'Default'));
    writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(preferences));
  }
  return profile;
}

export function remove_profile(profile) {
  rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** For what starts the browser over and over: none of the extensions that it brings, which are a third of a start. */
export const without_extensions = ['--disable-extensions', '--disable-component-extensions-with-background-pages', '--disable-default-apps'];

/** Starts the browser on a profile. `context` is playwright's; `kill` ends the whole group with SIGKILL. */
export async function start_browser(profile, further_flags = []) {
  rmSync(join(profile, 'DevToolsActivePort'), { force: true });
  for (const lock of ['SingletonLock', 'SingletonCookie', 'SingletonSocket']) rmSync(join(profile, lock), { force: true });
  const child = spawn(executable, [...flags, ...further_flags, `--user-data-dir=${profile}`, '--remote-debugging-port=0', 'about:blank'],
    { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const endpoint = await new Promise((resolve, reject) => {
    let text = '';
    child.stderr.on('data', (bytes) => {
      text += bytes;
      const found = /DevTools listening on (ws:\S+)/.exec(text);
      if (found) resolve(found[1]);
    });
    child.once('exit', () => reject(new Error(`chromium did not start: ${text.slice(-500)}`)));
  });
  const browser = await chromium.connectOverCDP(endpoint);
  const [context] = browser.contexts();
  let dead = false;
  const kill = async () => {
    if (dead) return;
    dead = true;
    process.kill(-child.pid, 'SIGKILL');
    await ended;
    await browser.close().catch(() => undefined);
  };
  const close = async () => {
    if (dead) return;
    dead = true;
    await browser.newBrowserCDPSession().then((session) => session.send('Browser.close')).catch(() => undefined);
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 5000))]);
    try { process.kill(-child.pid, 'SIGKILL'); } catch { /* it is gone */ }
    await browser.close().catch(() => undefined);
  };
  return { browser, context, kill, close, pid: child.pid };
}
