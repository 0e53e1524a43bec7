import { expect, test } from 'vitest';
import { shortcuts } from '../data/keys.ts';
import { command_letter, find_shortcut, is_for_input_method, makes_letters, write_keys } from './keyboard.ts';

const press = (key: string, held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held,
});
const pressed_at = (code: string, key: string, held: Parameters<typeof press>[1] = {}) => ({ ...press(key, held), code });
const label = (pressed: ReturnType<typeof press>, mac = false, typing = false) => find_shortcut(shortcuts, pressed, mac, typing)?.label;

test('no two shortcuts want the same keys', () => {
  const all = shortcuts.flatMap((shortcut) => shortcut.keys);
  expect(new Set(all).size).toBe(all.length);
});

test('a shortcut has exactly one thing to do', () => {
  for (const shortcut of shortcuts) expect((shortcut.command === undefined) !== (shortcut.skin === undefined), shortcut.label).toBe(true);
});

test('the command key is the one of the platform', () => {
  expect(label(press('z', { ctrlKey: true }))).toBe('Undo');
  expect(label(press('z', { metaKey: true }), true)).toBe('Undo');
  expect(label(press('z', { metaKey: true }))).toBeUndefined();
  expect(label(press('Z', { ctrlKey: true, shiftKey: true }))).toBe('Redo');
});

test('shifted signs are found however the keyboard writes them', () => {
  expect(label(press('}', { ctrlKey: true, shiftKey: true }))).toBe('Bring to front');
  expect(label(press('?', { shiftKey: true }))).toBe('This list');
  expect(label(press('+', { ctrlKey: true, shiftKey: true }))).toBe('Zoom in');
  expect(label(press('/', {}))).toBe('This list');
  expect(label(press('/', { shiftKey: true }))).toBe('This list');
});

test('while typing, letters are letters and only what is safe stays a shortcut', () => {
  expect(label(press('t'), false, true)).toBeUndefined();
  expect(label(press('Backspace'), false, true)).toBeUndefined();
  expect(label(press('a', { ctrlKey: true }), false, true)).toBeUndefined();
  expect(label(press('z', { ctrlKey: true }), false, true)).toBe('Undo');
});

test('a letter with Shift or Alt is not the tool', () => {
  expect(label(press('T', { shiftKey: true }))).toBeUndefined();
  expect(label(press('t', { altKey: true }))).toBeUndefined();
  expect([label(press('z')), label(press('Z', { shiftKey: true }))]).toEqual(['Zoom in by a step', 'Zoom out by a step']);
  expect(label(press('z'), false, true)).toBeUndefined();
});

test('on a keyboard without Latin letters the place of the key says which it is', () => {
  expect(label(pressed_at('KeyZ', 'я', { ctrlKey: true }))).toBe('Undo');
  expect(label(pressed_at('KeyZ', 'Я', { metaKey: true, shiftKey: true }), true)).toBe('Redo');
  expect(label(pressed_at('KeyT', 'е'))).toBe('Text');
  expect(label(pressed_at('KeyT', 'е'), false, true), 'a letter of the text').toBeUndefined();
  expect(command_letter(pressed_at('KeyC', 'с', { ctrlKey: true }))).toBe('c');
});

test('digits and brackets that need Shift or AltGr elsewhere are found by their place, Latin letters never', () => {
  expect(label(pressed_at('Digit0', 'à', { ctrlKey: true }))).toBe('Fit the page');
  expect(label(pressed_at('Digit1', '&', { ctrlKey: true }))).toBe('Zoom to 100 %');
  expect(label(pressed_at('BracketRight', '$', { ctrlKey: true }))).toBe('Bring forward');
  expect(label(pressed_at('BracketLeft', 'Dead', { ctrlKey: true, shiftKey: true }))).toBe('Send to back');
  expect(label(pressed_at('Digit6', '-', { ctrlKey: true })), 'by its name first').toBe('Zoom out');
  expect(label(pressed_at('KeyA', 'q', { ctrlKey: true }))).toBeUndefined();
  expect(label(pressed_at('KeyZ', 'w', { ctrlKey: true }))).toBeUndefined();
  expect(command_letter(pressed_at('KeyV', 'k', { ctrlKey: true }))).toBe('k');
});

test('what Option, AltGr, a dead key or an input method makes is letters', () => {
  expect(makes_letters(press('@', { altKey: true }), true)).toBe(true);
  expect(makes_letters(press('å', { altKey: true, shiftKey: true }), true)).toBe(true);
  expect(makes_letters(press('@', { altKey: true, ctrlKey: true }), false)).toBe(true);
  expect(makes_letters(press('Dead', { altKey: true }), true)).toBe(true);
  expect(makes_letters(press('v', { metaKey: true }), true)).toBe(false);
  expect(makes_letters(press('v', { ctrlKey: true }), false)).toBe(false);
  expect(makes_letters(press('ArrowLeft', { altKey: true }), true)).toBe(false);
  expect(is_for_input_method({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(is_for_input_method({ isComposing: false, keyCode: 13 })).toBe(false);
});

test('keys are written as the platform writes them', () => {
  expect(write_keys('mod+shift+z', false)).toBe('Ctrl+Shift+Z');
  expect(write_keys('mod+shift+z', true)).toBe('⌘⇧Z');
  expect(write_keys('mod++', false)).toBe('Ctrl++');
});
