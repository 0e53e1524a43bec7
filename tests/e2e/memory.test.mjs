// Where the browser lets nothing be stored, the editor works and says plainly that nothing is kept on this device.
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
  // As a person sets it under "Site settings": this site may not keep data.
  profile = make_profile({ profile: { default_content_setting_values: { cookies: 2 } } });
  browser = await start_browser(profile);
});

after(async () => {
  await browser?.close();
  await server.end();
  if (profile !== undefined) remove_profile(profile);
});

test('without storage nothing is ever said to be on this device', { skip, timeout: 90_000 }, async () => {
  const person = await Person.at(browser, 'guest');
  await person.go(server.origin);
  await person.start_from_example();
  const said = new Set();
  const count = (await person.layers()).length;
  await server.kill();
  await person.add_shape('Circle');
  for (let i = 0; i < 100; i++) {
    said.add(await person.saved());
    await pause(20);
  }
  await person.until_layers(count + 1);
  await until('the chip says that nothing is kept', async () => /Not saved on this device/.test(await person.saved()));
  assert.equal([...said].some((words) => /On this device|waiting/.test(words)), false, [...said].join(' | '));
  await person.shot('memory-only');
});
