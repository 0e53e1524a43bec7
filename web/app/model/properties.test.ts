import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { NodeStateSchema } from '../../engine/generated/local_pb.ts';
import { all_are, common_dash, common_flag, common_measure, common_number, common_text, dashes, property } from './properties.ts';

const node = (type: string, values: Record<string, unknown>, x = 0) =>
  create(NodeStateSchema, {
    type,
    placement: { x, y: 0, width: 10, height: 10 },
    properties: Object.entries(values).map(([key, value]) => ({ key, value: JSON.stringify(value) })),
  });

test('a value is common only when every element has the same', () => {
  const nodes = [node('text', { fill: 'red', fontSize: 20, flipX: true }), node('text', { fill: 'red', fontSize: 24, flipX: true }, 5)];
  expect(common_text(nodes, 'fill')).toBe('red');
  expect(common_number(nodes, 'fontSize')).toBeUndefined();
  expect(common_flag(nodes, 'flipX')).toBe(true);
  expect(common_measure(nodes, 'width')).toBe(10);
  expect(common_measure(nodes, 'x')).toBeUndefined();
});

test('a value of another kind, or text that is not JSON, is no value', () => {
  const odd = create(NodeStateSchema, { type: 'text', properties: [{ key: 'fill', value: '{' }, { key: 'opacity', value: '"half"' }] });
  expect(common_text([odd], 'fill')).toBeUndefined();
  expect(common_number([odd], 'opacity')).toBeUndefined();
  expect(common_number([node('text', { lineHeight: '1.5' })], 'lineHeight')).toBe(1.5);
  expect(common_text([], 'fill')).toBeUndefined();
});

test('kinds are asked for together', () => {
  expect(all_are([node('text', {}), node('line', {})], 'text', 'line')).toBe(true);
  expect(all_are([node('text', {}), node('image', {})], 'text')).toBe(false);
  expect(all_are([], 'text')).toBe(false);
});

test('the kind of a line is what was chosen for it', () => {
  for (const kind of ['solid', 'dashed', 'dotted'] as const) expect(common_dash([node('line', { dash: dashes[kind] })])).toBe(kind);
  expect(common_dash([node('line', { dash: [8, 2, 1] })]), 'of another program').toBe('dashed');
  expect(common_dash([node('line', { dash: [1, 1] }), node('line', { dash: [] })])).toBeUndefined();
});

test('a property is written as JSON', () => {
  expect(property('dash', [2, 1])).toEqual({ key: 'dash', value: '[2,1]' });
});
