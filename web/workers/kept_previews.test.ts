import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { DocumentListSchema } from '../engine/generated/replica_pb.ts';
import { fill_previews } from './kept_previews.ts';

const list = (...rows: [number, string][]) =>
  create(DocumentListSchema, { rows: rows.map(([id, preview]) => ({ document: Uint8Array.of(id), preview: new TextEncoder().encode(preview) })) });
const text = ({ rows }: ReturnType<typeof list>): string[] => rows.map(({ preview }) => new TextDecoder().decode(preview));

test('a row without a picture has the one from before; the same bytes stay the same object', () => {
  const first = list([1, 'one'], [2, 'two'], [3, '']);
  fill_previews(first, undefined);
  const next = list([2, ''], [1, 'one'], [3, 'three'], [4, '']);
  fill_previews(next, first);
  expect(text(next)).toEqual(['two', 'one', 'three', '']);
  expect(next.rows[1]?.preview).toBe(first.rows[0]?.preview);
  const last = list([2, 'new']);
  fill_previews(last, next);
  expect(text(last)).toEqual(['new']);
});
