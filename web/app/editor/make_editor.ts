// Opens a design in an engine of its own and keeps the model of what it says.
import { notifications } from '@mantine/notifications';
import { ActionKind, SavingState } from '../../engine/generated/local_pb.ts';
import type { CommandKind, EventKind } from '../../engine/port.ts';
import { hide_notices_of_design, tell, tell_with_undo } from '../actions.tsx';
import { empty_editor, may_edit, reduce_editor } from '../model/editor_model.ts';
import type { EditorModel } from '../model/editor_model.ts';
import { from_hex } from '../model/ids.ts';
import { adopt_account } from '../model/person.ts';
import type { Readable } from '../model/store.ts';
import { create_store } from '../model/store.ts';
import type { Services } from '../services.tsx';
import { Copied } from './clipboard.ts';
import type { Editor } from './context.ts';
import type { HistoryParts } from './history/door.ts';
import { HistoryDoor } from './history/door.ts';
import { insert_pictures } from './insert_pictures.ts';
import { save_file } from './save_file.ts';
import { Typing } from './typing.ts';

/** The notice that a version was restored. */
const restored = 'restored';

const in_cloud_patience_ms = 6000;

/** Nothing once every change is in the cloud, now or a moment later; without a connection that is known at once. */
function in_cloud(model: Readable<EditorModel>): Promise<'offline' | 'unsent' | undefined> {
  return new Promise((resolve) => {
    const end = (why?: 'offline' | 'unsent') => {
      clearTimeout(timer);
      stop();
      resolve(why);
    };
    const look = () => {
      const state = model.get().saving?.state;
      if (state === SavingState.SAVING_CLOUD) end();
      else if (state === SavingState.SAVING_OFFLINE) end('offline');
    };
    const timer = setTimeout(() => end('unsent'), in_cloud_patience_ms);
    const stop = model.subscribe(look);
    look();
  });
}

export function make_editor(services: Services, document_hex: string, capability_hex: string): Editor {
  const engine = services.make_engine();
  const model = create_store(empty_editor, reduce_editor);
  const clip = new Copied();
  const typing = new Typing(() => engine.settled());

  const beginning = services.beginnings.get(document_hex);

  const on_event = (event: EventKind) => {
    typing.heard(event);
    model.push(event);
    if (event.case === 'design') {
      if (!event.value.canUndoRestore) notifications.hide(restored);
    } else if (event.case === 'clipboard') {
      clip.heard({ elements: event.value.elements, text: event.value.text });
    } else if (event.case === 'exported') {
      save_file(event.value.name === '' ? 'design.json' : event.value.name, new Blob([Uint8Array.from(event.value.bytes)], { type: 'application/json' }));
    } else if (event.case === 'notice') {
      const { kind, text, detail } = event.value;
      tell(text, kind === 'error' ? 'error' : 'info', detail);
    } else if (event.case === 'saving') {
      services.persistence.saving(event.value.state);
    } else if (event.case === 'versionRestored') {
      tell_restored(event.value.operations);
    }
  };
  const tell_restored = (steps: number) => {
    if (steps === 0) {
      tell('The design looks like this version already.');
      return;
    }
    tell_with_undo(restored, 'The earlier version is restored.', () => engine.dispatch({ case: 'action', value: { kind: ActionKind.ACTION_UNDO_RESTORE } }));
  };
  const stop = engine.subscribe(on_event);
  const dispatch = (command: CommandKind) => {
    engine.dispatch(command);
    typing.dispatched(command);
  };

  const insert_images = (files: readonly File[], at?: { x: number; y: number }) => {
    void insert_pictures({ model, replica: services.replica, dispatch, tell: (text) => tell(text, 'error') }, files, at);
  };

  const fetch_history = async (): Promise<HistoryParts> => {
    const { history_parts } = await import('./history/parts.ts');
    return history_parts({
      document: document_hex,
      capability: capability_hex,
      dispatch,
      settled: () => engine.settled(),
      shown: () => Number(model.get().design?.version ?? 0n),
      may_edit: () => may_edit(model.get().design),
      in_cloud: () => in_cloud(model),
      person: () => services.person.get().name,
      visible: () => history.get().opened,
      leave: () => history.close(),
      tell: (text) => tell(text, 'error'),
    });
  };
  const history = new HistoryDoor(fetch_history, () => tell('The history could not be opened, because there is no connection. Your design is unchanged.', 'error'));

  const introduce = () => {
    const { name, colour } = services.person.get();
    engine.dispatch({ case: 'introduce', value: { name, colour } });
  };
  introduce();
  const stop_introducing = services.person.subscribe(introduce);
  setTimeout(() => void adopt_account(services.person), 2000);

  engine.dispatch({
    case: 'open',
    value: {
      document: from_hex(document_hex) ?? new Uint8Array(),
      capability: from_hex(capability_hex) ?? new Uint8Array(),
      ...(beginning === undefined ? {} : { source: beginning.source, name: beginning.name }),
    },
  });

  return {
    engine,
    model,
    document: document_hex,
    capability: capability_hex,
    clip,
    dispatch,
    act: (kind, node) => dispatch({ case: 'action', value: node === undefined ? { kind } : { kind, node } }),
    is_typing: () => typing.on,
    insert_images,
    history,
    close: () => {
      stop();
      stop_introducing();
      engine.dispatch({ case: 'close', value: {} });
      engine.dispose();
      services.beginnings.delete(document_hex);
      hide_notices_of_design();
    },
  };
}
