// A person who has the version history before him, and what the server has of the same versions.
import { until } from './product.mjs';

export class Reader {
  constructor(person) {
    this.person = person;
    this.page = person.page;
    this.panel = this.page.getByRole('complementary', { name: 'Version history' });
    this.bar = this.page.locator('.fk-version-bar');
  }

  async open() {
    await this.page.getByRole('button', { name: 'Version history' }).click();
    await this.panel.waitFor();
  }

  /** The rows below the present: what stands in them. */
  async rows() {
    return (await this.panel.locator('section .fk-version-words').allInnerTexts()).map((text) => text.split('\n').map((line) => line.trim()));
  }

  async until_rows(count) {
    return until(`${count} versions are listed`, async () => (await this.rows()).length === count && this.rows());
  }

  async pictures() {
    return until('every version shows its picture', async () => {
      const shown = await this.panel.locator('section .fk-version-frame img').evaluateAll((images) => images.map((image) => image.complete && image.naturalWidth > 0));
      return shown.length === (await this.rows()).length && shown.every(Boolean);
    });
  }

  row(name) {
    return this.panel.locator('.fk-version', { hasText: name });
  }

  async save(name) {
    await this.panel.getByRole('button', { name: 'Save a version' }).click();
    await this.field().fill(name);
    await this.page.keyboard.press('Enter');
    await until(`it is called ${name}`, async () => (await this.rows())[0]?.[0] === name);
  }

  field() {
    return this.panel.getByRole('textbox', { name: 'Name of the version' });
  }

  /** Opens the menu of a row, with the pointer as its button shows only below one. */
  async menu(name) {
    await this.row(name).hover();
    await this.row(name).getByRole('button', { name: /^More for/ }).click();
    await this.page.getByRole('menuitem').first().waitFor();
    return (what) => this.page.getByRole('menuitem', { name: what });
  }

  async show(name) {
    await this.row(name).locator('.fk-version-open').click();
    await this.bar.getByText('Earlier version').waitFor();
    await until('it is shown', () => this.bar.getByRole('button', { name: 'Make a copy' }).isEnabled());
  }

  async leave() {
    await this.page.getByRole('button', { name: 'Back to the design' }).click();
    await this.page.getByRole('button', { name: 'Export' }).waitFor();
  }

  /** Something is said in the panel, and is gone when it was read. */
  async until_said(pattern) {
    const said = this.panel.locator('.fk-history-said');
    await until(`the panel says ${pattern}`, async () => pattern.test(await said.innerText({ timeout: 1000 }).catch(() => '')));
  }
}

/** What the server has of the open design. */
export async function versions_of(server, person) {
  const [, document, capability] = /\/d\/([0-9a-f]{32})#([0-9a-f]{32})/.exec(person.page.url());
  const design = `${server.origin}/api/v1/documents/${document}`;
  const base = `${design}/versions`;
  const headers = { 'X-Flashkit-Capability': capability, 'Content-Type': 'application/json' };
  const list = async () => (await (await fetch(base, { headers })).json()).versions;
  const head = async () => (await (await fetch(design, { headers })).json()).head;
  const save = async (name) => {
    const answer = await fetch(base, { method: 'POST', headers, body: JSON.stringify({ name }) });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  };
  const is_whole = async ({ seq, preview }) => {
    const state = await fetch(`${base}/${seq}/checkpoint`, { headers });
    const picture = await fetch(`${base}/${seq}/preview.jpg`, { headers });
    return state.ok && (await state.json()).seq === seq && preview && picture.ok;
  };
  return { document, capability, list, head, save, is_whole };
}
