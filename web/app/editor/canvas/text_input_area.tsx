// The hidden text area: it has the focus while the canvas is worked on, so that input methods, the clipboard and screen
// readers work as in any field. It never keeps text: what arrives goes to the engine, which owns the caret. One invisible
// letter stays in it, because on-screen keyboards say "delete" only by deleting something.
import type { CompositionEvent, RefObject } from 'react';
import { useEffect, useEffectEvent } from 'react';
import { ActionKind } from '../../../engine/generated/local_pb.ts';
import { useEditor, useEditorModel } from '../context.ts';
import { is_elsewhere } from './use_keys.ts';

const kept = '\u200b';

/** What was typed into the area, or that its letter was deleted. */
export function read_typed(value: string): { words: string; deleted: boolean } {
  return { words: value.replaceAll(kept, ''), deleted: value === '' };
}

/** The on-screen keyboard comes up for letters only, not whenever something is touched. */
export function keyboard_for(area: HTMLTextAreaElement, typing: boolean): void {
  const mode = typing ? 'text' : 'none';
  if (area.inputMode === mode) return;
  area.inputMode = mode;
  if (document.activeElement !== area) return;
  // A keyboard looks at the mode only when a field gets the focus.
  area.blur();
  area.focus({ preventScroll: true });
}

function useClipboard(area: RefObject<HTMLTextAreaElement | null>): void {
  const editor = useEditor();

  const copy = useEffectEvent((event: ClipboardEvent, cut: boolean) => {
    if (is_elsewhere(event.target, area.current)) return;
    event.preventDefault();
    const { text } = editor.model.get();
    if (text?.active === true) event.clipboardData?.setData('text/plain', text.selectedText);
    editor.clip.asked();
    editor.act(cut ? ActionKind.ACTION_CUT : ActionKind.ACTION_COPY);
  });

  const paste = useEffectEvent((event: ClipboardEvent) => {
    if (is_elsewhere(event.target, area.current) || event.clipboardData === null) return;
    event.preventDefault();
    const data = event.clipboardData;
    const images = [...data.files].filter((file) => file.type.startsWith('image/'));
    const typing = editor.model.get().text?.active === true;
    if (images.length > 0 && !typing) {
      editor.insert_images(images);
      return;
    }
    const value = editor.clip.paste(data.getData('text/html'), data.getData('text/plain'));
    if (value !== undefined) editor.dispatch({ case: 'paste', value });
  });

  useEffect(() => {
    const on_copy = (event: ClipboardEvent) => copy(event, false);
    const on_cut = (event: ClipboardEvent) => copy(event, true);
    const on_paste = (event: ClipboardEvent) => paste(event);
    document.addEventListener('copy', on_copy);
    document.addEventListener('cut', on_cut);
    document.addEventListener('paste', on_paste);
    return () => {
      document.removeEventListener('copy', on_copy);
      document.removeEventListener('cut', on_cut);
      document.removeEventListener('paste', on_paste);
    };
  }, []);
}

export function TextInputArea({ area }: { area: RefObject<HTMLTextAreaElement | null> }) {
  const editor = useEditor();
  const text = useEditorModel((model) => model.text);
  const typing = text?.active === true;
  const caret = text?.caret;
  useClipboard(area);
  useEffect(() => {
    if (area.current === null) return;
    keyboard_for(area.current, typing);
    if (typing) area.current.focus({ preventScroll: true });
  }, [area, typing]);

  const say = (words: string, composing: boolean, end: boolean) => editor.dispatch({ case: 'textInput', value: { text: words, composing, end } });

  const on_composition_end = (event: CompositionEvent<HTMLTextAreaElement>) => {
    say(event.data, false, true);
    event.currentTarget.value = kept;
  };

  return (
    <textarea
      ref={area}
      className="fk-text-area"
      aria-label={typing ? 'Text of the selected box' : 'Canvas keyboard input'}
      inputMode="none"
      autoCapitalize="sentences"
      autoComplete="off"
      spellCheck={false}
      defaultValue={kept}
      style={caret === undefined ? {} : { left: caret.x, top: caret.y, height: Math.max(1, caret.height) }}
      onInput={(event) => {
        if (event.nativeEvent.isComposing) return;
        const { words, deleted } = read_typed(event.currentTarget.value);
        event.currentTarget.value = kept;
        if (words !== '') say(words, false, false);
        if (deleted && editor.is_typing()) editor.dispatch({ case: 'key', value: { key: 'Backspace', down: true, modifiers: {} } });
      }}
      onCompositionUpdate={(event) => say(event.data, true, false)}
      onCompositionEnd={on_composition_end}
    />
  );
}
