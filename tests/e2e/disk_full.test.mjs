// When the browser has no room left: the person is told plainly, nothing is called saved, and it goes on when there is room.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Person, Server, pause, skip, until } from './product.mjs';

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

test('a full disk is said, and nothing is lost', { skip, timeout: 180_000 }, async () => {
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
  const count = (await person.layers()).length;
  let added = 0;
  await until('the person is told', async () => {
    if (added < 40) {
      await person.add_shape('Circle');
      added++;
      await pause(100);
    }
    return /no room|full|storage/i.test(await person.page.locator('body').innerText());
  }, 60_000);
  await person.shot('disk-full');
  await person.until_layers(count + added);
  assert.doesNotMatch(await person.saved(), /^On this device|In the cloud/);

  await room();
  await person.add_shape('Star');
  await person.until_saved(new RegExp(`Offline · ${added + 1} changes waiting`), 60_000);
  const address = person.page.url();
  assert.deepEqual(person.faults, []);
  await browser.kill();
  browser = await start_browser(profile);
  const again = await Person.at(browser, 'packrat');
  await again.go(address);
  await again.ready();
  await again.until_layers(count + added + 1);
});
