// What matters of the screens, in a real Chromium: node tools/browser.mjs [port]. Runs them on the stand-in engine, under
// the same Content-Security-Policy as the server's; the product as a whole is tested end to end elsewhere.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';
import { launch_flags } from './chromium.mjs';

const port = Number(process.argv[2] ?? 4174);
const folder = mkdtempSync(join(tmpdir(), 'flashkit-screens-'));
await build({ mode: 'fake', logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
const server = await preview({ mode: 'fake', build: { outDir: folder }, preview: { port } });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: launch_flags });
const design = '/d/0123456789abcdef0123456789abcdef#fedcba9876543210fedcba9876543210';
let failed = 0;

async function check(what, path, body, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'], ...options });
  const page = await context.newPage();
  const troubles = [];
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  try {
    await page.goto(`http://127.0.0.1:${port}${path}`);
    await body(page);
    assert.deepEqual(troubles, [], 'the console stays clean, the policy is kept');
    console.log(`ok    ${what}`);
  } catch (error) {
    ++failed;
    console.log(`FAIL  ${what}\n      ${error.message.split('\n').slice(0, 6).join('\n      ')}`);
  }
  await context.close();
}

const at = async (page, x, y) => {
  const box = await page.locator('.fk-canvas-host').boundingBox();
  return [box.x + box.width * x, box.y + box.height * y];
};

await check('a first visit offers three ways in and nothing else', '/?empty', async (page) => {
  await page.getByRole('heading', { name: 'What would you like to make?' }).waitFor();
  assert.equal(await page.locator('.fk-way').count(), 3);
  assert.equal(await page.locator('.fk-chip').count(), 0);
});

await check('a preset opens the editor under an address that carries the right to edit', '/', async (page) => {
  await page.getByRole('group', { name: 'Start a design' }).getByRole('button', { name: 'YouTube thumbnail' }).click();
  await page.getByRole('application').waitFor();
  assert.match(page.url(), /\/d\/[0-9a-f]{32}#[0-9a-f]{32}$/);
  await page.goBack();
  await page.getByRole('heading', { name: 'Recent' }).waitFor();
});

await check('a deleted design comes back with Undo, and from the trash', '/', async (page) => {
  const remove = async () => {
    await page.getByRole('button', { name: 'More for Spring sale' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('button', { name: 'Open Spring sale' }).waitFor({ state: 'detached' });
  };
  await remove();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Open Spring sale' }).waitFor();
  await remove();
  await page.getByRole('link', { name: 'Trash' }).click();
  await page.getByRole('button', { name: 'Restore' }).click();
  await page.getByText('The trash is empty').waitFor();
});

await check('a file that is no design is refused in plain words', '/', async (page) => {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'New design' }).click().then(() => page.getByRole('menuitem', { name: 'Open a file' }).click()),
  ]);
  await chooser.setFiles({ name: 'holiday.mp4', mimeType: 'video/mp4', buffer: Buffer.from('no') });
  await page.getByText('is not a design').waitFor();
});

await check('the palette finds a design and opens it', '/', async (page) => {
  await page.getByRole('heading', { name: 'Recent' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search designs and actions').fill('podcast');
  const found = page.locator('.mantine-Spotlight-action');
  await found.getByText('Podcast cover').waitFor();
  await found.getByText('Spring sale').waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('application').waitFor();
});

await check('who types faster than the palette is drawn gets the first design that it finds', '/', async (page) => {
  await page.getByRole('button', { name: 'Open Podcast cover' }).waitFor();
  const slow = await page.context().newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('podcast');
  await page.keyboard.press('Enter');
  await page.getByRole('application').waitFor();
});

await check('the name in the top bar is renamed by a click; Escape keeps the old one', design, async (page) => {
  await page.getByRole('button', { name: 'Small makers market' }).click();
  await page.getByLabel('Name of the design').fill('Winter market');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Small makers market' }).click();
  await page.getByLabel('Name of the design').fill('Winter market');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Winter market' }).waitFor();
});

await check('selecting shows the inspector and the toolbar; Delete goes to the canvas, not to a field', design, async (page) => {
  await page.mouse.click(...(await at(page, 0.5, 0.77)));
  const size = page.getByRole('textbox', { name: 'Font size' });
  await size.fill('96');
  await page.keyboard.press('Backspace');
  assert.equal(await size.inputValue(), '9');
  await page.keyboard.press('Enter');
  assert.equal(await size.inputValue(), '9');
  await page.mouse.click(...(await at(page, 0.5, 0.77)));
  await page.getByRole('toolbar', { name: 'Selection' }).waitFor();
  await page.keyboard.press('Delete');
  await page.getByRole('toolbar', { name: 'Selection' }).waitFor({ state: 'detached' });
});

await check('Escape gives a number its old value back', design, async (page) => {
  await page.mouse.click(...(await at(page, 0.5, 0.77)));
  const size = page.getByRole('textbox', { name: 'Font size' });
  await size.fill('999');
  await page.keyboard.press('Escape');
  assert.equal(await size.inputValue(), '88');
  await size.fill('999');
  await page.keyboard.press('Enter');
  assert.equal(await size.inputValue(), '999');
});

await check('keys: the sheet on /, where it is saved on Ctrl S, panels on Ctrl \\', design, async (page) => {
  await page.getByRole('tab', { name: 'Text' }).waitFor();
  await page.keyboard.press('/');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Keyboard' }).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+s');
  await page.getByText('Every change is stored on this device').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Search designs and actions').fill('rectangle');
  await page.keyboard.press('Escape');
  await page.getByPlaceholder('Search designs and actions').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+\\');
  await page.getByRole('tabpanel').waitFor({ state: 'detached' });
});

await check('Share copies the address; Export offers only the file while offline', design, async (page) => {
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByRole('button', { name: 'Copy link' }).click();
  await page.getByRole('button', { name: 'Link copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), page.url());
  await page.keyboard.press('Escape');
  await page.context().setOffline(true);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'JSON' }).waitFor();
  assert.equal(await page.getByRole('menuitem').count(), 1);
});

await check('a picture waits until the cloud has the design, and can be given up', design, async (page) => {
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'PNG' }).click();
  const dialog = page.getByRole('dialog', { name: 'Making the file…' });
  await dialog.getByText('Your last changes go to the cloud first.').waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
});

await check('a pinch on a trackpad, as Safari says it, zooms the board and not the page', design, async (page) => {
  const zoom = page.getByRole('button', { name: 'Zoom', exact: true });
  await zoom.waitFor();
  const before = parseInt(await zoom.innerText(), 10);
  const kept = await page.evaluate(() => {
    const host = document.querySelector('.fk-canvas-host');
    return [['gesturestart', 1], ['gesturechange', 1.5], ['gesturechange', 2]].map(([name, scale]) => {
      const event = Object.assign(new window.UIEvent(name, { bubbles: true, cancelable: true }), { scale, clientX: 300, clientY: 300 });
      host.dispatchEvent(event);
      return event.defaultPrevented;
    });
  });
  assert.deepEqual(kept, [true, true, true]);
  const after = parseInt(await zoom.innerText(), 10);
  assert.ok(Math.abs(after - 2 * before) <= 2, `${before} % became ${after} %`);
});

await check('what is selected is said, and an on-screen keyboard stays away from it', design, async (page) => {
  const said = page.locator('[data-selection]');
  await page.mouse.click(...(await at(page, 0.5, 0.77)));
  await page.getByRole('toolbar', { name: 'Selection' }).waitFor();
  assert.equal(await said.innerText(), 'Text selected: Small makers market');
  assert.equal(await page.locator('.fk-text-area').evaluate((area) => area === document.activeElement && area.inputMode), 'none');
});

await check('every control has a name and room for a finger', design, async (page) => {
  await page.mouse.click(...(await at(page, 0.45, 0.6)));
  await page.getByRole('toolbar', { name: 'Selection' }).waitFor();
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, a, input')]
      .filter((element) => element.checkVisibility())
      .map((element) => ({ box: (element.closest('.fk-field') ?? element).getBoundingClientRect(), name: element.getAttribute('aria-label') ?? element.textContent ?? '' }))
      .filter(({ box, name }) => name.trim() === '' || Math.min(box.width, box.height) < 31.5)
      .map(({ box, name }) => `${name} ${Math.round(box.width)} x ${Math.round(box.height)}`),
  );
  assert.deepEqual(small, []);
});

await check('on a phone the tools are one bar with sheets', design, async (page) => {
  await page.getByRole('navigation', { name: 'Tools' }).getByRole('button', { name: 'Shapes' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Star' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
}, { viewport: { width: 390, height: 844 }, hasTouch: true });

await browser.close();
await server.close();
rmSync(folder, { recursive: true });
process.exit(failed === 0 ? 0 : 1);
