// From the browser's pointer, wheel and touch events to the engine's commands. Decides nothing: it measures.
import type { CommandKind } from '../../../engine/port.ts';
import { PointerPhase } from '../../../engine/generated/local_pb.ts';
import { listen_to_trackpad_pinch } from './trackpad_pinch.ts';

interface Held {
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

export function modifiers_of(event: Held, space: boolean) {
  return { shift: event.shiftKey, control: event.ctrlKey, alt: event.altKey, meta: event.metaKey, space };
}

export interface Place {
  x: number;
  y: number;
}

interface Press extends Place {
  at: number;
  count: number;
}

/** How many clicks a press makes with the one before it: near in place and time. */
export function click_count(last: Press | undefined, place: Place, at: number): number {
  const near = last !== undefined && at - last.at < 400 && Math.hypot(place.x - last.x, place.y - last.y) < 6;
  return near ? (last.count % 3) + 1 : 1;
}

export interface Pinched {
  x: number;
  y: number;
  scale: number;
  move_x: number;
  move_y: number;
}

/** What two fingers did between two moments. */
export function pinch_between(before: readonly [Place, Place], after: readonly [Place, Place]): Pinched {
  const middle = ([a, b]: readonly [Place, Place]) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const length = ([a, b]: readonly [Place, Place]) => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));
  const from = middle(before);
  const to = middle(after);
  return { x: to.x, y: to.y, scale: length(after) / length(before), move_x: to.x - from.x, move_y: to.y - from.y };
}

/** Listens on the element that holds the canvas. Returns how to stop. */
export function listen_to_pointers(host: HTMLElement, dispatch: (command: CommandKind) => void, space: () => boolean): () => void {
  let last_press: Press | undefined;
  let fingers = new Map<number, Place>();
  let pinching = false;
  const pressed = new Set<number>();
  const is_over = (event: Event) => event.target instanceof Element && event.target.closest('[data-over-canvas]') !== null;

  const place_of = (event: MouseEvent): Place => {
    const box = host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const send = (phase: PointerPhase, event: PointerEvent, count = 0) =>
    dispatch({
      case: 'pointer',
      value: { phase, ...place_of(event), button: Math.max(0, event.button), clickCount: count, device: event.pointerType, modifiers: modifiers_of(event, space()) },
    });
  const two = (): [Place, Place] | undefined => {
    const [a, b] = [...fingers.values()];
    return a && b ? [a, b] : undefined;
  };

  const down = (event: PointerEvent) => {
    if (is_over(event)) return;
    pressed.add(event.pointerId);
    host.setPointerCapture(event.pointerId);
    if (event.pointerType === 'touch') {
      fingers.set(event.pointerId, place_of(event));
      if (fingers.size > 1) {
        if (!pinching) send(PointerPhase.POINTER_CANCEL, event);
        pinching = true;
        return;
      }
    }
    const place = place_of(event);
    last_press = { ...place, at: event.timeStamp, count: click_count(last_press, place, event.timeStamp) };
    send(PointerPhase.POINTER_DOWN, event, last_press.count);
  };
  const move = (event: PointerEvent) => {
    if (fingers.has(event.pointerId)) {
      const before = two();
      fingers.set(event.pointerId, place_of(event));
      const after = two();
      if (pinching) {
        if (before && after) {
          const { x, y, scale, move_x, move_y } = pinch_between(before, after);
          dispatch({ case: 'pinch', value: { x, y, scale, moveX: move_x, moveY: move_y } });
        }
        return;
      }
    }
    if (pressed.has(event.pointerId) || !is_over(event)) send(PointerPhase.POINTER_MOVE, event);
  };
  const up = (event: PointerEvent) => {
    fingers.delete(event.pointerId);
    const was_pressed = pressed.delete(event.pointerId);
    if (pinching) {
      if (fingers.size === 0) pinching = false;
      return;
    }
    if (was_pressed) send(PointerPhase.POINTER_UP, event, last_press?.count ?? 1);
  };
  const cancel = (event: PointerEvent) => {
    pressed.delete(event.pointerId);
    fingers.delete(event.pointerId);
    if (fingers.size === 0) pinching = false;
    send(PointerPhase.POINTER_CANCEL, event);
  };
  const leave = (event: PointerEvent) => send(PointerPhase.POINTER_LEAVE, event);
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? host.clientHeight : 1;
    dispatch({ case: 'wheel', value: { ...place_of(event), deltaX: event.deltaX * unit, deltaY: event.deltaY * unit, modifiers: modifiers_of(event, space()) } });
  };
  // The middle button moves the board; it neither starts the browser's own scrolling nor, as on X11, pastes when it goes up.
  const no_middle = (event: MouseEvent) => {
    if (event.button === 1) event.preventDefault();
  };
  const no_menu = (event: Event) => event.preventDefault();

  // A key, or a press somewhere else, stands between two clicks: they are no double click then.
  const between = (event: Event) => {
    const modifier = event instanceof KeyboardEvent && ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key);
    const here = event instanceof PointerEvent && event.target instanceof Node && host.contains(event.target) && !is_over(event);
    if (!modifier && !here) last_press = undefined;
  };

  const stop_trackpad = listen_to_trackpad_pinch(host, dispatch, () => fingers.size > 0);
  window.addEventListener('keydown', between, true);
  window.addEventListener('pointerdown', between, true);
  host.addEventListener('pointerdown', down);
  host.addEventListener('pointermove', move);
  host.addEventListener('pointerup', up);
  host.addEventListener('pointercancel', cancel);
  host.addEventListener('pointerleave', leave);
  host.addEventListener('wheel', wheel, { passive: false });
  host.addEventListener('contextmenu', no_menu);
  host.addEventListener('mousedown', no_middle);
  host.addEventListener('mouseup', no_middle);
  return () => {
    fingers = new Map();
    stop_trackpad();
    window.removeEventListener('keydown', between, true);
    window.removeEventListener('pointerdown', between, true);
    host.removeEventListener('pointerdown', down);
    host.removeEventListener('pointermove', move);
    host.removeEventListener('pointerup', up);
    host.removeEventListener('pointercancel', cancel);
    host.removeEventListener('pointerleave', leave);
    host.removeEventListener('wheel', wheel);
    host.removeEventListener('contextmenu', no_menu);
    host.removeEventListener('mousedown', no_middle);
    host.removeEventListener('mouseup', no_middle);
  };
}
