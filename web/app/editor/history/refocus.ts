// Where the keyboard goes when what had it is gone.

/** Once the screen is drawn again: to the first of these that is there, unless something else has the keyboard by then. */
export function refocus(...places: readonly (Element | string | null)[]): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body && document.activeElement !== null) return;
    for (const place of places) {
      const element = typeof place === 'string' ? document.querySelector(place) : place;
      if (!(element instanceof HTMLElement) || !element.isConnected || element === document.body) continue;
      element.focus({ preventScroll: true });
      return;
    }
  });
}

/** The list's own row, then the button that opens the list, then the canvas. */
export const around_history = ['.fk-version-open[aria-pressed="true"]', '[data-opens="history"]', '.fk-text-area'] as const;
