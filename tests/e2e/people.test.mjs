// Two people in one design: each sees who the other is, where they point, what they hold and move; both keep their work.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Hands, assert_near, find_colour, new_person } from './hands.mjs';
import { Network, Server, pause, skip, until } from './product.mjs';

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

// Asha makes something in a new design, and Ben opens the design's address.
async function meet_over(make_something) {
  const asha = await new_person(browser, 'asha');
  await asha.go(server.origin);
  const her = new Hands(asha);
  await her.start(/Instagram square/);
  await make_something(her);
  await asha.until_saved(/In the cloud/);

  const ben = await new_person(browser, 'ben');
  await ben.go(asha.page.url());
  await ben.ready();
  const his = new Hands(ben);
  await pause(500);
  await his.measure();
  return { asha, her, ben, his };
}

test('two people see each other and both keep their work', { skip, timeout: 180_000 }, async () => {
  const { asha, her, ben, his } = await meet_over(async (hands) => {
    await hands.press('r');
    await hands.drag(100, 100, 400, 300);
  });

  // A guest has a name that is no other guest's, and may say a better one.
  const face = (person) => person.page.locator('.fk-faces .fk-face').first();
  await face(asha).waitFor();
  await face(ben).waitFor();
  const [first, second] = [await face(ben).getAttribute('aria-label'), await face(asha).getAttribute('aria-label')];
  assert.match(first, /^\w+ \w+$/);
  assert.notEqual(first, 'Guest');
  await asha.page.getByRole('button', { name: /^You: / }).click();
  await asha.page.getByRole('textbox', { name: 'Your name' }).fill('Asha');
  await asha.page.getByRole('button', { name: 'Pink', exact: true }).click();
  await asha.shot('people-1-naming');
  await asha.page.keyboard.press('Escape');
  await until('Ben reads her name', async () => (await face(ben).getAttribute('aria-label')) === 'Asha');
  assert.notEqual(second, 'Asha');

  // Her pointer with her name, and what she holds, in her colour.
  await her.click(250, 200);
  await asha.page.mouse.move(...her.at(600, 500));
  const label = ben.page.locator('.fk-labels .fk-label', { hasText: 'Asha' });
  await label.waitFor();
  const [wished_x, wished_y] = his.at(600, 500);
  await until('her pointer stands where she points', async () => {
    const box = await label.boundingBox();
    return Math.abs(box.x - wished_x - 12) < 4 && Math.abs(box.y - wished_y - 14) < 4;
  });
  const colour = await face(ben).evaluate((each) => getComputedStyle(each).backgroundColor);
  const hex = `#${colour.match(/\d+/g).map((part) => Number(part).toString(16).padStart(2, '0')).join('')}`;
  const [left, top] = his.at(90, 90);
  await until('what she selected is outlined in her colour', async () => (await find_colour(ben.page, hex, { clip: { x: left, y: top, width: 330 * his.zoom, height: 230 * his.zoom }, slack: 40 })).count > 100);
  await ben.shot('people-2-her-pointer-and-selection');

  // While she drags, he sees it move; nothing is in the design before she lets go.
  await asha.page.mouse.move(...her.at(250, 200));
  await asha.page.mouse.down();
  await asha.page.keyboard.down('Control');
  await asha.page.mouse.move(...her.at(450, 500), { steps: 6 });
  await until('he can take hold of it where she drags it', async () => {
    await his.click(450, 500);
    await pause(600);
    return Math.abs((await his.placement(1000).catch(() => ({ x: 0 }))).x - 300) < 4;
  });
  assert_near((await his.elements())[0], { x: 100, y: 100 }, 2, 'not in the design yet');
  await ben.shot('people-3-her-drag');
  await asha.page.mouse.up();
  await asha.page.keyboard.up('Control');

  // Both change it, each another side of it; her undo leaves his colour alone.
  await his.type_field('Fill', '#18794E');
  await until('both changes are with both', async () => {
    const [hers] = await her.elements();
    return hers.fill.toUpperCase() === '#18794E' && Math.abs(hers.x - 300) < 3;
  });
  await her.press('Control+z');
  await until('only her move is undone', async () => {
    const [shown] = await his.elements();
    return shown.fill.toUpperCase() === '#18794E' && Math.abs(shown.x - 100) < 3;
  });

  await asha.page.close();
  await until('she is gone', async () => (await ben.page.locator('.fk-faces').count()) === 0 && (await label.count()) === 0);
  assert.deepEqual([...asha.faults, ...ben.faults], []);
});

test('two people type into one text and every letter is with both', { skip, timeout: 120_000 }, async () => {
  const { asha, her, ben, his } = await meet_over(async (hands) => {
    await hands.press('t');
    await hands.click(300, 300);
    await hands.page.keyboard.type('one');
    await hands.press('Escape');
  });
  await ben.page.mouse.dblclick(...his.at(320, 320));
  await his.press('End');
  await her.press('Enter', 'Home');
  await asha.page.keyboard.type('zero ', { delay: 30 });
  await ben.page.keyboard.type(' two', { delay: 30 });
  const words = async (hands) => (await hands.elements()).find((each) => each.type === 'text')?.text;
  await her.press('Escape');
  await his.press('Escape');
  for (const hands of [her, his]) await until('every letter is there', async () => assert.equal(await words(hands), 'zero one two') ?? true);
  assert.deepEqual([...asha.faults, ...ben.faults], []);
});

test('letters are made bold and red offline while somebody types among them, and undone with what was typed', { skip, timeout: 180_000 }, async () => {
  const { asha, her, ben, his } = await meet_over(async (hands) => {
    await hands.press('t');
    await hands.click(300, 300);
    await hands.page.keyboard.type('Hello world');
    await hands.press('Escape');
  });
  const words = async (hands) => (await hands.elements()).find((each) => each.type === 'text')?.text;
  const button = (person, name) => person.page.getByRole('button', { name, exact: true });

  await asha.page.context().setOffline(true);
  await asha.until_saved(/Offline/);
  await her.press('Enter', 'Control+Home');
  await her.press(...Array(5).fill('Shift+ArrowRight'));
  await her.press('Control+b');
  await until('the panel speaks of the chosen letters', async () => (await button(asha, 'Bold').getAttribute('aria-pressed')) === 'true');
  await her.type_field('Fill', '#C62828');
  await asha.shot('letters-1-chosen');
  await his.page.mouse.dblclick(...his.at(320, 320));
  await his.press('Control+Home', 'ArrowRight', 'ArrowRight');
  await ben.page.keyboard.type('XY', { delay: 30 });
  await his.press('Escape');
  await ben.until_saved(/In the cloud/);
  await asha.page.context().setOffline(false);
  await asha.until_saved(/In the cloud/);

  const formatted = '<p><strong><span style="color: #C62828;">HeXYllo</span></strong> world</p>';
  for (const hands of [her, his]) await until('what was typed is formatted with its word', async () => (await words(hands))?.toUpperCase() === formatted.toUpperCase());
  const [left, top] = his.at(300, 300);
  await until('Ben sees red letters', async () => (await find_colour(ben.page, '#C62828', { clip: { x: left, y: top, width: 400 * his.zoom, height: 120 * his.zoom }, slack: 8 })).count > 50);
  await ben.shot('letters-2-seen');

  await his.press('Control+d');
  await until('a copy looks the same', async () => (await his.elements()).filter((each) => each.text?.toUpperCase() === formatted.toUpperCase()).length === 2);
  await his.press('Control+z');
  await asha.page.keyboard.press('Escape');
  await her.click(700, 900);
  await her.press('Control+z', 'Control+z');
  for (const hands of [her, his]) await until('the letters are as they were, with his', async () => (await words(hands)) === 'HeXYllo world');
  assert.deepEqual([...asha.faults, ...ben.faults], []);
});

test('a browser that says it has no network is believed, and what is made meanwhile goes up by itself', { skip, timeout: 120_000 }, async () => {
  const { asha, ben } = await meet_over((hands) => hands.press('r').then(() => hands.drag(100, 100, 400, 300)));
  const before_it = (await ben.layers()).length;
  await asha.page.context().setOffline(true);
  await asha.until_saved(/Offline/);
  await asha.add_shape('Circle');
  await asha.until_saved(/Offline · 1 change waiting/);
  await asha.page.context().setOffline(false);
  await asha.until_saved(/In the cloud/);
  await ben.until_layers(before_it + 1);
});

test('a design that is not on this device yet opens by itself once there is a connection', { skip, timeout: 120_000 }, async () => {
  const asha = await new_person(browser, 'asha');
  await asha.go(server.origin);
  await asha.start_from_example();
  await asha.until_saved(/In the cloud/);
  const network = await new Network().open(server);
  try {
    const ben = await new_person(browser, 'ben');
    await ben.go(network.origin);
    await ben.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    network.cut();
    await ben.go(asha.page.url().replace(server.origin, network.origin));
    await ben.page.getByText('This design is not on this device yet').waitFor();
    await ben.until_saved(/Offline/);
    await ben.shot('people-4-not-here-yet');
    network.mend();
    await ben.ready();
    await ben.until_saved(/In the cloud/);
  } finally {
    network.close();
  }
});
