// A pinch on a trackpad in Safari, which has events of its own for it and would zoom the whole page.
import type { CommandKind } from '../../../engine/port.ts';

export interface Spread {
  /** How far apart the fingers are, beside when they came down. */
  scale: number;
  clientX: number;
  clientY: number;
}

/** Safari's events are unknown to the types of browsers. */
export function spread_of(event: object): Spread | undefined {
  if (!('scale' in event && 'clientX' in event && 'clientY' in event)) return undefined;
  const { scale, clientX, clientY } = event;
  if (typeof scale !== 'number' || typeof clientX !== 'number' || typeof clientY !== 'number' || !(scale > 0)) return undefined;
  return { scale, clientX, clientY };
}

/** `touched`: fingers on a touch screen are followed one by one already. Returns how to stop. */
export function listen_to_trackpad_pinch(host: HTMLElement, dispatch: (command: CommandKind) => void, touched: () => boolean): () => void {
  let before = 1;
  const starts = (event: Event) => {
    event.preventDefault();
    before = 1;
  };
  const changes = (event: Event) => {
    event.preventDefault();
    const now = spread_of(event);
    if (now === undefined || touched()) return;
    const box = host.getBoundingClientRect();
    dispatch({ case: 'pinch', value: { x: now.clientX - box.left, y: now.clientY - box.top, scale: now.scale / before, moveX: 0, moveY: 0 } });
    before = now.scale;
  };
  host.addEventListener('gesturestart', starts);
  host.addEventListener('gesturechange', changes);
  return () => {
    host.removeEventListener('gesturestart', starts);
    host.removeEventListener('gesturechange', changes);
  };
}
