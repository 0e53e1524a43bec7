// For `vite --mode fake`: `?empty` shows the first visit.
import type { Clients } from '../clients.ts';
import { fake_engine } from './fake_engine.ts';
import { fake_replica } from './fake_library.ts';

export function fake_clients(): Clients {
  const replica = fake_replica(!location.search.includes('empty'));
  const families = ['Roboto', 'Inter', 'Montserrat', 'Poppins', 'Oswald', 'Raleway', 'Anton', 'Noto Sans', 'Noto Sans Devanagari'];
  return { replica, make_engine: fake_engine, families: () => Promise.resolve(families), keep_family: () => Promise.resolve(), on_new_version: () => undefined };
}
