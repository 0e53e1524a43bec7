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

/** Each item of the list spreads `handlers(id)`. A drag starts after 5 px. */
export function useReorder(axis: 'x' | 'y', on_drop: (drop: Drop) => void) {
  const [press, set_press] = useState<Press>();
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
      set_press({ ...press, before: drop_before(spans_beside(event.currentTarget, axis), position(event)) });
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      set_press(undefined);
      if (press?.id !== id || press.before === undefined) return;
      const spans = spans_beside(event.currentTarget, axis);
      const drop = { item: id, before: drop_before(spans, position(event)) };
      if (is_move(spans.map((span) => span.id), drop)) on_drop(drop);
    },
    onPointerCancel: () => set_press(undefined),
  });

  return { handlers, at_end: press?.before === '' };
}
