// A picture from a real browser straight into the bucket, and what becomes of it where the bucket lets no page in. The server
// stands on the stand-ins: scripts/cloud.sh and tests/cloud/all.sh say where they are. docs/protocol.md, rule A6.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { Place } from '../e2e/place.mjs';
import { skip, until } from '../e2e/product.mjs';
import { photo } from '../parity/designs.mjs';

const k_megabyte = 1024 * 1024;
const place = new Place();
const { server } = place;
const absent = process.env.FLASHKIT_CLOUD === 'aws' ? skip : 'the stand-ins do not run here';

// A picture of 3 MB: what follows its end belongs to nobody.
function picture(seed) {
  const start = Buffer.from(photo(64, 64, seed).split(',')[1], 'base64');
  const rest = Buffer.alloc(3 * k_megabyte);
  for (let i = 0; i < rest.length; i++) rest[i] = ((i + seed) * 2654435761) >>> 24;
  const bytes = Buffer.concat([start, rest]);
  return { bytes, sha: createHash('sha256').update(bytes).digest('hex') };
}

function let_pages_put(origin) {
  const { status, stdout, stderr } = spawnSync(process.env.FLASHKIT_PROGRAM, ['cloud', 'init', origin], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
}

/** Inserts it, waits until it is in the cloud, and says how many bytes went to the server meanwhile. */
async function bring(who, { bytes, sha }) {
  const before = place.near.sent;
  await who.panel('Images');
  const [chooser] = await Promise.all([who.page.waitForEvent('filechooser'), who.page.locator('.fk-panel-body').getByRole('button').first().click()]);
  await chooser.setFiles({ name: `${sha}.png`, mimeType: 'image/png', buffer: bytes });
  await until('the server has the picture', async () => {
    const answer = await fetch(`${server.origin}/api/v1/blobs/${sha}`);
    return answer.ok && Buffer.from(await answer.arrayBuffer()).equals(bytes);
  });
  await who.until_saved(/In the cloud/);
  return place.near.sent - before;
}

test('a picture goes past the server; where the bucket lets no page in, it goes in pieces', { skip: absent, timeout: 180_000 }, async () => {
  let_pages_put(place.near.origin);
  await until('the server has looked at its store', () => /put blobs into the bucket/.test(server.log));
  const asha = await place.person('Asha');
  await asha.go(place.near.origin);
  await asha.start_from_example();
  await asha.until_saved(/In the cloud/);
  const straight = await bring(asha, picture(1));
  assert.ok(straight < k_megabyte, `past the server: ${straight} bytes went to it`);
  assert.deepEqual(asha.faults, []);

  let_pages_put('https://elsewhere.example');
  const through = await bring(asha, picture(2));
  assert.ok(through > 3 * k_megabyte, `in pieces: ${through} bytes went to the server`);
});
