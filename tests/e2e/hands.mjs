// Hands at the canvas: real pointer and keyboard events at places of the page, and the design as it then is.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Person, pause, until } from './product.mjs';

/** A person in a browser context of its own, so that size, touch and pixel ratio can be chosen. */
export async function new_person(browser, name, options = {}) {
  const context = await browser.browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true, ...options });
  return new Person(await context.newPage(), name);
}

export class Hands {
  constructor(person) {
    this.person = person;
    this.page = person.page;
    this.zoom = 1;
    this.left = 0;
    this.top = 0;
  }

  /** A new design of a preset, from wherever Home offers it. */
  async start(preset) {
    const first = this.page.getByRole('button', { name: /Start with an empty page/ });
    await first.or(this.page.getByRole('button', { name: 'New design' })).first().waitFor();
    await until('Home knows what it has', async () => (await first.isVisible()) || (await this.page.locator('.fk-card-open').count()) > 0);
    await ((await first.isVisible()) ? first : this.page.getByRole('button', { name: 'New design' })).click();
    await this.page.getByRole('menuitem', { name: preset }).click();
    await this.page.locator('.fk-canvas').waitFor();
    await until('the page is there', async () => /\d/.test(await this.page.getByRole('button', { name: 'Zoom' }).innerText()));
    await pause(500);
    await this.measure();
  }

  /** Finds where the first page lies: draws a box without snapping, reads where it is on the page, and takes it back. */
  async measure() {
    const host = await this.page.locator('.fk-canvas-host').boundingBox();
    const from = { x: Math.round(host.x + host.width / 2 - 60), y: Math.round(host.y + host.height / 2 - 60) };
    await this.page.keyboard.press('r');
    await this.page.mouse.move(from.x, from.y);
    await this.page.keyboard.down('Control');
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + 60, from.y + 60);
    await this.page.mouse.move(from.x + 120, from.y + 120);
    await this.page.mouse.up();
    await this.page.keyboard.up('Control');
    await this.page.getByRole('textbox', { name: 'Width', exact: true }).waitFor();
    const box = await this.placement();
    this.zoom = 120 / box.width;
    this.left = from.x - box.x * this.zoom;
    this.top = from.y - box.y * this.zoom;
    await this.page.keyboard.press('Control+z');
    await this.page.getByRole('textbox', { name: 'Width of the page' }).waitFor();
  }

  /** Of what is selected, as the inspector has it; waits `timeout` ms for something to be selected. */
  async placement(timeout = 10_000) {
    const read = async (name) => Number((await this.page.getByRole('textbox', { name, exact: true }).inputValue({ timeout })).replaceAll(',', ''));
    return { x: await read('X'), y: await read('Y'), width: await read('Width'), height: await read('Height').catch(() => 0), rotation: await read('Rotation') };
  }

  at(x, y) {
    return [this.left + x * this.zoom, this.top + y * this.zoom];
  }

  async click(x, y, options) {
    await this.page.mouse.click(...this.at(x, y), options);
    await pause(30);
  }

  /** `held` keys go down after the press, as hands do it. */
  async drag(x1, y1, x2, y2, { held = [], button = 'left', before_release } = {}) {
    await this.page.mouse.move(...this.at(x1, y1));
    await this.page.mouse.down({ button });
    for (const key of held) await this.page.keyboard.down(key);
    await this.page.mouse.move(...this.at((x1 + x2) / 2, (y1 + y2) / 2), { steps: 3 });
    await this.page.mouse.move(...this.at(x2, y2), { steps: 3 });
    if (before_release !== undefined) await before_release();
    await this.page.mouse.up({ button });
    for (const key of held) await this.page.keyboard.up(key);
    await pause(60);
  }

  async press(...keys) {
    for (const key of keys) await this.page.keyboard.press(key);
    await pause(60);
  }

  /** The design as its file says it. */
  async design() {
    await this.page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([this.page.waitForEvent('download'), this.page.getByRole('menuitem', { name: /JSON/ }).click()]);
    // A menu that closes has the keys until it gives the focus back, and on a slow machine that is after the download.
    await this.page.waitForFunction(() => document.activeElement?.closest('[role="menu"]') == null);
    return JSON.parse(readFileSync(await download.path(), 'utf8'));
  }

  async elements(page = 0) {
    return (await this.design()).pages[page].children ?? [];
  }

  async until_selected(count, what) {
    await this.person.panel('Layers');
    await until(what, async () => (await this.page.locator('.fk-layer[data-selected="true"]').count()) === count);
  }

  async type_field(name, text) {
    const field = this.page.getByRole('textbox', { name, exact: true });
    await field.fill(text);
    await field.press('Enter');
    await pause(80);
  }
}

export function assert_near(actual, expected, slack, what) {
  for (const [key, value] of Object.entries(expected)) {
    assert.ok(Math.abs((actual[key] ?? 0) - value) <= slack, `${what}: ${key} is ${actual[key]}, wished ${value} ± ${slack}`);
  }
}

/** Where pixels of a colour (#rrggbb) are on the screen: how many, and the box around them, in CSS pixels. */
export async function find_colour(page, colour, { clip, slack = 6 } = {}) {
  const png = await page.screenshot({ scale: 'css', ...(clip === undefined ? {} : { clip }) });
  const found = await page.evaluate(
    async ({ data, wished, near }) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], { type: 'image/png' }));
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context.drawImage(bitmap, 0, 0);
      const pixels = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
      const out = { count: 0, left: Infinity, top: Infinity, right: -1, bottom: -1 };
      for (let i = 0; i < pixels.length; i += 4) {
        if (wished.some((part, at) => Math.abs(pixels[i + at] - part) > near)) continue;
        const [x, y] = [(i / 4) % bitmap.width, Math.floor(i / 4 / bitmap.width)];
        out.count++;
        out.left = Math.min(out.left, x);
        out.top = Math.min(out.top, y);
        out.right = Math.max(out.right, x);
        out.bottom = Math.max(out.bottom, y);
      }
      return out;
    },
    { data: png.toString('base64'), wished: [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)), near: slack },
  );
  const [dx, dy] = clip === undefined ? [0, 0] : [clip.x, clip.y];
  return { count: found.count, left: found.left + dx, top: found.top + dy, right: found.right + 1 + dx, bottom: found.bottom + 1 + dy };
}
