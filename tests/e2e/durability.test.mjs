// What is said to be on this device is there after the whole browser was killed the instant it was said.
// FLASHKIT_KILLS: how often (50).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser, without_extensions } from './browser.mjs';
import { Person, Server, skip } from './product.mjs';

const kills = Number(process.env.FLASHKIT_KILLS ?? 50);
const server = new Server();
let profile;

before(async () => {
  if (skip) return;
  await server.start();
  profile = make_profile();
});

after(async () => {
  await server.end();
  if (profile !== undefined) remove_profile(profile);
});

// Resolves in the page the moment the chip says it; nothing is asked over and over from outside. "On this device" counts
// only after "Saving…", because it also stands there while a page tries to connect for the first time.
const says_durable = (page, waiting) =>
  page.evaluate((count) => new Promise((resolve) => {
    let saving = false;
    const check = () => {
      const words = document.querySelector('.fk-chip')?.textContent ?? '';
      saving ||= /Saving/.test(words);
      const found = (saving && /On this device/.test(words)) || new RegExp(`Offline · ${count} changes? waiting`).test(words);
      if (found) resolve(words);
      return found;
    };
    if (check()) return;
    const observer = new MutationObserver(() => check() && observer.disconnect());
    observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  }), waiting);

test(`an edit that is on this device survives kill -9 of the browser, ${kills} times`, { skip, timeout: 60_000 + kills * 30_000 }, async () => {
  let browser = await start_browser(profile, without_extensions);
  let person = new Person(browser.context.pages()[0], 'person'); // the tab it starts with: another is another process
  await person.go(server.origin);
  await person.start_from_example();
  await person.until_saved(/In the cloud/);
  await person.page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
  const address = person.page.url();
  const count = (await person.layers()).length;
  await server.kill();
  await person.until_saved(/Offline/);
  let lost = 0;
  const times = [];
  for (let kill = 1; kill <= kills; kill++) {
    await person.panel('Shapes');
    const said = says_durable(person.page, kill);
    const start = Date.now();
    await person.add_shape('Circle');
    await said;
    times.push(Date.now() - start);
    await browser.kill();
    browser = await start_browser(profile, without_extensions);
    person = new Person(browser.context.pages()[0], 'person'); // the tab it starts with: another is another process
    await person.go(address);
    await person.ready();
    try {
      await person.until_layers(count + kill, 5_000);
    } catch (error) {
      lost++;
      console.log(String(error));
    }
  }
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ what: 'kill -9 after "on this device"', kills, lost, click_to_chip_ms_median: times[times.length >> 1] }));
  await browser.close();
  assert.equal(lost, 0);
});
