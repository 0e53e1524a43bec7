// Keys while the editor is open: the table of shortcuts first, everything else to the engine as it was pressed.
import type { RefObject } from 'react';
import { useCallback, useEffect, useEffectEvent, useRef } from 'react';
import type { SkinAction } from '../../data/keys.ts';
import { shortcuts } from '../../data/keys.ts';
import { command_letter, find_shortcut, holds_command, is_for_input_method, makes_letters } from '../../model/keyboard.ts';
import { useEditor } from '../context.ts';
import { modifiers_of } from './pointers.ts';

export type SkinActions = Readonly<Record<SkinAction, () => void>>;

/** True when the key belongs to a field, a menu or a dialog rather than to the canvas. */
export function is_elsewhere(target: EventTarget | null, area: HTMLElement | null): boolean {
  if (!(target instanceof Element) || target === area) return false;
  return target.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]') !== null;
}

/** Returns whether the space bar is held. */
export function useKeys(area: RefObject<HTMLTextAreaElement | null>, mac: boolean, skin: SkinActions): () => boolean {
  const editor = useEditor();
  const space = useRef(false);

  const on_down = useEffectEvent((event: KeyboardEvent) => {
    if (is_for_input_method(event) || event.defaultPrevented || is_elsewhere(event.target, area.current)) return;
    const typing = editor.is_typing();
    const shortcut = find_shortcut(shortcuts, event, mac, typing);
    if (shortcut !== undefined) {
      event.preventDefault();
      if (shortcut.command !== undefined) editor.dispatch(shortcut.command);
      if (shortcut.skin !== undefined) skin[shortcut.skin]();
      return;
    }
    const with_command = holds_command(event, mac);
    // The browser makes letters, copy, cut and paste into events of the text area.
    const letter = with_command ? command_letter(event) : '';
    if (['c', 'x', 'v'].includes(letter)) return;
    if (typing && makes_letters(event, mac)) return;
    // A focused button keeps its own keys.
    const on_button = event.target instanceof Element && event.target.closest('button, a') !== null;
    if (on_button && ['Enter', ' ', 'Tab'].includes(event.key)) return;
    // Tab goes from element to element once one is chosen on the canvas, and through the interface otherwise.
    const on_canvas = event.target === area.current && (editor.model.get().selection?.nodes.length ?? 0) > 0;
    if (event.key === 'Tab' && !typing && !on_canvas) return;
    if (event.key === ' ') space.current = true;
    const all_letters = typing && letter === 'a';
    if (!with_command || all_letters) event.preventDefault();
    editor.dispatch({ case: 'key', value: { key: all_letters ? letter : event.key, down: true, modifiers: modifiers_of(event, space.current) } });
  });

  const on_up = useEffectEvent((event: KeyboardEvent) => {
    if (event.key === ' ') space.current = false;
    if (is_elsewhere(event.target, area.current)) return;
    editor.dispatch({ case: 'key', value: { key: event.key, down: false, modifiers: modifiers_of(event, space.current) } });
  });

  useEffect(() => {
    const down = (event: KeyboardEvent) => on_down(event);
    const up = (event: KeyboardEvent) => on_up(event);
    const blur = () => (space.current = false);
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    window.addEventListener('blur', blur);
    return () => {
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
      window.removeEventListener('blur', blur);
    };
  }, []);

  return useCallback(() => space.current, []);
}
