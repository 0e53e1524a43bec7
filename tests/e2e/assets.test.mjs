// A picture that is inserted is kept by its content, goes to the cloud in its own queue, and is seen on another device.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { photo } from '../parity/designs.mjs';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Network, Person, Server, skip, until } from './product.mjs';

const server = new Server();
const profiles = [];
const opened = [];
let near;

async function person(name) {
  const profile = make_profile();
  const browser = await start_browser(profile);
  profiles.push(profile);
  opened.push(browser);
  return Person.at(browser, name);
}

before(async () => {
  if (skip) return;
  await server.start();
  near = await new Network().open(server);
});

after(async () => {
  for (const browser of opened) await browser.close();
  near?.close();
  await server.end();
  profiles.forEach(remove_profile);
});

// The colour in the middle of the canvas, as a person sees it.
async function middle({ page }) {
  const box = await page.locator('.fk-canvas').boundingBox();
  const clip = { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) + 30, width: 4, height: 4 };
  const png = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(4, 4).getContext('2d');
    context.drawImage(bitmap, 0, 0);
    return [...context.getImageData(2, 2, 1, 1).data];
  }, png);
}

const near_to = (a, b) => a.every((value, i) => Math.abs(value - b[i]) < 12);

test('a picture inserted offline travels when the network is back', { skip, timeout: 120_000 }, async () => {
  const file = join(server.data, 'photo.png');
  writeFileSync(file, Buffer.from(photo(400, 400, 1).split(',')[1], 'base64'));
  const asha = await person('Asha');
  await asha.go(near.origin);
  await asha.start_from_example();
  await asha.until_saved(/In the cloud/);
  const ben = await person('Ben');
  await ben.go(asha.page.url().replace(near.origin, server.origin));
  await ben.ready();
  const before_it = await middle(ben);
  near.cut();
  await asha.until_saved(/Offline/);
  await asha.panel('Images');
  const [chooser] = await Promise.all([asha.page.waitForEvent('filechooser'), asha.page.locator('.fk-panel-body').getByRole('button').first().click()]);
  await chooser.setFiles(file);
  await until('the picture is drawn here', async () => !near_to(await middle(asha), before_it));
  await asha.until_saved(/Offline · 1 change waiting/);
  near.mend();
  await asha.until_saved(/In the cloud/, 60_000);
  const seen = await middle(asha);
  await until('the picture is drawn on the other device', async () => near_to(await middle(ben), seen), 60_000);
  await ben.shot('7-picture-on-the-other-device');
  assert.deepEqual([...asha.faults, ...ben.faults], []);
});
