// Dragging an item of a list to another place in it, with pointer, touch or pen. Knows no messages: it says what was
// dropped before what.
import type { PointerEvent } from 'react';
import { useState } from 'react';

export interface Drop {
  item: string;
  /** The item that it now stands before; empty: at the end. */
  before: string;
}

interface Span {
  id: string;
  start: number;
  end: number;
}

interface Press {
  id: string;
  at: number;
  /** Where the line is drawn: before this item; empty: at the end; undefined: the drag has not begun. */
  before: string | undefined;
}

/** Which item the pointer would drop before, from the boxes of the items along the axis. */
export function drop_before(items: readonly Span[], at: number): string {
  return items.find((item) => at < (item.start + item.end) / 2)?.id ?? '';
}

/** The same where not every item of the list is drawn: what is behind the last one that is, is the one behind it in the list. */
export function drop_before_of_all(order: readonly string[], drawn: readonly Span[], at: number): string {
  const before = drop_before(drawn, at);
  const last = drawn[drawn.length - 1];
  return before === '' && last !== undefined ? (order[order.indexOf(last.id) + 1] ?? '') : before;
}

/** Whether dropping there changes anything. */
export function is_move(ids: readonly string[], { item, before }: Drop): boolean {
  return before !== item && before !== (ids[ids.indexOf(item) + 1] ?? '');
}

function spans_beside(item: HTMLElement, axis: 'x' | 'y'): Span[] {
  const items = item.parentElement?.querySelectorAll<HTMLElement>(':scope > [data-reorder]') ?? [];
  return [...items].map((element) => {
    const box = element.getBoundingClientRect();
    const id = element.dataset['reorder'] ?? '';
    return axis === 'x' ? { id, start: box.left, end: box.right } : { id, start: box.top, end: box.bottom };
  });
}

/**
 * Each item of the list spreads `handlers(id)`. A drag starts after 5 px. With `siblings` items of several lists may stand
 * between each other, not all of them drawn: it gives the whole list that an item is in.
 */
export function useReorder(axis: 'x' | 'y', on_drop: (drop: Drop) => void, siblings?: (id: string) => readonly string[]) {
  const [press, set_press] = useState<Press>();
  const beside = (item: HTMLElement, id: string) => {
    const drawn = spans_beside(item, axis);
    const order = siblings?.(id) ?? drawn.map((span) => span.id);
    const mine = new Set(order);
    return { order, drawn: drawn.filter((span) => mine.has(span.id)) };
  };
  const position = (event: PointerEvent) => (axis === 'x' ? event.clientX : event.clientY);

  const handlers = (id: string) => ({
    'data-reorder': id,
    'data-dragged': press?.id === id && press.before !== undefined,
    'data-drop': press?.before === id,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      // A list inside an item of another list moves its own.
      event.stopPropagation();
      set_press({ id, at: position(event), before: undefined });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (press?.id !== id) return;
      if (press.before === undefined && Math.abs(position(event) - press.at) < 5) return;
      if (press.before === undefined) event.currentTarget.setPointerCapture(event.pointerId);
      const { order, drawn } = beside(event.currentTarget, id);
      set_press({ ...press, before: drop_before_of_all(order, drawn, position(event)) });
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      set_press(undefined);
      if (press?.id !== id || press.before === undefined) return;
      const { order, drawn } = beside(event.currentTarget, id);
      const drop = { item: id, before: drop_before_of_all(order, drawn, position(event)) };
      if (is_move(order, drop)) on_drop(drop);
    },
    onPointerCancel: () => set_press(undefined),
  });

  return { handlers, at_end: press?.before === '', dragged: press?.before === undefined ? undefined : press.id };
}
