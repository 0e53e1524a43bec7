// The few most used actions, by the selection. Away while the hand is moving something or typing.
import IconCopy from 'icons/Copy';
import IconForward from 'icons/ChevronUp';
import IconBackward from 'icons/ChevronDown';
import IconLock from 'icons/Lock';
import IconLockOpen from 'icons/LockOpen';
import IconPencil from 'icons/Pencil';
import IconTrash from 'icons/Trash';
import IconGroup from 'icons/LayersUnion';
import IconUngroup from 'icons/LayersSubtract';
import type { RefObject } from 'react';
import { useLayoutEffect, useRef } from 'react';
import { ActionKind } from '../../../engine/generated/local_pb.ts';
import { IconButton } from '../../../ui/icon_button.tsx';
import { is_busy } from '../../model/editor_model.ts';
import { useEditor, useEditorModel } from '../context.ts';
import { bounds_of, place_toolbar } from './frame.ts';

const no_nodes: readonly never[] = [];

export function FloatingToolbar({ host }: { host: RefObject<HTMLDivElement | null> }) {
  const { act } = useEditor();
  const toolbar = useRef<HTMLDivElement>(null);
  const nodes = useEditorModel((model) => model.selection?.nodes ?? no_nodes);
  const overlay = useEditorModel((model) => model.overlay);
  const settled = useEditorModel((model) => model.camera?.settled ?? true);
  const typing = useEditorModel((model) => model.text?.active ?? false);
  const read_only = useEditorModel((model) => model.design?.readOnly ?? true);
  const frame = overlay?.frame;
  const shown = frame !== undefined && nodes.length > 0 && !is_busy(overlay) && settled && !typing && !read_only;

  useLayoutEffect(() => {
    const element = toolbar.current;
    const view = host.current;
    if (!shown || element === null || view === null) return;
    const { left, top } = place_toolbar(bounds_of(frame), { width: element.offsetWidth, height: element.offsetHeight }, { width: view.clientWidth, height: view.clientHeight });
    element.style.transform = `translate(${left}px, ${top}px)`;
  }, [shown, frame, host, nodes]);

  if (!shown) return null;
  const locked = nodes.every((node) => node.locked);
  const [only] = nodes.length === 1 ? nodes : no_nodes;
  return (
    <div ref={toolbar} className="fk-floating" role="toolbar" aria-label="Selection" data-over-canvas>
      {only?.type === 'text' && (
        <IconButton label="Edit text" keys="Enter" onClick={() => act(ActionKind.ACTION_EDIT_TEXT)}><IconPencil size={18} stroke={1.6} /></IconButton>
      )}
      {nodes.length > 1 && (
        <IconButton label="Group" onClick={() => act(ActionKind.ACTION_GROUP)}><IconGroup size={18} stroke={1.6} /></IconButton>
      )}
      {only?.type === 'group' && (
        <IconButton label="Ungroup" onClick={() => act(ActionKind.ACTION_UNGROUP)}><IconUngroup size={18} stroke={1.6} /></IconButton>
      )}
      <IconButton label="Duplicate" onClick={() => act(ActionKind.ACTION_DUPLICATE)}><IconCopy size={18} stroke={1.6} /></IconButton>
      <IconButton label="Bring forward" onClick={() => act(ActionKind.ACTION_BRING_FORWARD)}><IconForward size={18} stroke={1.6} /></IconButton>
      <IconButton label="Send backward" onClick={() => act(ActionKind.ACTION_SEND_BACKWARD)}><IconBackward size={18} stroke={1.6} /></IconButton>
      <IconButton label={locked ? 'Unlock' : 'Lock'} pressed={locked} onClick={() => act(ActionKind.ACTION_LOCK_TOGGLE)}>
        {locked ? <IconLock size={18} stroke={1.6} /> : <IconLockOpen size={18} stroke={1.6} />}
      </IconButton>
      <IconButton label="Delete" onClick={() => act(ActionKind.ACTION_DELETE)}><IconTrash size={18} stroke={1.6} /></IconButton>
    </div>
  );
}
