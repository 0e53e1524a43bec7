// Which rows of a long list have to be there: those on the screen and some around them. The list keeps its full height, so
// that the bar beside it says how long it is; every row has the same height.
import type { RefObject } from 'react';
import { useSyncExternalStore } from 'react';

/** The window moves in steps of so many rows; it reaches as many beyond what is seen, so that Tab finds the next one. */
const step = 8;

interface Seen {
  /** Where the list begins on the screen, and how high that is. */
  top: number;
  screen: number;
  row: number;
}

/** The first step that is needed, and how many, in one number. */
export function steps_of({ top, screen, row }: Seen): number {
  const first = Math.max(0, Math.floor(-top / row / step) - 1);
  return first * 1000 + Math.min(999, Math.ceil(screen / row / step) + 3);
}

/** From which row to which, the second not included. */
export function rows_of(steps: number, count: number): [number, number] {
  const first = Math.floor(steps / 1000) * step;
  const most = Math.min(count, first + (steps % 1000) * step);
  return [Math.min(first, Math.max(0, most - step)), most];
}

function subscribe(changed: () => void): () => void {
  // Whatever it is that scrolls the list.
  document.addEventListener('scroll', changed, { capture: true, passive: true });
  window.addEventListener('resize', changed);
  return () => {
    document.removeEventListener('scroll', changed, { capture: true });
    window.removeEventListener('resize', changed);
  };
}

export function useRowWindow(list: RefObject<HTMLElement | null>, count: number, row: number): [number, number] {
  const look = () => steps_of({ top: list.current?.getBoundingClientRect().top ?? 0, screen: window.innerHeight, row });
  return rows_of(useSyncExternalStore(subscribe, look), count);
}
