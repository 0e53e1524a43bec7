import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { BoardSchema, DesignStateSchema, NoticeSchema, OverlaySchema, PointerShapeSchema } from '../../engine/generated/local_pb.ts';
import { empty_editor, is_busy, reduce_editor } from './editor_model.ts';
import { create_store } from './store.ts';

test('the model holds the last thing the engine said of each kind', () => {
  const first = create(DesignStateSchema, { name: 'Poster' });
  const second = create(DesignStateSchema, { name: 'Launch poster', canUndo: true });
  const board = create(BoardSchema, { pages: [{ page: 'a', width: 1080, height: 1350 }] });
  let model = reduce_editor(empty_editor, { case: 'design', value: first });
  model = reduce_editor(model, { case: 'board', value: board });
  model = reduce_editor(model, { case: 'design', value: second });
  expect(model.design).toBe(second);
  expect(model.board[0]?.page).toBe('a');
});

test('news that is not state wakes nobody', () => {
  const store = create_store(empty_editor, reduce_editor);
  let woken = 0;
  const stop = store.subscribe(() => ++woken);
  store.push({ case: 'notice', value: create(NoticeSchema, { text: 'Copied' }) });
  store.push({ case: 'pointerShape', value: create(PointerShapeSchema, { css: 'default' }) });
  expect(woken).toBe(0);
  store.push({ case: 'pointerShape', value: create(PointerShapeSchema, { css: 'grab' }) });
  expect(woken).toBe(1);
  stop();
  store.push({ case: 'pointerShape', value: create(PointerShapeSchema, { css: 'text' }) });
  expect(woken).toBe(1);
});

test('a drag or a marquee keeps floating things away', () => {
  expect(is_busy(create(OverlaySchema, { frame: { width: 10, height: 10 } }))).toBe(false);
  expect(is_busy(create(OverlaySchema, { badge: '120 × 80' }))).toBe(true);
  expect(is_busy(create(OverlaySchema, { marquee: {} }))).toBe(true);
});

test('an error before the design is there says why it could not be opened; later ones do not', () => {
  const error = { case: 'notice', value: create(NoticeSchema, { kind: 'error', text: 'No right' }) } as const;
  expect(reduce_editor(empty_editor, error).trouble).toBe('No right');
  const open = reduce_editor(empty_editor, { case: 'design', value: create(DesignStateSchema, {}) });
  expect(reduce_editor(open, error).trouble).toBe('');
});
