// The story of the product: a design is imported, edited, opened on a second device, edited without a network by both, and
// nothing is missing after the server was killed.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { designs } from '../parity/designs.mjs';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Network, Person, Server, pause, skip } from './product.mjs';

const server = new Server();
const profiles = [];
const opened = [];
let near;
let far;

async function device() {
  const profile = make_profile();
  const browser = await start_browser(profile);
  profiles.push(profile);
  opened.push(browser);
  return browser;
}

before(async () => {
  if (skip) return;
  await server.start();
  near = await new Network().open(server);
  far = await new Network().open(server);
});

after(async () => {
  for (const browser of opened) await browser.close();
  near?.close();
  far?.close();
  await server.end();
  profiles.forEach(remove_profile);
});

test('a design travels', { skip, timeout: 240_000 }, async () => {
  const file = join(server.data, 'market.json');
  writeFileSync(file, JSON.stringify(designs.groups));
  const count = designs.groups.pages[0].children.length;

  const asha = await Person.at(await device(), 'Asha');
  await asha.go(near.origin);
  await asha.import_file(file);
  const first = (await asha.layers()).length;
  assert.ok(first >= count);
  await asha.add_shape('Circle');
  await asha.until_layers(first + 1);
  await asha.until_saved(/In the cloud/);
  await asha.shot('1-imported-and-edited');
  const address = asha.page.url();
  assert.match(address, /\/d\/[0-9a-f]{32}#[0-9a-f]{32}$/);

  const ben = await Person.at(await device(), 'Ben');
  await ben.go(address.replace(near.origin, far.origin));
  await ben.ready();
  await ben.until_layers(first + 1);
  assert.deepEqual(await ben.layers(), await asha.layers());
  const asked = Date.now();
  await asha.add_shape('Triangle');
  await ben.until_layers(first + 2);
  console.log(JSON.stringify({ what: 'a change reaches the second device (with polling)', ms: Date.now() - asked }));
  await ben.shot('2-second-device-live');

  near.cut();
  await asha.until_saved(/Offline/);
  await asha.add_shape('Diamond');
  await asha.until_saved(/Offline · 1 change waiting/);
  await ben.add_shape('Pentagon');
  await ben.until_saved(/In the cloud/);
  await asha.page.reload({ waitUntil: 'domcontentloaded' });
  await asha.ready();
  await asha.until_layers(first + 3);
  await asha.shot('3-offline-after-reload');
  assert.match(await asha.saved(), /Offline · 1 change waiting/);
  near.mend();
  await asha.until_layers(first + 4, 60_000);
  await asha.until_saved(/In the cloud/, 60_000);
  await ben.until_layers(first + 4);
  assert.deepEqual(await ben.layers(), await asha.layers());
  await asha.shot('4-both-agree');

  await server.kill();
  await asha.until_saved(/Offline/);
  await asha.add_shape('Rectangle');
  await asha.until_saved(/Offline · 1 change waiting/);
  await server.start();
  await asha.until_saved(/In the cloud/, 60_000);
  await ben.until_layers(first + 5, 60_000);
  await ben.until_saved(/In the cloud/);
  assert.deepEqual(await ben.layers(), await asha.layers());
  // A third device has nothing but what the cloud kept.
  const cleo = await Person.at(await device(), 'Cleo');
  await cleo.go(address.replace(near.origin, server.origin));
  await cleo.ready();
  await cleo.until_layers(first + 5);
  assert.deepEqual(await cleo.layers(), await asha.layers());
  await ben.shot('5-after-the-server-was-killed');
  assert.deepEqual([...asha.faults, ...ben.faults, ...cleo.faults], []);

  await asha.go(near.origin);
  await asha.page.locator('.fk-card').first().waitFor();
  await pause(500);
  await asha.shot('6-home');
});
