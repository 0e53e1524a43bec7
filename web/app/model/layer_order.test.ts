import { expect, test } from 'vitest';
import { before_in_document } from './layer_order.ts';

/** What the document does with the answer, to check the meaning and not the formula. */
function moved(shown: readonly string[], dragged: string, before: string): string[] {
  const document = [...shown].reverse().filter((each) => each !== dragged);
  const sibling = before_in_document(shown, dragged, before);
  document.splice(sibling === '' ? document.length : document.indexOf(sibling), 0, dragged);
  return document.reverse();
}

test('what is dropped stands where the line was drawn', () => {
  const shown = ['top', 'middle', 'bottom'];
  expect(moved(shown, 'bottom', 'top')).toEqual(['bottom', 'top', 'middle']);
  expect(moved(shown, 'bottom', 'middle')).toEqual(['top', 'bottom', 'middle']);
  expect(moved(shown, 'top', '')).toEqual(['middle', 'bottom', 'top']);
  expect(moved(shown, 'top', 'bottom')).toEqual(['middle', 'top', 'bottom']);
});
