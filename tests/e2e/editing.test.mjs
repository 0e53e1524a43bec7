// Editing by hand: every gesture a person makes at the canvas ends in the right design.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Hands, assert_near, new_person } from './hands.mjs';
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

const free = ['Control']; // no snapping

async function open(name) {
  const person = await new_person(browser, name);
  await person.go(server.origin);
  const hands = new Hands(person);
  await hands.start(/Instagram square/);
  return { person, hands, page: person.page };
}

test('drawing, moving, resizing, turning and arranging', { skip, timeout: 240_000 }, async () => {
  const { person, hands, page } = await open('shapes');
  await hands.press('r');
  await hands.drag(100, 100, 300, 250);
  let [box] = await hands.elements();
  assert.equal(box.subType, 'rect');
  assert_near(box, { x: 100, y: 100, width: 200, height: 150 }, 1.5, 'drawn');
  assert.equal(box.x, Math.round(box.x), 'on whole pixels');

  await hands.drag(200, 175, 350, 375, { held: free, before_release: () => person.shot('edit-1-dragging') });
  assert_near((await hands.elements())[0], { x: 250, y: 300, width: 200 }, 1.5, 'moved');
  await hands.drag(350, 375, 450, 385, { held: [...free, 'Shift'] });
  assert_near((await hands.elements())[0], { x: 350, y: 300 }, 1.5, 'along one axis');
  await hands.press('Control+z', 'Control+z');
  assert_near((await hands.elements())[0], { x: 100, y: 100 }, 1.5, 'undone');
  await hands.press('Control+Shift+z');
  assert_near((await hands.elements())[0], { x: 250, y: 300 }, 1.5, 'done again');

  // Corners: freely, in proportion, from the centre; then about the middle.
  await hands.drag(450, 450, 500, 400, { held: free });
  assert_near((await hands.elements())[0], { x: 250, y: 300, width: 250, height: 100 }, 2, 'corner');
  await hands.drag(500, 400, 750, 420, { held: [...free, 'Shift'] });
  [box] = await hands.elements();
  assert.ok(Math.abs(box.width / box.height - 2.5) < 0.05, `in proportion: ${box.width} × ${box.height}`);
  await hands.press('Control+z');
  await hands.drag(500, 350, 550, 350, { held: [...free, 'Alt'] });
  assert_near((await hands.elements())[0], { x: 200, width: 350, height: 100 }, 2, 'from the centre');
  const corner = { x: 550 + 9 / hands.zoom, y: 400 + 9 / hands.zoom };
  await page.mouse.move(...hands.at(corner.x, corner.y));
  await until('the cursor for turning', async () => (await page.locator('.fk-canvas-host').evaluate((host) => host.style.cursor)) === 'alias');
  await hands.drag(corner.x, corner.y, 325, 560, { held: ['Shift'], before_release: () => person.shot('edit-2-turning') });
  [box] = await hands.elements();
  assert.ok(box.rotation % 15 === 0 && box.rotation > 30 && box.rotation < 120, `turned to ${box.rotation}`);
  await hands.press('Control+z');

  // A second one, snapped to the middle of the page, then copies by Alt.
  await hands.press('o');
  await hands.drag(700, 700, 800, 800);
  await hands.drag(750, 750, 540 + 3 / hands.zoom, 800, { before_release: () => person.shot('edit-3-snapping') });
  assert_near((await hands.elements())[1], { x: 490 }, 0.01, 'snapped to the middle');
  await hands.drag(540, 800, 840, 800, { held: [...free, 'Alt'] });
  const three = await hands.elements();
  assert.deepEqual(three.map((each) => each.subType), ['rect', 'circle', 'circle']);
  assert_near(three[1], { x: 490 }, 1, 'the original stays');
  assert_near(three[2], { x: 790 }, 2, 'the copy');

  // Marquee, several, groups, order.
  await hands.press('Escape');
  await hands.drag(60, 620, 1000, 900, { before_release: () => person.shot('edit-4-marquee') });
  await hands.until_selected(2, 'the marquee takes what it touches');
  await page.keyboard.down('Shift');
  await hands.click(300, 350);
  await page.keyboard.up('Shift');
  await hands.until_selected(3, 'Shift adds');
  await page.getByRole('button', { name: 'Equal gaps side by side' }).click();
  await person.shot('edit-5-several');
  const gaps = (await hands.elements()).map((each) => [each.x, each.x + (each.width ?? 100)]).sort((a, b) => a[0] - b[0]);
  assert.ok(Math.abs(gaps[1][0] - gaps[0][1] - (gaps[2][0] - gaps[1][1])) < 0.1, JSON.stringify(gaps));
  await hands.press('Control+g');
  assert.equal((await hands.elements()).length, 1);
  await hands.press('Control+Shift+g');
  assert.equal((await hands.elements()).length, 3);
  await hands.press('Escape');
  await hands.click(300, 350);
  await hands.press('Control+Shift+]');
  assert.equal((await hands.elements())[2].subType, 'rect', 'brought to the front');
  await hands.press('Control+[');
  assert.equal((await hands.elements())[1].subType, 'rect', 'one back');

  // Keys: nudge, duplicate, copy and paste, delete.
  const before = (await hands.elements())[1].x;
  await hands.press('ArrowRight', 'ArrowRight', 'Shift+ArrowRight');
  assert_near((await hands.elements())[1], { x: before + 12 }, 0.01, 'nudged');
  await hands.press('Control+d');
  assert.equal((await hands.elements()).length, 4);
  await hands.press('Control+c', 'Control+v');
  await until('the paste', async () => (await hands.elements()).length === 5);
  await hands.press('Delete');
  assert.equal((await hands.elements()).length, 4);
  await hands.press('Control+a', 'Control+x');
  assert.equal((await hands.elements()).length, 0);
  await hands.press('Control+v');
  await until('everything is back', async () => (await hands.elements()).length === 4);
  assert.deepEqual(person.faults, []);
  await page.context().close();
});

test('text, properties, panels, pages and the camera', { skip, timeout: 240_000 }, async () => {
  const { person, hands, page } = await open('text');
  const text = async () => (await hands.elements())[0].text;
  await hands.press('t');
  await hands.click(200, 200);
  await page.keyboard.type('Hello brave world');
  await pause(400);
  await person.shot('edit-6-typing');
  await hands.press('Control+ArrowLeft', 'Control+ArrowLeft', 'Control+Shift+ArrowRight');
  await person.shot('edit-7-word-selected');
  await page.keyboard.type('new');
  await hands.press('End', 'Enter');
  await page.keyboard.type('line');
  await hands.press('Home', 'Shift+End');
  await hands.press('Control+c', 'End', 'Control+v');
  await hands.press('Escape');
  await until('it is pasted before the text is left', async () => (await text()) === 'Hello new world\nlineline');
  await hands.press('Control+z');
  assert.notEqual(await text(), 'Hello new world\nlineline');
  await hands.press('Control+Shift+z');

  // A box that is only selected does not eat letters: they are shortcuts. Enter edits, so does a double click.
  const shown = await hands.placement();
  await hands.press('r', 'v');
  assert.equal((await hands.elements()).length, 1);
  await page.mouse.dblclick(...hands.at(shown.x + 20, shown.y + 20));
  await page.keyboard.type('Hi');
  await hands.press('Escape');
  assert.equal(await text(), 'Hi new world\nlineline', 'the word under the double click was replaced');
  // Narrower: the lines follow, the stored height is true.
  const wide = await hands.placement();
  const middle = await page.evaluate(() => undefined).then(() => shown.y + 50);
  await hands.drag(wide.x + wide.width, middle, wide.x + 200, middle, { held: free });
  const [narrow] = await hands.elements();
  assert_near(narrow, { width: 200 }, 2, 'narrowed');
  assert.ok(narrow.height > 100, `as high as its lines: ${narrow.height}`);
  await person.shot('edit-8-text-selected');

  // The inspector.
  await hands.type_field('Fill', '#D13438');
  await hands.type_field('Font size', '64');
  await hands.type_field('Rotation', '10');
  await hands.type_field('X', '120');
  await hands.type_field('Opacity', '50');
  const [styled] = await hands.elements();
  assert.equal(styled.fill.toUpperCase(), '#D13438');
  assert.equal(styled.fontSize, 64);
  assert_near(styled, { x: 120, rotation: 10, opacity: 0.5 }, 0.01, 'typed in the inspector');

  // Panels: shape, line, picture.
  await hands.press('Escape');
  await person.add_shape('Circle');
  await hands.type_field('Stroke width', '6');
  await page.getByRole('tab', { name: 'Images' }).click();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Add a picture' }).click()]);
  await chooser.setFiles({ name: 'dot.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100" fill="#18794e"/></svg>') });
  await until('the picture', async () => (await person.layers()).length === 3);
  await person.shot('edit-9-picture');
  const [, circle, picture] = await hands.elements();
  assert.equal(circle.strokeWidth, 6);
  assert.match(picture.src, /^blob:[0-9a-f]{64}$/);
  await page.getByRole('button', { name: /^Lock/ }).first().click();
  await hands.press('Control+a', 'Delete');
  assert.equal((await hands.elements()).length, 1, 'what is locked stays');

  // Pages: add, show, duplicate, reorder by hand, delete.
  await page.getByRole('button', { name: 'Add a page' }).click();
  await page.getByRole('button', { name: 'Page 2', exact: true }).waitFor();
  await page.getByRole('button', { name: 'More for page 1' }).click({ force: true });
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await page.getByRole('button', { name: 'Page 3', exact: true }).waitFor();
  await pause(800);
  await person.shot('edit-10-pages');
  assert.deepEqual((await hands.design()).pages.map((each) => (each.children ?? []).length), [1, 1, 0]);
  const tile = (number) => page.getByRole('button', { name: `Page ${number}`, exact: true }).boundingBox();
  const [third, first] = [await tile(3), await tile(1)];
  await page.mouse.move(third.x + 40, third.y + 30);
  await page.mouse.down();
  await page.mouse.move(first.x + 6, first.y + 30, { steps: 12 });
  await person.shot('edit-11-page-dragged');
  await page.mouse.up();
  await until('the empty page is first', async () => (await hands.design()).pages[0].children?.length !== 1);
  await page.getByRole('button', { name: 'More for page 1' }).click({ force: true });
  assert.equal(await page.getByRole('menuitem', { name: 'Move earlier' }).count(), 0);
  await page.getByRole('menuitem', { name: 'Move later' }).click();
  await until('it is second by its menu', async () => (await hands.design()).pages[1].children?.length !== 1);
  await page.getByRole('button', { name: 'More for page 2' }).click({ force: true });
  await page.getByRole('menuitem', { name: 'Move earlier' }).click();
  await until('and first again', async () => (await hands.design()).pages[0].children?.length !== 1);
  await page.getByRole('button', { name: 'More for page 1' }).click({ force: true });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  assert.equal((await hands.design()).pages.length, 2);

  // The camera: the place under the pointer stays when zooming; wheel, space and middle button move the board.
  await page.getByRole('button', { name: 'Page 1', exact: true }).click();
  await hands.press('Control+0');
  await hands.press('Escape');
  await pause(300);
  await hands.measure();
  const under = { x: 700, y: 300 };
  const [sx, sy] = hands.at(under.x, under.y);
  await page.mouse.move(sx, sy);
  await page.keyboard.down('Control');
  for (let i = 0; i < 4; i++) await page.mouse.wheel(0, -60);
  await page.keyboard.up('Control');
  await pause(300);
  const zoom = hands.zoom;
  await hands.measure();
  assert.ok(hands.zoom > zoom * 1.2, `zoomed in: ${zoom} to ${hands.zoom}`);
  const [zx, zy] = hands.at(under.x, under.y);
  assert.ok(Math.hypot(zx - sx, zy - sy) < 2, `under the pointer stayed ${zx - sx}, ${zy - sy}`);
  await page.mouse.wheel(30, 50);
  await pause(200);
  await hands.measure();
  assert_near({ x: hands.at(under.x, under.y)[0], y: hands.at(under.x, under.y)[1] }, { x: zx - 30, y: zy - 50 }, 2, 'wheel');
  for (const way of ['space', 'middle']) {
    const [from_x, from_y] = hands.at(under.x, under.y);
    if (way === 'space') await page.keyboard.down('Space');
    await hands.drag(500, 500, 500 + 80 / hands.zoom, 500 + 40 / hands.zoom, way === 'middle' ? { button: 'middle' } : {});
    if (way === 'space') await page.keyboard.up('Space');
    await hands.measure();
    assert_near({ x: hands.at(under.x, under.y)[0], y: hands.at(under.x, under.y)[1] }, { x: from_x + 80, y: from_y + 40 }, 2, way);
  }

  // Held at the edge, what is dragged goes on and the board comes along.
  await hands.press('Control+1', 'Escape');
  await pause(300);
  await hands.measure();
  await hands.press('r');
  const host = await page.locator('.fk-canvas-host').boundingBox();
  const start = { x: (host.x + 300 - hands.left) / hands.zoom, y: (host.y + host.height - 120 - hands.top) / hands.zoom };
  const before = hands.top;
  await page.mouse.move(...hands.at(start.x, start.y));
  await page.mouse.down();
  await page.mouse.move(...hands.at(start.x + 50, start.y + 50), { steps: 3 });
  await page.mouse.move(hands.at(start.x + 50, 0)[0], host.y + host.height - 4, { steps: 3 });
  await pause(700);
  await page.mouse.up();
  const drawn = await hands.placement();
  await hands.press('Escape');
  await hands.measure();
  assert.ok(hands.top < before - 60, `the board came along: ${before} to ${hands.top}`);
  assert.ok(drawn.height > 180, `and the box grew with it: ${drawn.height}`);
  assert.deepEqual(person.faults, []);
  await page.context().close();
});

test('a press on a button leaves the keyboard to the text and the canvas', { skip, timeout: 120_000 }, async () => {
  const { person, hands, page } = await open('buttons');
  await hands.press('t');
  await hands.click(200, 200);
  await page.keyboard.type('Hello');
  await page.getByRole('button', { name: 'Bold', exact: true }).click();
  await page.keyboard.type(' brave');
  await page.getByRole('button', { name: 'Italic', exact: true }).click();
  await page.keyboard.type(' you');
  await hands.press('Escape');
  const [text] = await hands.elements();
  const letters = ({ text: html }) => html.replace(/<[^>]*>/g, '').replaceAll('&nbsp;', ' ').replaceAll('\u00a0', ' ');
  assert.equal(letters(text), 'Hello brave you');

  // What was put on the page is what Enter is for then, not the button that put it there.
  await person.panel('Text');
  await page.getByRole('button', { name: 'Heading', exact: true }).click();
  await page.getByRole('toolbar', { name: 'Selection' }).waitFor();
  await hands.press('Enter');
  await page.keyboard.type('News');
  await hands.press('Escape');
  assert.deepEqual((await hands.elements()).map(letters), ['Hello brave you', 'News']);

  await page.getByRole('toolbar', { name: 'Selection' }).getByRole('button', { name: 'Duplicate' }).click();
  await hands.press('Space');
  assert.equal((await hands.elements()).length, 3, 'the space bar moves the board');
  // A field takes what was typed into it when a button is pressed.
  await page.getByRole('textbox', { name: 'X', exact: true }).fill('77');
  await page.getByRole('button', { name: 'Bold', exact: true }).click();
  assert_near((await hands.elements())[2], { x: 77 }, 0.01, 'typed and left by a press');
  assert.deepEqual(person.faults, []);
  await page.context().close();
});

test('files that are dropped: every picture, where it was dropped; what can not be read is said', { skip, timeout: 120_000 }, async () => {
  const { person, hands, page } = await open('drops');
  const drop = async (files, place) => {
    const data = await page.evaluateHandle((names) => {
      const transfer = new DataTransfer();
      const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><rect width="100" height="100"/></svg>';
      for (const [name, type, text] of names) transfer.items.add(new File([text ?? svg], name, { type }));
      return transfer;
    }, files);
    const [x, y] = place;
    await page.dispatchEvent('.fk-editor', 'drop', { dataTransfer: data, clientX: x, clientY: y });
  };
  await drop([['a.svg', 'image/svg+xml'], ['broken.png', 'image/png', 'no'], ['b.svg', 'image/svg+xml']], hands.at(300, 700));
  await page.getByText('“broken.png” could not be read').waitFor();
  await until('both are there', async () => (await hands.elements()).length === 2);
  const [a, b] = await hands.elements();
  assert_near(a, { x: 250, y: 650 }, 2, 'where it was dropped');
  assert_near(b, { x: a.x + 27, y: a.y + 27 }, 2, 'a step further');

  // Designs come to Home while this one stays open.
  const design = JSON.stringify({ width: 300, height: 200, pages: [{ id: 'p', children: [] }] });
  await drop([['one.json', 'application/json', design], ['two.json', 'application/json', design]], hands.at(300, 700));
  await page.getByText('2 designs are on Home now.').waitFor();
  await page.getByRole('button', { name: 'Back to Home' }).click();
  await page.getByRole('button', { name: 'Open one' }).waitFor();
  await page.getByRole('button', { name: 'Open two' }).waitFor();

  // One alone is opened. Of its many layers those on the screen are drawn.
  const children = Array.from({ length: 3000 }, (_, i) => ({ id: `e${i}`, type: 'figure', name: `Box ${i}`, x: i % 290, y: 0, width: 10, height: 10, subType: 'rect', fill: '#5B5BD6' }));
  await page.locator('.fk-shell').waitFor();
  const many = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'many.json', { type: 'application/json' }));
    return transfer;
  }, JSON.stringify({ width: 300, height: 200, pages: [{ id: 'p', children }] }));
  await page.dispatchEvent('.fk-shell', 'drop', { dataTransfer: many });
  await person.panel('Layers');
  await page.getByRole('button', { name: 'Box 2999', exact: true }).waitFor();
  assert.ok((await page.locator('.fk-layer').count()) < 120);
  await page.locator('.fk-panel-body').evaluate((body) => body.scrollTo(0, body.scrollHeight));
  await page.getByRole('button', { name: 'Box 0', exact: true }).click();
  await until('it is chosen', async () => (await page.locator('.fk-layer[data-selected="true"]').innerText()) === 'Box 0');
  assert.ok((await page.locator('.fk-layer').count()) < 120);
  assert.deepEqual(person.faults, []);
  await page.context().close();
});
