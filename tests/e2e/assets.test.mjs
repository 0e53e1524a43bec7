// A picture that is inserted is kept by its content, goes to the cloud in its own queue, and is seen on another device.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { photo } from '../parity/designs.mjs';
import { Place } from './place.mjs';
import { skip, until } from './product.mjs';

const place = new Place();
const { server } = place;

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
  const asha = await place.person('Asha');
  await asha.go(place.near.origin);
  await asha.start_from_example();
  await asha.until_saved(/In the cloud/);
  const ben = await place.person('Ben');
  await ben.go(asha.page.url().replace(place.near.origin, server.origin));
  await ben.ready();
  const before_it = await middle(ben);
  place.near.cut();
  await asha.until_saved(/Offline/);
  await asha.panel('Images');
  const [chooser] = await Promise.all([asha.page.waitForEvent('filechooser'), asha.page.locator('.fk-panel-body').getByRole('button').first().click()]);
  await chooser.setFiles(file);
  await until('the picture is drawn here', async () => !near_to(await middle(asha), before_it));
  await asha.until_saved(/Offline · 1 change waiting/);
  place.near.mend();
  await asha.until_saved(/In the cloud/, 60_000);
  const seen = await middle(asha);
  await until('the picture is drawn on the other device', async () => near_to(await middle(ben), seen), 60_000);
  await ben.shot('7-picture-on-the-other-device');
  assert.deepEqual([...asha.faults, ...ben.faults], []);
});

// 8 x 6 pixels.
const avif = 'AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAOptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAEOAAEAAAAAAAAAHAAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGF2MDEAAAAAamlwcnAAAABLaXBjbwAAABNjb2xybmNseAACAAIABoAAAAAMYXYxQ4EADAAAAAAUaXNwZQAAAAAAAAAIAAAABgAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgYIDhAAAACRtZGF0EgAKCBgIvWCBAQNCMg4YAAAAQACwElO0NlFCMA==';

test('an AVIF picture is stored as one that the cloud can draw, whatever it is called', { skip, timeout: 120_000 }, async () => {
  const drew = await place.person('Dora');
  await drew.go(place.near.origin);
  await drew.start_from_example();
  await drew.panel('Images');
  const [chooser] = await Promise.all([drew.page.waitForEvent('filechooser'), drew.page.locator('.fk-panel-body').getByRole('button').first().click()]);
  await chooser.setFiles({ name: 'odd.png', mimeType: 'image/png', buffer: Buffer.from(avif, 'base64') });
  const starts = (pattern) => readdirSync(server.data, { recursive: true }).map((name) => join(server.data, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() && pattern.test(readFileSync(path).toString('latin1', 0, 16)));
  await until('the picture is in the cloud', () => starts(/^RIFF....WEBP/s).length === 1);
  assert.deepEqual(starts(/^....ftyp/s), []);
  assert.deepEqual(drew.faults, []);
});

test('an SVG with HTML inside and styles of its own is drawn, and the console stays clean', { skip, timeout: 120_000 }, async () => {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" style="fill:#00aa44"><rect width="100" height="100" style="stroke:none"/>
    <foreignObject x="1" y="1" width="9" height="9"><p xmlns="http://www.w3.org/1999/xhtml" style="margin:0">x</p></foreignObject></svg>`;
  const element = { id: 'drawing', type: 'svg', x: 0, y: 0, width: 1080, height: 1080, src: `data:image/svg+xml;utf8,${encodeURIComponent(drawing)}` };
  const file = join(server.data, 'drawing.json');
  writeFileSync(file, JSON.stringify({ width: 1080, height: 1080, pages: [{ id: 'page', children: [element] }], schemaVersion: 4 }));
  const cleo = await place.person('Cleo');
  await cleo.go(place.near.origin);
  await cleo.import_file(file);
  await until('the drawing is there', async () => near_to(await middle(cleo), [0, 0xaa, 0x44, 255]));
  assert.deepEqual(cleo.faults, []);
});
