// What the editor owes the browser around it: the design's name in the tab, and a question before work would be lost.
import { useEffect } from 'react';
import { SavingState } from '../../engine/generated/local_pb.ts';
import { useLeaveQuestion } from '../shell/use_leave_question.ts';
import { useEditor, useEditorModel } from './context.ts';

export function usePageManners(): void {
  const { model } = useEditor();
  const name = useEditorModel((state) => state.design?.name ?? '');

  useEffect(() => {
    const before = document.title;
    document.title = name === '' ? 'Flashkit' : `${name} – Flashkit`;
    return () => {
      document.title = before;
    };
  }, [name]);

  useLeaveQuestion(() => {
    const { saving } = model.get();
    const only_here = saving?.state === SavingState.SAVING_MEMORY_ONLY && saving.waiting > 0;
    return only_here || saving?.state === SavingState.SAVING_BUSY;
  });
}
