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
import type { Layer } from '../../../engine/generated/local_pb.ts';
import { ActionKind } from '../../../engine/generated/local_pb.ts';
import { IconButton } from '../../../ui/icon_button.tsx';
import { useReorder } from '../../../ui/reorder.ts';
import { kind_words } from '../../model/element_words.ts';
import { before_in_document } from '../../model/layer_order.ts';
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

function LayerList({ layers, parent, depth, selected }: { layers: readonly Layer[]; parent: string; depth: number; selected: ReadonlySet<string> }) {
  const { dispatch } = useEditor();
  const order = layers.map((layer) => layer.node);
  const reorder = useReorder('y', ({ item, before }) =>
    dispatch({ case: 'moveNode', value: { node: item, parent, before: before_in_document(order, item, before) } }),
  );
  return (
    <ul className="fk-layers">
      {layers.map((layer) => (
        <li key={layer.node} {...reorder.handlers(layer.node)}>
          <LayerRow layer={layer} depth={depth} selected={selected.has(layer.node)} />
          {layer.children.length > 0 && <LayerList layers={layer.children} parent={layer.node} depth={depth + 1} selected={selected} />}
        </li>
      ))}
      {reorder.at_end && <li className="fk-layer-end" data-drop />}
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
      <LayerList layers={page.layers} parent={page.page} depth={0} selected={selected} />
    </div>
  );
}
