// Home: begin, find again, rename, copy, delete and take it back, import by dropping a file.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { designs } from '../parity/designs.mjs';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Hands, new_person } from './hands.mjs';
import { Server, pause, skip, until } from './product.mjs';

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

async function drop(page, path, name) {
  const transfer = await page.evaluateHandle(
    ({ text, called }) => {
      const data = new DataTransfer();
      data.items.add(new File([text], called, { type: 'application/json' }));
      return data;
    },
    { text: readFileSync(path, 'utf8'), called: name },
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

test('designs are begun, found, renamed, copied, deleted, restored and imported', { skip, timeout: 180_000 }, async () => {
  const person = await new_person(browser, 'home');
  const { page } = person;
  const home = async () => {
    await page.getByRole('button', { name: 'Back to Home' }).click();
    await page.locator('.fk-card').first().waitFor();
  };
  const names = () => page.locator('.fk-card-name').allInnerTexts();
  // The library says a moment after a change what it has.
  const until_names = (wished) => until(`Home has ${wished.join(', ')}`, async () => assert.deepEqual(await names(), wished) ?? true);
  await person.go(server.origin);
  await page.getByRole('button', { name: /Start from an example/ }).waitFor();
  await person.shot('home-1-first-visit');
  await person.start_from_example();
  await person.until_saved(/In the cloud/);
  // The picture for Home is made when nothing has changed for a while.
  await pause(2500);
  await home();
  await until('the card has its picture', () => page.locator('.fk-card img').first().evaluate((image) => image.complete && image.naturalWidth > 100));
  await until_names(['A first design']);
  await person.shot('home-2-a-design');

  // A preset makes a page of its size.
  await page.locator('.fk-preset', { hasText: 'thumbnail' }).click();
  await page.locator('.fk-canvas').waitFor();
  const hands = new Hands(person);
  await until('the page', async () => /\d/.test(await page.getByRole('button', { name: 'Zoom' }).innerText()));
  assert.deepEqual(await hands.design().then(({ width, height }) => [width, height]), [1280, 720]);
  await person.until_saved(/In the cloud/);
  await home();
  await until_names(['YouTube thumbnail', 'A first design']);

  // A name, in place; the design has it too.
  await page.getByRole('button', { name: 'YouTube thumbnail', exact: true }).click();
  await page.getByRole('textbox', { name: 'Name of the design' }).fill('Episode 12');
  await page.keyboard.press('Enter');
  await until('the new name', async () => (await names()).includes('Episode 12'));
  await page.getByRole('button', { name: 'Open Episode 12' }).click();
  await until('the name in the editor', async () => (await page.locator('.fk-name-button').innerText()) === 'Episode 12');
  await home();

  // A copy lies beside it, with its picture, and nothing opens by itself.
  await page.getByRole('button', { name: 'More for A first design' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await until('the copy', async () => (await names()).includes('A first design (copy)'));
  await until('its picture', async () => (await page.locator('.fk-card', { hasText: 'A first design (copy)' }).locator('img').count()) === 1);
  await person.shot('home-3-copied');
  await page.getByRole('button', { name: 'Open A first design (copy)' }).click();
  await person.ready();
  await person.until_layers(7);
  await person.until_saved(/In the cloud/);
  await home();

  // Deleting asks nothing and can be taken back, at once or from the trash.
  const remove = async (name) => {
    await page.getByRole('button', { name: `More for ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await until(`${name} is gone`, async () => !(await names()).includes(name));
  };
  await remove('A first design (copy)');
  await person.shot('home-4-deleted');
  await page.getByRole('button', { name: 'Undo' }).click();
  await until('it is back', async () => (await names()).includes('A first design (copy)'));
  await remove('Episode 12');
  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByText('The trash is empty').waitFor();
  await page.getByRole('link', { name: 'Home' }).click();
  await until('restored', async () => (await names()).includes('Episode 12'));

  // A file dropped anywhere becomes a design; what is none is refused in words and nothing is lost.
  const good = join(server.data, 'market.json');
  writeFileSync(good, JSON.stringify(designs.groups));
  await drop(page, good, 'market.json');
  await person.ready();
  assert.ok((await person.layers()).length > 0);
  await person.until_saved(/In the cloud/);
  await home();
  await until('four designs', async () => (await names()).length === 4);
  const bad = join(server.data, 'notes.json');
  writeFileSync(bad, '{"hello": [');
  await drop(page, bad, 'notes.json');
  await page.getByText('This design could not be opened').waitFor();
  await person.shot('home-5-no-design');
  await page.getByRole('button', { name: 'Go to Home' }).click();
  await until('Home lists what was there', async () => (await names()).length === 4);

  // The palette finds a design by its name.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('episode');
  await page.locator('.mantine-Spotlight-action', { hasText: 'Episode 12' }).waitFor();
  await person.shot('home-6-search');
  await page.keyboard.press('Enter');
  await until('it opens', async () => (await page.locator('.fk-name-button').innerText().catch(() => '')) === 'Episode 12');
  assert.deepEqual(person.faults, []);
});
