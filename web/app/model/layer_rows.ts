// The tree of layers as the rows of one list, as they stand below each other.
import type { Layer } from '../../engine/generated/local_pb.ts';

export interface LayerRow {
  layer: Layer;
  index: number;
  depth: number;
  parent: string;
  /** It and its siblings, from the top. */
  order: readonly string[];
  /** The index behind everything in its parent. */
  list_end: number;
}

export function layer_rows(layers: readonly Layer[], page: string): LayerRow[] {
  const rows: LayerRow[] = [];
  const add = (list: readonly Layer[], parent: string, depth: number) => {
    const order = list.map((layer) => layer.node);
    const mine: LayerRow[] = [];
    for (const layer of list) {
      const row = { layer, index: rows.length, depth, parent, order, list_end: 0 };
      rows.push(row);
      mine.push(row);
      add(layer.children, layer.node, depth + 1);
    }
    for (const row of mine) row.list_end = rows.length;
  };
  add(layers, page, 0);
  return rows;
}
