// When the browser has no room left: the person is told plainly, nothing is called saved, and it goes on when there is room.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { insert_large_picture, large_picture } from './large_picture.mjs';
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

test('a full disk is said, and nothing is lost', { skip, timeout: 240_000 }, async () => {
  const person = await Person.at(browser, 'packrat');
  await person.go(server.origin);
  await person.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await person.start_from_example();
  await person.until_saved(/In the cloud/);
  await server.kill();
  await person.until_saved(/Offline/);
  const storage = await person.page.context().newCDPSession(person.page);
  const room = (bytes) => storage.send('Storage.overrideQuotaForOrigin', { origin: server.origin, ...(bytes === undefined ? {} : { quotaSize: bytes }) });
  await room(1);
  const before = (await person.layers()).length;
  await insert_large_picture(person);
  // Whether the change itself still fits is the browser's to say.
  await person.until_saved(/1 picture only in this tab|Not saved on this device/);
  await person.page.locator('.fk-chip').first().click();
  await until('its line says why', async () => /no room for it on this device/.test(await person.page.locator('.fk-upload').innerText()));
  await person.shot('disk-full-picture');
  await person.page.keyboard.press('Escape');
  const count = before + 1;
  await person.until_layers(count);
  // A browser hands out room in pieces, so small changes may still fit; a large design does not.
  const large = join(profile, 'large.json');
  const figure = (i) => ({ id: `f${i}`, type: 'figure', subType: 'rect', x: i % 900, y: i % 700, width: 40, height: 40, fill: 'red', name: `${i} `.repeat(200) });
  writeFileSync(large, JSON.stringify({ width: 1000, height: 800, pages: [{ id: 'p', children: Array.from({ length: 4000 }, (_, i) => figure(i)) }] }));
  const other = await Person.at(browser, 'importer');
  await other.go(`${server.origin}/`);
  const [chooser] = await Promise.all([
    other.page.waitForEvent('filechooser'),
    other.page.getByRole('button', { name: 'New design' }).click().then(() => other.page.getByRole('menuitem', { name: 'Open a file' }).click()),
  ]);
  await chooser.setFiles(large);
  let told = '';
  await until('the person is told', async () => {
    told = `${await other.page.locator('body').innerText()}\n${await other.saved()}`;
    return /Not saved on this device/.test(told);
  }, 60_000).catch((error) => {
    throw new Error(`${error.message}\n${told.slice(0, 800)}`);
  });
  const added = 1;
  await person.add_shape('Circle');
  await other.shot('disk-full');
  await person.until_layers(count + added);
  assert.doesNotMatch(await person.saved(), /^On this device|In the cloud/);

  await room();
  await person.add_shape('Star');
  // The picture goes to the device by itself, too.
  await person.until_saved(new RegExp(`Offline · ${added + 2} changes waiting`), 100_000);
  const address = person.page.url();
  // SQLite's file system says on the console what it was refused; nothing else may be there.
  assert.deepEqual(person.faults.filter((fault) => !fault.includes('QuotaExceededError')), []);
  await browser.kill();
  browser = await start_browser(profile);
  const again = await Person.at(browser, 'packrat');
  await again.go(address);
  await again.ready();
  await again.until_layers(count + added + 1);
  await server.start();
  await again.until_saved(/In the cloud/);
  const sha = createHash('sha256').update(large_picture()).digest('hex');
  assert.equal((await fetch(`${server.origin}/api/v1/blobs/${sha}`)).status, 200, 'the picture is in the cloud');
});
