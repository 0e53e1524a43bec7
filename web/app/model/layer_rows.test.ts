import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import type { Layer } from '../../engine/generated/local_pb.ts';
import { LayerSchema } from '../../engine/generated/local_pb.ts';
import { layer_rows } from './layer_rows.ts';

const layer = (node: string, ...children: Layer[]): Layer => create(LayerSchema, { node, children });

test('what is in a group stands below it, and each row knows its list', () => {
  const rows = layer_rows([layer('a'), layer('g', layer('x'), layer('h', layer('y'))), layer('b')], 'page');
  expect(rows.map((row) => `${row.layer.node} ${row.index} ${row.depth} ${row.parent} ${row.list_end}`)).toEqual(['a 0 0 page 6', 'g 1 0 page 6', 'x 2 1 g 5', 'h 3 1 g 5', 'y 4 2 h 5', 'b 5 0 page 6']);
  expect(rows[4]?.order).toEqual(['y']);
  expect(rows[5]?.order).toEqual(['a', 'g', 'b']);
});
