// Where a test plays: a server, a network to it that can be cut, and people who come with a browser and a profile of their
// own. Everything is there before the first test of the file and gone after the last.
import { after, before } from 'node:test';
import { make_profile, remove_profile, start_browser } from './browser.mjs';
import { Network, Person, Server, skip } from './product.mjs';

export class Place {
  server = new Server();
  #profiles = [];
  #browsers = [];

  constructor() {
    before(async () => {
      if (skip) return;
      await this.server.start();
      this.near = await new Network().open(this.server);
    });
    after(async () => {
      for (const browser of this.#browsers) await browser.close();
      this.near?.close();
      await this.server.end();
      this.#profiles.forEach(remove_profile);
    });
  }

  async person(name) {
    const profile = make_profile();
    const browser = await start_browser(profile);
    this.#profiles.push(profile);
    this.#browsers.push(browser);
    return Person.at(browser, name);
  }
}
