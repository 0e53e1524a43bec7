// A large picture over a bad line: cut in the middle, the page loaded again, the server killed, and still only what was
// missing is sent. docs/protocol.md, rules A1, A2 and A5.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { photo } from '../parity/designs.mjs';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Network, Person, Server, skip, until } from './product.mjs';

const k_megabyte = 1024 * 1024;
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

// A picture of 20 MB that is quickly drawn: what follows its end belongs to nobody. Made here and, the same, in the page:
// handing so much to the browser takes longer than the test.
const fill = (start) => {
  const bytes = new Uint8Array(start.length + 20 * 1024 * 1024);
  bytes.set(start);
  for (let i = start.length; i < bytes.length; i++) bytes[i] = (i * 2654435761) >>> 24;
  return bytes;
};
const start = [...Buffer.from(photo(64, 64, 1).split(',')[1], 'base64')];

async function insert(who) {
  await who.panel('Images');
  const [chooser] = await Promise.all([who.page.waitForEvent('filechooser'), who.page.locator('.fk-panel-body').getByRole('button').first().click()]);
  await chooser.element().evaluate((input, [make, first]) => {
    const bytes = new Function(`return ${make}`)()(first);
    const files = new DataTransfer();
    files.items.add(new File([bytes], 'large.png', { type: 'image/png' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }, [String(fill), start]);
}

test('a large picture goes on where the line was cut, after a reload and a killed server too', { skip, timeout: 180_000 }, async () => {
  const bytes = Buffer.from(fill(start));
  const sha = createHash('sha256').update(bytes).digest('hex');
  const asha = await person('Asha');
  await asha.go(near.origin);
  await asha.start_from_example();
  await asha.until_saved(/In the cloud/);
  near.rate = 8 * k_megabyte;
  near.cut_at = near.sent + 8 * k_megabyte;
  await insert(asha);
  await asha.until_saved(/Uploading 1 picture · \d+ %/);
  await asha.page.locator('.fk-chip').first().click();
  await until('its line says how far it is', async () => /of 21 MB/.test(await asha.page.locator('.fk-upload').innerText()));
  await asha.shot('8-a-picture-on-its-way');
  await until('the line is cut', () => !near.online);
  await server.kill();
  await server.start();
  near.mend();
  near.rate = Infinity;
  const before_it = near.sent;
  await asha.page.reload({ waitUntil: 'domcontentloaded' });
  await asha.ready();
  await asha.until_saved(/In the cloud/, 60_000);
  const again = near.sent - before_it;
  assert.ok(again < 19 * k_megabyte, `only what was missing is sent: ${again} bytes`);
  const answer = await fetch(`${server.origin}/api/v1/blobs/${sha}`);
  assert.deepEqual(Buffer.from(await answer.arrayBuffer()), bytes);

  const ben = await person('Ben');
  await ben.go(near.origin);
  await ben.start_from_example();
  await ben.until_saved(/In the cloud/);
  const before_his = near.sent;
  await insert(ben);
  await until('his design has the picture', async () => (await ben.layers()).some((name) => /Image|Picture/i.test(name)));
  await ben.until_saved(/In the cloud/);
  assert.ok(near.sent - before_his < k_megabyte, 'what is there is not sent again');
  assert.deepEqual([...asha.faults, ...ben.faults], []);
});
