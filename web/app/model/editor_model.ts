// What the editor shows: the last thing the engine said of each kind. Read-only; changing it means dispatching a command.
import type { EventKind } from '../../engine/port.ts';
import type { Camera, DesignState, Overlay, PageOnBoard, Peer, Saving, Selection, TextEditing } from '../../engine/generated/local_pb.ts';

export interface EditorModel {
  design: DesignState | undefined;
  selection: Selection | undefined;
  board: readonly PageOnBoard[];
  camera: Camera | undefined;
  overlay: Overlay | undefined;
  saving: Saving | undefined;
  peers: readonly Peer[];
  text: TextEditing | undefined;
  pointer: string;
  /** Why the design could not be opened, in plain words; empty: it could, or it is not known yet. */
  trouble: string;
}

export const empty_editor: EditorModel = {
  design: undefined,
  selection: undefined,
  board: [],
  camera: undefined,
  overlay: undefined,
  saving: undefined,
  peers: [],
  text: undefined,
  pointer: 'default',
  trouble: '',
};

/** Takes one event in. Effects and one-time news (clipboard, exports, notices) leave the model as it is. */
export function reduce_editor(model: EditorModel, event: EventKind): EditorModel {
  switch (event.case) {
    case 'design':
      return { ...model, design: event.value };
    case 'selection':
      return { ...model, selection: event.value };
    case 'board':
      return { ...model, board: event.value.pages };
    case 'camera':
      return { ...model, camera: event.value };
    case 'overlay':
      return { ...model, overlay: event.value };
    case 'saving':
      return { ...model, saving: event.value };
    case 'peers':
      return { ...model, peers: event.value.peers };
    case 'textEditing':
      return { ...model, text: event.value };
    case 'pointerShape':
      return model.pointer === event.value.css ? model : { ...model, pointer: event.value.css };
    case 'pagePainted': {
      const { page, version } = event.value;
      return { ...model, board: model.board.map((each) => (each.page === page ? { ...each, version } : each)) };
    }
    case 'needFont':
    case 'needImage':
    case 'clipboard':
    case 'sendToReplica':
    case 'wakeAt':
    case 'exported':
    case 'versionRestored':
      return model;
    case 'notice': {
      const is_end = event.value.kind === 'error' && model.design === undefined;
      return is_end ? { ...model, trouble: event.value.text } : model;
    }
  }
}

/** Whether the person may change the design, also while an earlier version of it is shown. */
export function may_edit(design: DesignState | undefined): boolean {
  return design !== undefined && (design.version === 0n ? !design.readOnly : design.mayRestore);
}

/** True while the hand is doing something on the canvas, so that nothing should float in its way. */
export function is_busy(overlay: Overlay | undefined): boolean {
  return overlay !== undefined && (overlay.marquee !== undefined || overlay.badge !== '' || overlay.snapLines.length > 0);
}
