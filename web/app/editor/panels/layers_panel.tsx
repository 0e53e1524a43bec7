// The elements of the page that is worked on, topmost first. Drag to change the order; hide; lock.
import IconCircle from 'icons/Circle';
import IconEye from 'icons/Eye';
import IconEyeOff from 'icons/EyeOff';
import IconGroup from 'icons/LayersUnion';
import IconLetter from 'icons/LetterT';
import IconLine from 'icons/Line';
import IconLock from 'icons/Lock';
import IconLockOpen from 'icons/LockOpen';
import IconPhoto from 'icons/Photo';
import IconShape from 'icons/Square';
import IconTable from 'icons/Table';
import IconVideo from 'icons/Video';
import { useMediaQuery } from '@mantine/hooks';
import type { FocusEvent } from 'react';
import { useMemo, useRef, useState } from 'react';
import type { Layer } from '../../../engine/generated/local_pb.ts';
import { ActionKind } from '../../../engine/generated/local_pb.ts';
import { IconButton } from '../../../ui/icon_button.tsx';
import { useReorder } from '../../../ui/reorder.ts';
import { useRowWindow } from '../../../ui/row_window.ts';
import { kind_words } from '../../model/element_words.ts';
import { before_in_document } from '../../model/layer_order.ts';
import { layer_rows } from '../../model/layer_rows.ts';
import { property } from '../../model/properties.ts';
import { useEditor, useEditorModel } from '../context.ts';

const icons: Partial<Record<string, typeof IconCircle>> = {
  text: IconLetter, image: IconPhoto, svg: IconPhoto, gif: IconVideo, video: IconVideo, line: IconLine, group: IconGroup, table: IconTable, figure: IconShape,
};

function LayerRow({ layer, depth, selected }: { layer: Layer; depth: number; selected: boolean }) {
  const { dispatch, act } = useEditor();
  const Icon = icons[layer.type] ?? IconCircle;
  const name = layer.label === '' || layer.label === layer.type ? kind_words(layer.type) : layer.label;
  const lock = () => act(ActionKind.ACTION_LOCK_TOGGLE, layer.node);
  const flip = () => dispatch({ case: 'setProperties', value: { nodes: [layer.node], properties: [property('visible', !layer.visible)] } });
  return (
    <div className="fk-layer" data-selected={selected} data-hidden={!layer.visible} style={{ paddingLeft: 8 + depth * 16 }}>
      <button
        type="button"
        className="fk-layer-name"
        aria-pressed={selected}
        onClick={(event) => dispatch({ case: 'select', value: { nodes: [layer.node], add: event.shiftKey } })}
      >
        <Icon size={16} stroke={1.6} />
        <span>{name}</span>
      </button>
      <IconButton label={layer.locked ? `Unlock ${name}` : `Lock ${name}`} pressed={layer.locked} onClick={lock}>
        {layer.locked ? <IconLock size={16} stroke={1.6} /> : <IconLockOpen size={16} stroke={1.6} />}
      </IconButton>
      <IconButton label={layer.visible ? `Hide ${name}` : `Show ${name}`} pressed={!layer.visible} onClick={flip}>
        {layer.visible ? <IconEye size={16} stroke={1.6} /> : <IconEyeOff size={16} stroke={1.6} />}
      </IconButton>
    </div>
  );
}

/** Only the rows that are on the screen are drawn, and those that the keyboard or the hand is on. */
function LayerList({ page, layers, selected }: { page: string; layers: readonly Layer[]; selected: ReadonlySet<string> }) {
  const { dispatch } = useEditor();
  const list = useRef<HTMLUListElement>(null);
  const [focused, set_focused] = useState<string>();
  const row_height = useMediaQuery('(pointer: coarse)') ? 44 : 36;
  const rows = useMemo(() => layer_rows(layers, page), [layers, page]);
  const by_node = useMemo(() => new Map(rows.map((row) => [row.layer.node, row])), [rows]);
  const order_of = (node: string) => by_node.get(node)?.order ?? [];
  const reorder = useReorder(
    'y',
    ({ item, before }) => dispatch({ case: 'moveNode', value: { node: item, parent: by_node.get(item)?.parent ?? page, before: before_in_document(order_of(item), item, before) } }),
    order_of,
  );
  const [from, to] = useRowWindow(list, rows.length, row_height);
  const shown = rows.filter(({ layer: { node } }, index) => (index >= from && index < to) || node === focused || node === reorder.dragged);
  const end = reorder.at_end && reorder.dragged !== undefined ? by_node.get(reorder.dragged)?.list_end : undefined;
  const focus_in = (event: FocusEvent) => set_focused(event.target.closest<HTMLElement>('[data-reorder]')?.dataset['reorder']);
  return (
    <ul ref={list} className="fk-layers" style={{ height: rows.length * row_height }} onFocus={focus_in} onBlur={() => set_focused(undefined)}>
      {shown.map(({ layer, depth, index, order }) => (
        <li key={layer.node} aria-level={depth + 1} aria-posinset={order.indexOf(layer.node) + 1} aria-setsize={order.length} style={{ top: index * row_height }} {...reorder.handlers(layer.node)}>
          <LayerRow layer={layer} depth={depth} selected={selected.has(layer.node)} />
        </li>
      ))}
      {end !== undefined && <li className="fk-layer-end" data-drop style={{ top: end * row_height }} />}
    </ul>
  );
}

export function LayersPanel() {
  const design = useEditorModel((model) => model.design);
  const selection = useEditorModel((model) => model.selection);
  const page = design?.pages.find((each) => each.page === selection?.page) ?? design?.pages[0];
  const selected = new Set(selection?.nodes.map((node) => node.node));
  if (page === undefined) return null;
  if (page.layers.length === 0) {
    return (
      <div className="fk-empty">
        <strong>An empty page</strong>
        What you add is listed here, topmost first.
      </div>
    );
  }
  return (
    <div className="fk-panel-body" data-flush>
      <LayerList page={page.page} layers={page.layers} selected={selected} />
    </div>
  );
}
