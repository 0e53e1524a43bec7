// A press of the mouse on a button does something to what is worked on; the keyboard stays with the canvas and its text.
import type { MouseEvent } from 'react';

const own_keyboard = '.fk-field, .fk-history, [role="dialog"], [role="menu"], [role="listbox"]';

/** For the mouse alone: who goes from button to button with the keyboard has it on the button. */
export function keep_focus(event: MouseEvent<HTMLElement>): void {
  const { target, currentTarget } = event;
  if (!(target instanceof Element) || target.closest('button') === null || target.closest(own_keyboard) !== null) return;
  event.preventDefault();
  // A field that was typed into takes what was typed when it loses the keyboard.
  const area = currentTarget.querySelector<HTMLElement>('.fk-text-area');
  if (document.activeElement !== area) area?.focus({ preventScroll: true });
}
