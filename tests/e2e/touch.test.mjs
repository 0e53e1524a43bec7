// An input method at the canvas, and a phone: one finger edits, two zoom, sheets instead of panels.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Hands, assert_near, find_colour, new_person } from './hands.mjs';
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

test('an input method composes in place, underlined, and only its end is typed', { skip, timeout: 120_000 }, async () => {
  const person = await new_person(browser, 'ime', { deviceScaleFactor: 2 });
  await person.go(server.origin);
  const hands = new Hands(person);
  await hands.start(/Instagram square/);
  const { page } = person;
  const keys = await page.context().newCDPSession(page);
  const compose = (text) => keys.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  await hands.press('t');
  await hands.click(300, 300);
  for (const step of ['n', 'न', 'नम', 'नमस्']) await compose(step);
  await pause(500);
  const area = page.locator('.fk-text-area');
  const caret = await area.boundingBox();
  assert_near(caret, { x: hands.at(300, 0)[0] + 30, y: hands.at(0, 300)[1] }, 90, 'the window of the input method opens at the caret');
  await person.shot('ime-1-composing');
  await keys.send('Input.insertText', { text: 'नमस्ते' });
  await keys.send('Input.insertText', { text: ' 你好' });
  await compose('abc');
  await compose('');
  await pause(500);
  await person.shot('ime-2-typed');
  await hands.press('Escape');
  assert.equal((await hands.elements())[0].text, 'नमस्ते 你好');
  // Over a box that is only selected a composition goes nowhere.
  await compose('x');
  await keys.send('Input.insertText', { text: 'x' });
  await pause(300);
  assert.equal((await hands.elements())[0].text, 'नमस्ते 你好');
  assert.deepEqual(person.faults, []);
  await page.context().close();
});

test('a phone: sheets, one finger moves and resizes, two zoom, a tap outside lets go', { skip, timeout: 180_000 }, async () => {
  const person = await new_person(browser, 'phone', { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, hasTouch: true, isMobile: true });
  await person.go(server.origin);
  const { page } = person;
  await page.getByRole('button', { name: /Start with an empty page/ }).waitFor();
  await person.shot('phone-1-first-visit');
  await page.getByRole('button', { name: /Start with an empty page/ }).tap();
  await page.getByRole('menuitem', { name: /Instagram square/ }).tap();
  await page.locator('.fk-canvas').waitFor();
  await page.getByRole('button', { name: 'Shapes' }).waitFor();
  await pause(1200);
  const hands = new Hands(person);
  const host = await page.locator('.fk-canvas-host').boundingBox();
  const find_page = async () => {
    const white = await find_colour(page, '#ffffff', { clip: { ...host, y: host.y + 60, height: host.height - 120 }, slack: 0 });
    hands.zoom = (white.right - white.left) / 1080;
    hands.left = white.left;
    hands.top = white.top;
  };
  await find_page();
  assert.ok(hands.zoom > 0.25, `the page is fitted to the width: ${hands.zoom}`);

  await page.getByRole('button', { name: 'Shapes' }).tap();
  await pause(500);
  await person.shot('phone-2-shapes');
  await page.locator('.fk-shape[aria-label="Rectangle"]').tap();
  await pause(600);
  await person.shot('phone-3-selected');
  const [shape] = await hands.elements();

  const touch = await page.context().newCDPSession(page);
  const fingers = (type, ...places) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: places.map(([x, y], id) => ({ x, y, id })) });
  const swipe = async ([x1, y1], [x2, y2]) => {
    await fingers('touchStart', [x1, y1]);
    for (let i = 1; i <= 6; i++) await fingers('touchMove', [x1 + ((x2 - x1) * i) / 6, y1 + ((y2 - y1) * i) / 6]);
    await fingers('touchEnd');
    await pause(200);
  };
  const middle = (each) => [each.x + each.width / 2, each.y + each.height / 2];
  const [cx, cy] = middle(shape);
  await swipe(hands.at(cx, cy), hands.at(cx - 170, cy - 130));
  const [moved] = await hands.elements();
  assert_near(moved, { x: shape.x - 170, y: shape.y - 130, width: shape.width }, 26, 'one finger moves');
  await swipe(hands.at(moved.x + moved.width, moved.y + moved.height), hands.at(moved.x + moved.width + 150, moved.y + moved.height + 90));
  const [larger] = await hands.elements();
  assert.ok(larger.width > moved.width + 100, `and resizes by a corner: ${moved.width} to ${larger.width}`);
  await person.shot('phone-4-resized');

  // Two fingers zoom about where they are, and nothing is dragged.
  const [px, py] = hands.at(540, 900);
  await fingers('touchStart', [px - 30, py]);
  await fingers('touchStart', [px - 30, py], [px + 30, py]);
  for (let i = 1; i <= 8; i++) await fingers('touchMove', [px - 30 - i * 5, py], [px + 30 + i * 5, py]);
  await fingers('touchEnd');
  await pause(500);
  await person.shot('phone-5-pinched');
  assert.deepEqual((await hands.elements())[0], larger);

  // A double tap edits letters; the bar of tools stays above the keyboard's reach.
  await page.getByRole('button', { name: 'Text', exact: true }).tap();
  await pause(400);
  await page.getByRole('button', { name: 'Heading', exact: true }).tap();
  await pause(500);
  await page.getByRole('button', { name: 'Edit text' }).tap();
  await pause(200);
  await page.keyboard.insertText('Swift');
  await pause(400);
  await person.shot('phone-6-text');
  await page.touchscreen.tap(host.x + 20, host.y + host.height - 90);
  await pause(400);
  assert.ok((await hands.elements()).some((each) => each.text === 'Swift'));

  await page.getByRole('button', { name: 'Layers' }).tap();
  await pause(500);
  await person.shot('phone-7-layers');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Back to Home' }).tap();
  await page.locator('.fk-card').first().waitFor();
  await pause(800);
  await person.shot('phone-8-home');
  assert.deepEqual(person.faults, []);
  await page.context().close();
});
