// Two tabs of one profile share one replica: both see every change, and one goes on when the other is closed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Person, Server, skip, until } from './product.mjs';

const server = new Server();
let profile;
let browser;

before(async () => {
  if (skip) return;
  await server.start();
  profile = make_profile();
  browser = await start_browser(profile);
});

after(async () => {
  await browser?.close();
  await server.end();
  if (profile !== undefined) remove_profile(profile);
});

test('two tabs of one profile work, and the second takes over when the first goes', { skip, timeout: 120_000 }, async () => {
  const first = await Person.at(browser, 'first');
  await first.go(server.origin);
  await first.start_from_example();
  const count = (await first.layers()).length;
  const second = await Person.at(browser, 'second');
  await second.go(first.page.url());
  await second.ready();
  await second.until_layers(count);
  await second.add_shape('Circle');
  await first.page.bringToFront();
  await first.until_layers(count + 1);
  await first.add_shape('Triangle');
  await first.until_saved(/In the cloud/);
  await second.page.bringToFront();
  await second.until_layers(count + 2);
  // The first tab holds the database; with it gone the second has to.
  await first.page.close();
  await second.add_shape('Diamond');
  await second.until_layers(count + 3);
  await second.until_saved(/In the cloud/, 30_000);
  await second.shot('tabs-after-takeover');
  await second.page.reload({ waitUntil: 'domcontentloaded' });
  await second.ready();
  await second.until_layers(count + 3);
  assert.deepEqual([...first.faults, ...second.faults], []);
});

test('an engine that can not be fetched is said, and the lock of the profile is free again', { skip, timeout: 90_000 }, async () => {
  const fresh = make_profile();
  const other = await start_browser(fresh);
  try {
    const person = await Person.at(other, 'stranded');
    await person.page.route(/engine[^/]*\.wasm/, (route) => route.abort());
    await person.go(server.origin);
    await person.page.getByRole('alert').getByText('Flashkit has stopped storing in this tab').waitFor();
    await until('the lock is free', () => person.page.evaluate(async () => !(await navigator.locks.query()).held.some(({ name }) => name === 'flashkit-replica')));
    await person.shot('engine-not-fetched');
    await person.page.unroute(/engine[^/]*\.wasm/);
    await person.page.getByRole('button', { name: 'Load again' }).click();
    await person.start_from_example();
    await person.until_saved(/In the cloud/);
  } finally {
    await other.close();
    remove_profile(fresh);
  }
});
