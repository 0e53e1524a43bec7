// Takes pictures of the screens from a running preview: node tools/shots.mjs <address> <folder>. For looking at them.
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { launch_flags } from './chromium.mjs';

const [address = 'http://127.0.0.1:4173', folder = '/tmp/flashkit-shots'] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: launch_flags });
const troubles = [];

async function screen(name, path, { dark = false, width = 1440, height = 900, act } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', hasTouch: width < 700, deviceScaleFactor: width < 700 ? 2 : 1 });
  const page = await context.newPage();
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(`${name}: ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`${name}: ${error.message}`));
  await page.goto(address + path);
  await page.waitForTimeout(700);
  if (act) await act(page);
  await page.waitForTimeout(350);
  await page.screenshot({ path: `${folder}/${name}.png` });
  await context.close();
}

const design = '/d/0123456789abcdef0123456789abcdef#0123456789abcdef0123456789abcdef';
const host = (page) => page.locator('.fk-canvas-host');
const click_at = (x, y) => async (page) => {
  const box = await host(page).boundingBox();
  await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
};

await screen('home-empty', '/?empty');
await screen('home-empty-dark', '/?empty', { dark: true });
await screen('home', '/');
await screen('home-dark', '/', { dark: true });
await screen('home-menu', '/', { act: (page) => page.getByRole('button', { name: 'New design' }).click() });
await screen('home-palette', '/', { act: (page) => page.keyboard.press('Control+k') });
await screen('editor', design);
await screen('editor-shapes', design, { act: (page) => page.getByRole('tab', { name: 'Shapes' }).click() });
await screen('editor-text', design, { act: click_at(0.5, 0.77) });
await screen('editor-figure', design, {
  act: async (page) => {
    await click_at(0.45, 0.6)(page);
    await page.getByRole('tab', { name: 'Layers' }).click();
    await page.getByRole('button', { name: 'Fill: choose' }).click();
  },
});
await screen('editor-image-dark', design, { dark: true, act: click_at(0.6, 0.6) });
await screen('editor-chip', design, { act: (page) => page.keyboard.press('Control+s') });
await screen('editor-keys', design, { act: (page) => page.keyboard.press('/') });
await screen('editor-export', design, { dark: true, act: (page) => page.getByRole('button', { name: 'Export' }).click() });
await screen('editor-share', design, { act: (page) => page.getByRole('button', { name: 'Share' }).click() });
await screen('phone-home', '/', { width: 390, height: 844 });
await screen('phone-editor', design, { width: 390, height: 844, act: click_at(0.5, 0.5) });
await screen('phone-sheet', design, { width: 390, height: 844, act: (page) => page.getByRole('button', { name: 'Shapes' }).click() });
await browser.close();
for (const trouble of [...new Set(troubles)]) console.log(trouble);
