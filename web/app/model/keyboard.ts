// From a key press to the shortcut it means, and from a shortcut to how it is written for a person.
import type { Shortcut } from '../data/keys.ts';

export interface Press {
  key: string;
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
export function is_for_input_method(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** "mod+shift+z". A shifted sign ("?", "{") is compared by what it shows and by its plain twin. */
function spellings(press: Press, mac: boolean): string[] {
  const mod = mac ? press.metaKey : press.ctrlKey;
  const foreign = mac ? press.ctrlKey : press.metaKey;
  if (foreign || press.altKey) return [];
  const key = press.key.toLowerCase();
  const plain = ({ '{': '[', '}': ']' } as const)[key] ?? key;
  const prefix = mod ? 'mod+' : '';
  if (!press.shiftKey) return [prefix + key];
  const is_sign = key.length === 1 && key.toUpperCase() === key && !/[0-9]/.test(key);
  return is_sign ? [`${prefix}shift+${plain}`, prefix + key] : [`${prefix}shift+${plain}`];
}

export function find_shortcut(table: readonly Shortcut[], press: Press, mac: boolean, typing: boolean): Shortcut | undefined {
  // With Shift, one that names Shift comes before one that does not.
  for (const pressed of spellings(press, mac)) {
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
