// A large picture over a bad line: cut in the middle, the page loaded again, the server killed, and still only what was
// missing is sent. docs/protocol.md, rules A1, A2 and A5.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { insert_large_picture, large_picture } from './large_picture.mjs';
import { Place } from './place.mjs';
import { skip, until } from './product.mjs';

const k_megabyte = 1024 * 1024;
const place = new Place();
const { server } = place;

test('a large picture goes on where the line was cut, after a reload and a killed server too', { skip, timeout: 180_000 }, async () => {
  const bytes = large_picture();
  const sha = createHash('sha256').update(bytes).digest('hex');
  const asha = await place.person('Asha');
  await asha.go(place.near.origin);
  await asha.start_from_example();
  await asha.until_saved(/In the cloud/);
  place.near.rate = 8 * k_megabyte;
  place.near.cut_at = place.near.sent + 8 * k_megabyte;
  await insert_large_picture(asha);
  await asha.until_saved(/Uploading 1 picture · \d+ %/);
  await asha.page.locator('.fk-chip').first().click();
  await until('its line says how far it is', async () => /of 21 MB/.test(await asha.page.locator('.fk-upload').innerText()));
  await asha.shot('8-a-picture-on-its-way');
  await until('the line is cut', () => !place.near.online);
  await server.kill();
  await server.start();
  place.near.mend();
  place.near.rate = Infinity;
  const before_it = place.near.sent;
  await asha.page.reload({ waitUntil: 'domcontentloaded' });
  await asha.ready();
  await asha.until_saved(/In the cloud/, 60_000);
  const again = place.near.sent - before_it;
  assert.ok(again < 19 * k_megabyte, `only what was missing is sent: ${again} bytes`);
  const answer = await fetch(`${server.origin}/api/v1/blobs/${sha}`);
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);

  const ben = await place.person('Ben');
  await ben.go(place.near.origin);
  await ben.start_from_example();
  await ben.until_saved(/In the cloud/);
  const before_his = place.near.sent;
  await insert_large_picture(ben);
  await until('his design has the picture', async () => (await ben.layers()).some((name) => /Image|Picture/i.test(name)));
  await ben.until_saved(/In the cloud/);
  assert.ok(place.near.sent - before_his < k_megabyte, 'what is there is not sent again');
  assert.deepEqual([...asha.faults, ...ben.faults], []);
});
