// From a key press to the shortcut it means, and from a shortcut to how it is written for a person.
import type { Shortcut } from '../data/keys.ts';

export interface Press {
  key: string;
  /** Where on the keyboard: "KeyZ" is the key that says Z on most with Latin letters. */
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** The command key of the platform. Control with Alt is AltGr, which makes letters. */
export function holds_command(press: Press, mac: boolean): boolean {
  return mac ? press.metaKey : press.ctrlKey && !press.altKey;
}

/** A key of which the browser makes letters, now or together with the next one. */
export function makes_letters(press: Press, mac: boolean): boolean {
  if (['Dead', 'Process', 'Unidentified'].includes(press.key)) return true;
  return Array.from(press.key).length === 1 && !holds_command(press, mac);
}

/** A key that an input method takes. Safari says so of the one that ends a composition by its old code alone. */
export function is_for_input_method(event: { isComposing: boolean; keyCode: number }): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** "mod+shift+z". A shifted sign ("?", "{") is compared by what it shows and by its plain twin. */
function spellings(press: Press, sign: string, mac: boolean): string[] {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const foreign = mac ? press.ctrlKey : press.metaKey;
  if (foreign || press.altKey) return [];
  const key = sign.toLowerCase();
  const plain = ({ '{': '[', '}': ']' } as const)[key] ?? key;
  const prefix = mod ? 'mod+' : '';
  if (!press.shiftKey) return [prefix + key];
  const is_sign = key.length === 1 && key.toUpperCase() === key && !/[0-9]/.test(key);
  return is_sign ? [`${prefix}shift+${plain}`, prefix + key] : [`${prefix}shift+${plain}`];
}

const is_latin = (key: string) => /^[a-z]$/i.test(key);

/** What the key at this place says on a keyboard with Latin letters, as far as shortcuts need it. */
function sign_at(code: string): string | undefined {
  if (code === 'BracketLeft') return '[';
  if (code === 'BracketRight') return ']';
  return /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code)?.slice(1).join('').toLowerCase();
}

/** The letter that is meant with the command key: by its name, and on keyboards without Latin letters by its place. */
export function command_letter(press: Press): string {
  return (is_latin(press.key) ? press.key : (sign_at(press.code) ?? press.key)).toLowerCase();
}

/** The sign of the place, where the name of the key is none that a shortcut could have. */
function sign_of_place(press: Press, mac: boolean): string | undefined {
  if (is_latin(press.key)) return undefined;
  const foreign_letter = Array.from(press.key).length === 1 && press.key > '~';
  return foreign_letter || holds_command(press, mac) ? sign_at(press.code) : undefined;
}

export function find_shortcut(table: readonly Shortcut[], press: Press, mac: boolean, typing: boolean): Shortcut | undefined {
  const sign = sign_of_place(press, mac);
  // With Shift, one that names Shift comes before one that does not.
  for (const pressed of [...spellings(press, press.key, mac), ...(sign === undefined ? [] : spellings(press, sign, mac))]) {
    const found = table.find((shortcut) => (!typing || shortcut.while_typing === true) && shortcut.keys.includes(pressed));
    if (found !== undefined) return found;
  }
  return undefined;
}

const mac_signs: Record<string, string> = { mod: '⌘', shift: '⇧', delete: '⌦', backspace: '⌫' };
const other_signs: Record<string, string> = { mod: 'Ctrl', shift: 'Shift', delete: 'Del', backspace: 'Backspace' };

export function write_keys(keys: string, mac: boolean): string {
  const signs = mac ? mac_signs : other_signs;
  const parts = keys === 'mod++' ? ['mod', '+'] : keys.split('+');
  return parts.map((part) => signs[part] ?? (part.length <= 2 ? part.toUpperCase() : part)).join(mac ? '' : '+');
}

export function is_mac(platform: string): boolean {
  return /mac|iphone|ipad/i.test(platform);
}
