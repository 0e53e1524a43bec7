// Dragging an item of a list to another place in it, with pointer, touch or pen. Knows no messages: it says what was
// dropped before what.
import type { PointerEvent } from 'react';
import { useRef, useState } from 'react';

export interface Drop {
  item: string;
  /** The item that it now stands before; empty: at the end. */
  before: string;
}

interface ReorderState {
  dragged: string | undefined;
  /** Where the line is drawn: before this item; empty: at the end; undefined: nowhere. */
  before: string | undefined;
}

/** Which item the pointer would drop before, from the boxes of the items along the axis. */
export function drop_before(items: readonly { id: string; start: number; end: number }[], at: number): string {
  return items.find((item) => at < (item.start + item.end) / 2)?.id ?? '';
}

/** Items carry `data-reorder={id}` and `handlers(id)`; their container carries `ref`. A drag starts after 5 px. */
export function useReorder(axis: 'x' | 'y', on_drop: (drop: Drop) => void) {
  const [state, set_state] = useState<ReorderState>({ dragged: undefined, before: undefined });
  const container = useRef<HTMLElement | null>(null);
  const press = useRef<{ id: string; at: number; moved: boolean } | undefined>(undefined);
  const position = (event: PointerEvent) => (axis === 'x' ? event.clientX : event.clientY);

  const boxes = () =>
    [...(container.current?.querySelectorAll<HTMLElement>('[data-reorder]') ?? [])].map((element) => {
      const box = element.getBoundingClientRect();
      return axis === 'x'
        ? { id: element.dataset['reorder'] ?? '', start: box.left, end: box.right }
        : { id: element.dataset['reorder'] ?? '', start: box.top, end: box.bottom };
    });

  const end = (dropped: boolean) => {
    const drag = press.current;
    press.current = undefined;
    const { before } = state;
    set_state({ dragged: undefined, before: undefined });
    if (!dropped || !drag?.moved || before === undefined || before === drag.id) return;
    const ids = boxes().map((box) => box.id);
    const next = ids[ids.indexOf(drag.id) + 1] ?? '';
    if (before !== next) on_drop({ item: drag.id, before });
  };

  const handlers = (id: string) => ({
    'data-reorder': id,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      press.current = { id, at: position(event), moved: false };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const drag = press.current;
      if (drag?.id !== id) return;
      if (!drag.moved && Math.abs(position(event) - drag.at) < 5) return;
      if (!drag.moved) event.currentTarget.setPointerCapture(event.pointerId);
      drag.moved = true;
      set_state({ dragged: id, before: drop_before(boxes(), position(event)) });
    },
    onPointerUp: () => end(true),
    onPointerCancel: () => end(false),
  });

  return { ...state, container, handlers, was_dragged: () => press.current?.moved === true };
}
