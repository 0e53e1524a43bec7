// The hidden text area: it has the focus while the canvas is worked on, so that input methods, the clipboard and screen
// readers work as in any field. It never keeps text: what arrives goes to the engine, which owns the caret.
import type { ClipboardEvent, CompositionEvent, Ref } from 'react';
import { ActionKind } from '../../../engine/generated/local_pb.ts';
import { clip_of_paste } from '../clipboard.ts';
import { useEditor, useEditorModel } from '../context.ts';

export function TextInputArea({ ref }: { ref: Ref<HTMLTextAreaElement> }) {
  const editor = useEditor();
  const text = useEditorModel((model) => model.text);
  const typing = text?.active === true;
  const caret = text?.caret;

  const say = (words: string, composing: boolean, end: boolean) => editor.dispatch({ case: 'textInput', value: { text: words, composing, end } });

  const on_composition_end = (event: CompositionEvent<HTMLTextAreaElement>) => {
    say(event.data, false, true);
    event.currentTarget.value = '';
  };

  const copy = (event: ClipboardEvent, cut: boolean) => {
    event.preventDefault();
    if (typing) event.clipboardData.setData('text/plain', text.selectedText);
    editor.act(cut ? ActionKind.ACTION_CUT : ActionKind.ACTION_COPY);
  };

  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    const image = [...event.clipboardData.files].find((file) => file.type.startsWith('image/'));
    if (image !== undefined && !typing) {
      editor.insert_image(image);
      return;
    }
    const clip = clip_of_paste(event.clipboardData.getData('text/html'), event.clipboardData.getData('text/plain'), editor.clip.last);
    if (clip !== undefined) editor.dispatch({ case: 'paste', value: clip });
  };

  return (
    <textarea
      ref={ref}
      className="fk-text-area"
      aria-label={typing ? 'Text of the selected box' : 'Canvas keyboard input'}
      autoCapitalize="sentences"
      autoComplete="off"
      spellCheck={false}
      style={caret === undefined ? {} : { left: caret.x, top: caret.y, height: Math.max(1, caret.height) }}
      onInput={(event) => {
        if (event.nativeEvent.isComposing) return;
        const words = event.currentTarget.value;
        event.currentTarget.value = '';
        if (words !== '' && typing) say(words, false, false);
      }}
      onCompositionUpdate={(event) => say(event.data, true, false)}
      onCompositionEnd={on_composition_end}
      onCopy={(event) => copy(event, false)}
      onCut={(event) => copy(event, true)}
      onPaste={paste}
    />
  );
}
