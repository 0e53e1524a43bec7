// What stands in the way of going back, and how the panel says so: no connection, no right, a name that is too long, a
// version that the server has lost, and more versions than one page holds. Nothing is lost in any of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { new_person } from './hands.mjs';
import { Network, Server, pause, skip, until } from './product.mjs';
import { blobs_of, change_records, damage, grant, version_sort } from './stored.mjs';
import { Reader, versions_of } from './versions.mjs';

const server = new Server();
let network;
let profile;
let browser;

before(async () => {
  if (skip) return;
  await server.start();
  network = await new Network().open(server);
  profile = make_profile();
  browser = await start_browser(profile);
});

after(async () => {
  await browser?.close();
  network?.close();
  await server.end();
  if (profile !== undefined) remove_profile(profile);
});

/** Asha with a design in the cloud and its history before her. */
async function asha_at(origin) {
  const asha = await new_person(browser, 'asha');
  await asha.go(origin);
  await asha.start_from_example();
  const layers = (await asha.layers()).length;
  await asha.until_saved(/In the cloud/);
  const her = new Reader(asha);
  await her.open();
  return { asha, her, layers, close: () => asha.page.context().close() };
}

/** Puts a shape into the design, which needs the panels that the history stands in place of. */
async function go_on(asha, her, shape, layers) {
  await her.panel.getByRole('button', { name: 'Close the version history' }).click();
  await asha.add_shape(shape);
  await asha.until_layers(layers);
}

test('without a connection the panel says what has to wait and what has not, and what was opened can be restored', { skip, timeout: 180_000 }, async () => {
  const { asha, her, layers, close } = await asha_at(network.origin);
  await her.save('Seen before');
  await go_on(asha, her, 'Circle', layers + 1);
  await asha.until_saved(/In the cloud/);
  await her.open();
  await her.save('Unseen');
  await go_on(asha, her, 'Star', layers + 2);
  await asha.until_saved(/In the cloud/);
  const ben = await new_person(browser, 'ben');
  await ben.go(asha.page.url().replace(network.origin, server.origin));
  await ben.ready();
  await her.open();
  await her.until_rows(2);
  await her.show('Seen before');
  await her.leave();

  network.cut();
  await asha.until_saved(/Offline/);
  const note = her.panel.getByText('You are offline');
  await note.waitFor();
  await her.panel.getByText(/Saving a version, naming one and opening one for the first time have to wait.*Those you have opened here you can still look at, copy and restore/).waitFor();
  assert.equal(await her.panel.getByRole('button', { name: 'Save a version' }).isEnabled(), false);
  assert.equal((await her.rows()).length, 2, 'the list that was seen last stays');
  assert.match((await her.rows())[0].join(' '), /^Unseen Only in the cloud$/);
  const enabled = async (name) => {
    const item = await her.menu(name);
    const out = {};
    for (const what of ['Restore this version', 'Rename', 'Make a copy']) out[what] = await item(what).isEnabled();
    await asha.shot(`trouble-1-offline-${name.replace(' ', '-').toLowerCase()}`);
    await asha.page.keyboard.press('Escape');
    return out;
  };
  assert.deepEqual(await enabled('Unseen'), { 'Restore this version': false, Rename: false, 'Make a copy': false });
  assert.deepEqual(await enabled('Seen before'), { 'Restore this version': true, Rename: false, 'Make a copy': true });
  await her.row('Unseen').locator('.fk-version-open').click();
  await her.until_said(/could not be opened: there is no connection/);
  await asha.shot('trouble-2-offline-refused');
  assert.equal(await her.bar.count(), 0, 'the design is shown as before');

  await her.show('Seen before');
  await asha.page.getByRole('button', { name: 'Restore this version' }).click();
  await asha.page.getByText('The earlier version is restored.').waitFor();
  await asha.until_layers(layers);
  await asha.until_saved(/Offline · 1 change waiting/);
  await ben.until_layers(layers + 2);
  network.mend();
  await asha.until_saved(/In the cloud/);
  await ben.until_layers(layers);
  await her.open();
  await until('the panel is as it was', async () => !(await note.isVisible()) && her.panel.getByRole('button', { name: 'Save a version' }).isEnabled());
  assert.deepEqual([...asha.faults, ...ben.faults], []);
  await ben.page.context().close();
  await close();
});

test('a name or a version that is refused stays written, with the reason, until it is kept or left', { skip, timeout: 180_000 }, async () => {
  const { asha, her, close } = await asha_at(network.origin);
  const { page } = asha;
  await her.save('Draft');
  const stored = await versions_of(server, asha);
  const begin = async () => {
    await (await her.menu('Draft'))(/Rename/).click();
    return her.field();
  };
  const refused = (pattern) => until(`the row says ${pattern}`, async () => pattern.test(await her.panel.locator('.fk-version-refused').innerText({ timeout: 1000 }).catch(() => '')));

  const field = await begin();
  await field.fill(`For print ${'x'.repeat(191)}`);
  await page.keyboard.press('Enter');
  await refused(/at most 200 characters. This one has 201/);
  await asha.shot('trouble-3-too-long');
  assert.equal(await her.panel.getByRole('button', { name: 'Try again' }).count(), 0, 'again would be refused again');
  await field.fill('For print');
  network.cut();
  await page.keyboard.press('Enter');
  await refused(/there is no connection/);
  await asha.shot('trouble-4-name-offline');
  assert.equal(await field.inputValue(), 'For print');
  network.mend();
  await asha.until_saved(/In the cloud/);
  await her.panel.locator('.fk-version-naming').getByRole('button', { name: 'Try again' }).click();
  await until('it is kept now', async () => (await stored.list())[0].name === 'For print' && (await her.rows())[0][0] === 'For print');

  // The right to change the design is gone by the time the cloud is asked.
  const looks = '2'.repeat(32);
  await grant(server, stored.document, looks, 'view');
  await asha.until_saved(/In the cloud/);
  const with_less = async (route) => {
    const request = route.request();
    if (request.method() === 'GET') return route.continue();
    const headers = { Origin: server.origin, 'Content-Type': 'application/json', 'X-Flashkit-Capability': looks };
    const answer = await fetch(request.url().replace(network.origin, server.origin), { method: request.method(), headers, body: request.postData() });
    return route.fulfill({ status: answer.status, contentType: 'application/json', body: await answer.text() });
  };
  await page.route('**/versions**', with_less);
  await (await her.menu('For print'))(/Rename/).click();
  await her.field().fill('Mine');
  await page.keyboard.press('Enter');
  await refused(/may look at this design, but not change it/);
  await her.panel.getByRole('button', { name: 'Leave it' }).click();
  await until('the old name stands', async () => (await her.rows())[0][0] === 'For print');
  await her.panel.getByRole('button', { name: 'Save a version' }).click();
  await her.until_said(/No version was saved. You may look at this design, but not change it/);
  await asha.shot('trouble-5-save-denied');
  await page.unroute('**/versions**', with_less);
  await page.route('**/versions', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()), { times: 1 });
  await her.panel.getByRole('button', { name: 'Save a version' }).click();
  await her.until_said(/No version was saved: there is no connection/);
  await her.panel.getByRole('button', { name: 'Dismiss' }).click();
  assert.equal(await her.panel.locator('.fk-history-said').count(), 0);
  assert.deepEqual((await stored.list()).map(({ name }) => name), ['For print']);
  assert.deepEqual(asha.faults, []);
  await close();
});

test('who may only look sees versions and copies them, and is offered nothing that the server would refuse', { skip, timeout: 120_000 }, async () => { // V6
  const { asha, her, layers, close } = await asha_at(server.origin);
  await her.save('For print');
  await go_on(asha, her, 'Circle', layers + 1);
  await asha.until_saved(/In the cloud/);
  const stored = await versions_of(server, asha);
  const looks = '3'.repeat(32);
  await grant(server, stored.document, looks, 'view');
  const cleo = await new_person(browser, 'cleo');
  await cleo.go(`${server.origin}/d/${stored.document}#${looks}`);
  await cleo.page.getByText('View only').waitFor();
  const hers = new Reader(cleo);
  await hers.open();
  await hers.panel.getByText(/Saving, naming and restoring is for those who may change the design/).waitFor();
  await hers.row('For print').waitFor();
  await hers.pictures();
  await cleo.shot('trouble-6-view-only');
  assert.equal(await hers.panel.getByRole('button', { name: 'Save a version' }).count(), 0);
  const item = await hers.menu('For print');
  assert.equal(await item(/./).count(), 1);
  assert.ok(await item('Make a copy').isEnabled());
  await cleo.page.keyboard.press('Escape');
  await hers.show('For print');
  assert.equal(await hers.bar.getByRole('button', { name: /Restore/ }).count(), 0);
  await cleo.shot('trouble-7-view-only-looking');
  const address = cleo.page.url();
  await hers.bar.getByRole('button', { name: 'Make a copy' }).click();
  await until('the copy is open', async () => cleo.page.url() !== address && /\/d\//.test(cleo.page.url()));
  await cleo.until_layers(layers);
  await cleo.until_saved(/In the cloud/);
  await asha.until_layers(layers + 1);
  assert.deepEqual([...asha.faults, ...cleo.faults], []);
  await cleo.page.context().close();
  await close();
});

test('a version that the server has lost is refused with a clear word, and nothing else is', { skip, timeout: 120_000 }, async () => { // V4
  const { asha, her, layers, close } = await asha_at(server.origin);
  await go_on(asha, her, 'Diamond', layers + 1);
  await asha.until_saved(/In the cloud/);
  await her.open();
  const before_it = blobs_of(server); // no other test has this picture
  await her.save('Lost');
  const lost = [...blobs_of(server)].filter((path) => !before_it.has(path));
  assert.equal(lost.length, 2, 'its state and its picture');
  await go_on(asha, her, 'Star', layers + 2);
  await asha.until_saved(/In the cloud/);
  await her.open();
  await her.save('Whole');
  await her.panel.getByRole('button', { name: 'Close the version history' }).click();
  lost.forEach(damage);
  await asha.page.reload();
  await asha.until_layers(layers + 2);
  await asha.until_saved(/In the cloud/);
  await her.open();
  await her.until_rows(2);
  const head = await (await versions_of(server, asha)).head();
  await her.row('Lost').locator('.fk-version-open').click();
  await her.until_said(/can not be opened: what the cloud kept of it is damaged. Your design and its other versions are unchanged/);
  await until('its row says so', async () => (await her.rows())[1].join(' ') === 'Lost Can not be opened');
  await asha.shot('trouble-8-lost');
  assert.equal(await her.bar.count(), 0);
  await her.panel.getByRole('button', { name: 'Dismiss' }).click();
  await (await her.menu('Lost'))('Restore this version').click();
  await her.until_said(/is damaged/);
  await her.show('Whole');
  assert.equal(await her.panel.locator('.fk-history-said').count(), 0, 'what went well says no more of what did not');
  await her.leave();
  await her.panel.getByRole('button', { name: 'Close the version history' }).click();
  await asha.until_layers(layers + 2);
  assert.equal(await (await versions_of(server, asha)).head(), head, 'nothing was changed');
  assert.deepEqual(asha.faults, []);
  await close();
});

test('more versions than a page holds are there by scrolling, each once', { skip, timeout: 120_000 }, async () => { // V1
  const count = 150;
  const { asha, her, close } = await asha_at(server.origin);
  await her.save('The first');
  const stored = await versions_of(server, asha);
  const [{ seq }] = await stored.list();
  const hour = 3_600_000;
  await change_records(server, ({ get, put }) => {
    const of = (each) => [`D#${stored.document}`, version_sort(each)];
    const kept = get(...of(seq));
    put(...of(seq), { ...kept, at: kept.at - count * 5 * hour });
    for (let i = 1; i <= count; i++) {
      const name = i % 9 === 0 ? `Round ${i / 9}${i % 27 === 0 ? ', as it was agreed with everybody who was there on that day' : ''}` : '';
      put(...of(seq + i), { ...kept, seq: seq + i, at: kept.at - (count - i) * 5 * hour, saved: name !== '', name, by: name === '' ? '' : 'Green Badger' });
    }
  });
  await asha.page.reload();
  await asha.ready();
  await asha.until_saved(/In the cloud/);
  await her.open();
  await until('a page is listed', async () => (await her.rows()).length >= 60);
  await asha.shot('trouble-9-many');
  await her.panel.locator('.fk-history-list').hover();
  await until('the first one is reached', async () => {
    await asha.page.mouse.wheel(0, 1500);
    await pause(50);
    const box = await her.row('The first').boundingBox({ timeout: 100 }).catch(() => null);
    return box !== null && box.y + box.height <= 900;
  });
  await her.row('The first').locator('img').waitFor();
  await asha.shot('trouble-10-the-end');
  const listed = await her.panel.locator('.fk-version[data-version]').evaluateAll((rows) => rows.map((row) => Number(row.dataset.version)));
  assert.deepEqual(listed, Array.from({ length: count + 1 }, (_, i) => seq + count - i));
  assert.equal(await her.panel.getByRole('button', { name: 'Show older versions' }).count(), 0);
  await her.show('The first');
  await her.leave();
  assert.deepEqual(asha.faults, []);
  await close();
});
