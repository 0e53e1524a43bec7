// What the editor owes the browser around it: the design's name in the tab, and a question before work would be lost.
import { useEffect } from 'react';
import { ActionKind, SavingState } from '../../engine/generated/local_pb.ts';
import { useLeaveQuestion } from '../shell/use_leave_question.ts';
import { useEditor, useEditorModel } from './context.ts';

export function usePageManners(): void {
  const { model, act } = useEditor();
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
    const only_here = saving?.state === SavingState.SAVING_MEMORY_ONLY && saving.waiting + saving.rejected > 0;
    return only_here || saving?.state === SavingState.SAVING_BUSY;
  });

  // A tab in the background may be ended without a word, on a phone above all.
  useEffect(() => {
    const hidden = () => {
      if (document.visibilityState === 'hidden') act(ActionKind.ACTION_STORE);
    };
    document.addEventListener('visibilitychange', hidden);
    return () => document.removeEventListener('visibilitychange', hidden);
  }, [act]);
}
