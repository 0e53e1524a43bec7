// A newer build is deployed while people work: what is open goes on, is told quietly, and loses nothing by loading again.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Person, Server, app, skip, until } from './product.mjs';

const server = new Server();
const folder = mkdtempSync(join(tmpdir(), 'flashkit-app-'));
let profile;
let browser;

/** The same app as another build would leave it: every hashed name is a new one. */
function deploy_newer() {
  const [next, old] = [join(folder, 'next'), join(folder, 'old')];
  cpSync(app, next, { recursive: true });
  const assets = readdirSync(join(next, 'assets'));
  for (const name of assets.filter((each) => each.endsWith('.br'))) rmSync(join(next, 'assets', name));
  for (const name of readdirSync(next).filter((each) => each.endsWith('.br'))) rmSync(join(next, name));
  const names = assets.filter((each) => !each.endsWith('.br'));
  const newer = (name) => name.replace(/-([\w-]{8})(\.\w+)$/, (_, hash, ending) => `-${[...hash].reverse().join('')}2${ending}`);
  for (const name of names) assert.notEqual(newer(name), name);
  const texts = [...names.filter((name) => /\.(js|css)$/.test(name)).map((name) => join('assets', name)), 'index.html', 'service_worker.js'];
  for (const text of texts) {
    const path = join(next, text);
    writeFileSync(path, names.reduce((content, name) => content.replaceAll(name, newer(name)), readFileSync(path, 'utf8')));
  }
  for (const name of names) renameSync(join(next, 'assets', name), join(next, 'assets', newer(name)));
  renameSync(server.app, old);
  renameSync(next, server.app);
}

before(async () => {
  if (skip) return;
  server.app = join(folder, 'app');
  cpSync(app, server.app, { recursive: true });
  await server.start();
  profile = make_profile();
  browser = await start_browser(profile);
});

after(async () => {
  await browser?.close();
  await server.end();
  rmSync(folder, { recursive: true, force: true });
  if (profile !== undefined) remove_profile(profile);
});

const scripts = (person) => person.page.evaluate(() => document.querySelector('script[type=module]')?.getAttribute('src'));

test('a newer build is offered, the tab that runs goes on, and nothing is lost', { skip, timeout: 180_000 }, async () => {
  const first = await Person.at(browser, 'first');
  await first.go(server.origin);
  await first.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await first.page.reload();
  await until('the app comes from this device', () => first.page.evaluate(() => navigator.serviceWorker.controller !== null));
  await first.start_from_example();
  const second = await Person.at(browser, 'second');
  await second.go(server.origin);
  await second.page.getByRole('heading', { name: 'Recent' }).waitFor();
  const before_update = await scripts(first);

  deploy_newer();
  await first.page.evaluate(() => navigator.serviceWorker.getRegistration().then((registration) => registration.update()).then(() => undefined));
  const offer = first.page.getByText('A new version of Flashkit is ready');
  await offer.waitFor();
  const count = (await first.layers()).length;
  await first.add_shape('Circle');
  await first.until_layers(count + 1);
  await first.until_saved(/On this device|In the cloud/);
  assert.equal(await scripts(first), before_update);

  await Promise.all([first.page.waitForEvent('load'), first.page.getByRole('button', { name: 'Reload' }).click()]);
  await first.ready();
  assert.notEqual(await scripts(first), before_update, 'the newer app is there');
  await first.until_layers(count + 1);

  // The other tab still runs the older app, whose files the server no longer has, and opens a part of it for the first time.
  assert.equal(await scripts(second), before_update);
  await second.page.getByRole('button', { name: /^Open / }).first().click();
  await second.ready();
  await second.until_layers(count + 1);
  await second.add_shape('Star');
  await first.until_layers(count + 2);
  assert.deepEqual([...first.faults, ...second.faults], []);
});
