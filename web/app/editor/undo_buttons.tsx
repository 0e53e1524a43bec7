import IconUndo from 'icons/ArrowBackUp';
import IconRedo from 'icons/ArrowForwardUp';
import { ActionKind } from '../../engine/generated/local_pb.ts';
import { IconButton } from '../../ui/icon_button.tsx';
import { write_keys } from '../model/keyboard.ts';
import { useServices } from '../services.tsx';
import { useEditor, useEditorModel } from './context.ts';

export function UndoButtons() {
  const { act } = useEditor();
  const { mac } = useServices();
  const can_undo = useEditorModel((model) => model.design?.canUndo ?? false);
  const can_redo = useEditorModel((model) => model.design?.canRedo ?? false);
  return (
    <>
      <IconButton label="Undo" keys={write_keys('mod+z', mac)} disabled={!can_undo} onClick={() => act(ActionKind.ACTION_UNDO)}><IconUndo size={18} stroke={1.6} /></IconButton>
      <IconButton label="Redo" keys={write_keys('mod+shift+z', mac)} disabled={!can_redo} onClick={() => act(ActionKind.ACTION_REDO)}><IconRedo size={18} stroke={1.6} /></IconButton>
    </>
  );
}
