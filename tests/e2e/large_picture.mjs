// A picture of 20 MB that is quickly drawn: what follows its end belongs to nobody. Made here and, the same, in the page:
// handing so much to the browser takes longer than a test.
import { photo } from '../parity/designs.mjs';

const fill = (start) => {
  const bytes = new Uint8Array(start.length + 20 * 1024 * 1024);
  bytes.set(start);
  for (let i = start.length; i < bytes.length; i++) bytes[i] = (i * 2654435761) >>> 24;
  return bytes;
};
const start = [...Buffer.from(photo(64, 64, 1).split(',')[1], 'base64')];

export const large_picture = () => Buffer.from(fill(start));

/** `who` puts it on the page. */
export async function insert_large_picture(who) {
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
