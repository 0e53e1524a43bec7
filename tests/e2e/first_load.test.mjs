// What a first visit costs: for Home what the page itself loads until it can be used, for editing, where it can not be
// flattered, all bytes that the server sends on the wire, headers and live messages included. And what it buys: everything
// works without a network afterwards.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Network, Person, Server, skip, until } from './product.mjs';

// Budgets in bytes. A design is being edited when its replica has it and a shape was added.
const k_home = 300_000;
const k_editor = 1_165_000;

const server = new Server();
const network = new Network();
let profile;
let browser;

before(async () => {
  if (skip) return;
  await server.start();
  await network.open(server);
  profile = make_profile();
  browser = await start_browser(profile);
});

after(async () => {
  await browser?.close();
  network.close();
  await server.end();
  if (profile !== undefined) remove_profile(profile);
});

test('a first visit is light', { skip, timeout: 120_000 }, async (t) => {
  const person = await Person.at(browser, 'newcomer');
  // Keeping the app for later is not part of getting to work; the next test has it.
  await person.page.addInitScript(() => delete Object.getPrototypeOf(navigator).serviceWorker);
  await person.go(network.origin);
  const empty_page = person.page.getByRole('button', { name: /Start with an empty page/ });
  await empty_page.waitFor();
  const home = await person.page.evaluate(() =>
    [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, { transferSize }) => sum + transferSize, 0));
  await empty_page.click();
  await person.page.getByRole('menuitem', { name: /Instagram post/ }).click();
  await person.page.locator('.fk-canvas').waitFor();
  await person.add_shape('Circle');
  await person.until_layers(1);
  const editor = network.received;
  t.diagnostic(`Home ${home} bytes, a design being edited ${editor} bytes`);
  assert.ok(home <= k_home, `Home took ${home} bytes`);
  assert.ok(editor <= k_editor, `editing took ${editor} bytes`);
  assert.deepEqual(person.faults, []);
  await person.page.close();
});

test('after one visit everything works without a network', { skip, timeout: 120_000 }, async () => {
  const person = await Person.at(browser, 'traveller');
  await person.go(network.origin);
  const preset = person.page.getByRole('group', { name: 'Start a design' }).getByRole('button', { name: /Instagram post/ });
  await person.page.locator('.fk-card-open').waitFor(); // what the newcomer made
  await preset.waitFor();
  await until('the app is kept', () => person.page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'), 60_000);
  network.cut();
  await person.page.reload({ waitUntil: 'domcontentloaded' });
  // Nothing of this was opened before: the editor, its panels, a picture of the design, the trash.
  await preset.click();
  await person.page.locator('.fk-canvas').waitFor();
  const words = await person.page.evaluate(() => document.fonts.ready.then(() => document.fonts.check('16px "Inter Variable"')));
  assert.equal(words, true, 'the letters of the app are kept as well');
  await person.add_shape('Star');
  await person.until_layers(1);
  await person.until_saved(/On this device|waiting/);
  await person.go(`${network.origin}/trash`);
  await person.page.getByText('The trash is empty').waitFor();
  network.mend();
  assert.deepEqual(person.faults, []);
});
