import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { NodeStateSchema } from '../../engine/generated/local_pb.ts';
import { selection_words } from './element_words.ts';

const node = (type: string, more: { name?: string; locked?: boolean; text?: string } = {}) =>
  create(NodeStateSchema, { type, name: more.name ?? '', locked: more.locked ?? false, properties: more.text === undefined ? [] : [{ key: 'text', value: JSON.stringify(more.text) }] });

test('what is selected is told by kind, name or letters, and number', () => {
  expect(selection_words([])).toBe('');
  expect(selection_words([node('figure')])).toBe('Shape selected');
  expect(selection_words([node('figure', { name: 'Sun', locked: true })])).toBe('Shape selected: Sun, locked');
  expect(selection_words([node('text', { text: '<p>Small <strong>makers</strong></p>' })])).toBe('Text selected: Small makers');
  expect(selection_words([node('text', { text: 'a'.repeat(200) })]).length).toBeLessThan(110);
  expect(selection_words([node('text'), node('figure'), node('line')])).toBe('3 elements selected');
});
