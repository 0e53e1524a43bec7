// Who the others see: a guest with a friendly name and a colour until there is an account or a name of one's own. Kept in
// this browser; where nothing can be kept it is a new one each time.
import type { Store } from './store.ts';
import { create_store } from './store.ts';

export interface Person {
  name: string;
  /** 0xRRGGBB */
  colour: number;
  /** Where the name comes from: made up here, given by the person, or that of the account. */
  from: 'made' | 'given' | 'account';
}

interface Tint {
  word: string;
  colour: number;
}

/** As many as the engine tells apart; white letters are readable on each. */
export const tints: readonly Tint[] = [
  { word: 'Indigo', colour: 0x5b5bd6 },
  { word: 'Pink', colour: 0xc2298a },
  { word: 'Red', colour: 0xd13438 },
  { word: 'Amber', colour: 0xc2560c },
  { word: 'Green', colour: 0x18794e },
  { word: 'Blue', colour: 0x0b68cb },
  { word: 'Violet', colour: 0x8145b5 },
  { word: 'Teal', colour: 0x0f766e },
];

const animals = ['Otter', 'Heron', 'Fox', 'Robin', 'Lynx', 'Hare', 'Wren', 'Seal', 'Ibis', 'Badger', 'Finch', 'Marten', 'Plover', 'Stoat', 'Swift', 'Newt'];

const longest_name = 64;
const place = 'flashkit-person';

/** Two bytes decide. */
export function made_up_person([first = 0, second = 0]: ArrayLike<number> & Iterable<number>): Person {
  const tint = tints[first % tints.length] ?? { word: 'Quiet', colour: 0x5b5bd6 };
  return { name: `${tint.word} ${animals[second % animals.length] ?? 'Otter'}`, colour: tint.colour, from: 'made' };
}

/** What was kept, if it is a person. */
export function read_person(text: string | null): Person | undefined {
  try {
    const kept: unknown = JSON.parse(text ?? '');
    if (typeof kept !== 'object' || kept === null || !('name' in kept) || !('colour' in kept) || !('from' in kept)) return undefined;
    const { name, colour, from } = kept;
    const is_person = typeof name === 'string' && name !== '' && typeof colour === 'number' && (from === 'made' || from === 'given' || from === 'account');
    return is_person ? { name: name.slice(0, longest_name), colour, from } : undefined;
  } catch {
    return undefined;
  }
}

type Change = Partial<Person>;

export function create_person(): Store<Person, Change> {
  let kept: Person | undefined;
  try {
    kept = read_person(window.localStorage.getItem(place));
  } catch {
    // Nothing can be kept here.
  }
  const first = kept ?? made_up_person(crypto.getRandomValues(new Uint8Array(2)));
  const keep = (person: Person): Person => {
    try {
      window.localStorage.setItem(place, JSON.stringify(person));
    } catch {
      // Then it holds as long as this page.
    }
    return person;
  };
  if (kept === undefined) keep(first);
  return create_store(first, (person: Person, change: Change) => keep({ ...person, ...change }));
}

/** The name of whoever is signed in; undefined for a guest, and where nobody answers. */
export function account_name(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null || !('guest' in answer) || answer.guest !== false) return undefined;
  const name = 'name' in answer && typeof answer.name === 'string' ? answer.name.trim() : '';
  const email = 'email' in answer && typeof answer.email === 'string' ? answer.email : '';
  const shown = name === '' ? (email.split('@')[0] ?? '') : name;
  return shown === '' ? undefined : shown.slice(0, longest_name);
}

/** Asks the server once who is signed in. Not to be waited for. */
export async function adopt_account(person: Store<Person, Change>): Promise<void> {
  try {
    const answer = await fetch('/api/v1/me', { headers: { Accept: 'application/json' } });
    const name = answer.ok ? account_name(await answer.json()) : undefined;
    if (name !== undefined) person.push({ name, from: 'account' });
  } catch {
    // Offline: the name that is known goes on.
  }
}

export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.slice(0, 2).map((word) => [...new Intl.Segmenter().segment(word)][0]?.segment ?? '').join('').toUpperCase();
}

export const css_colour = (colour: number): string => `#${colour.toString(16).padStart(6, '0')}`;
