// Lists show the topmost first, a document holds the bottom first. A drop in the list is turned into "before this sibling"
// of the document (empty: at the end, which is the top).

/** `order` is the list as shown, `before` what the dragged item was dropped before in it (empty: at the end of the list). */
export function before_in_document(order: readonly string[], dragged: string, before: string): string {
  const others = order.filter((each) => each !== dragged);
  const place = before === '' ? others.length : others.indexOf(before);
  return place <= 0 ? '' : (others[place - 1] ?? '');
}
