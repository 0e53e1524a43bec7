// What every part of the editor gets: the picture of what the engine said, and the way to wish for something.
import { createContext, useContext } from 'react';
import type { CommandKind, EngineClient } from '../../engine/port.ts';
import type { ActionKind } from '../../engine/generated/local_pb.ts';
import type { EditorModel } from '../model/editor_model.ts';
import type { Readable } from '../model/store.ts';
import { useStore } from '../model/store.ts';
import type { Copied } from './clipboard.ts';
import type { HistoryDoor } from './history/door.ts';

export interface Editor {
  engine: EngineClient;
  model: Readable<EditorModel>;
  document: string;
  capability: string;
  dispatch: (command: CommandKind) => void;
  act: (kind: ActionKind, node?: string) => void;
  /** Letters go into a text, or will as soon as the engine has answered. */
  is_typing: () => boolean;
  /** `at`: where on the canvas; else in the middle of what is seen. */
  insert_images: (files: readonly File[], at?: { x: number; y: number }) => void;
  /** What was copied last in this tab, for pasting where the clipboard may not be read. */
  clip: Copied;
  history: HistoryDoor;
  close: () => void;
}

const EditorContext = createContext<Editor | undefined>(undefined);
export const EditorProvider = EditorContext.Provider;

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (editor === undefined) throw new Error('No editor above this component.');
  return editor;
}

export function useEditorModel<Part>(select: (model: EditorModel) => Part): Part {
  return useStore(useEditor().model, select);
}
