// The middle of the editor: the canvas that the engine's worker paints, and everything that goes into it from hands.
import type { PointerEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useServices } from '../../services.tsx';
import { useEditor, useEditorModel } from '../context.ts';
import { FloatingToolbar } from './floating_toolbar.tsx';
import { OverlayLabels } from './overlay_labels.tsx';
import { listen_to_pointers } from './pointers.ts';
import { SelectionStatus } from './selection_status.tsx';
import { TextInputArea, keyboard_for } from './text_input_area.tsx';
import type { SkinActions } from './use_keys.ts';
import { useKeys } from './use_keys.ts';

/** The board itself, not what floats over it. */
const is_board = (target: EventTarget) => !(target instanceof Element) || target.closest('[data-over-canvas]') === null;

interface CanvasHostProps {
  skin: SkinActions;
  children?: ReactNode;
}

export function CanvasHost({ skin, children }: CanvasHostProps) {
  const editor = useEditor();
  const { mac } = useServices();
  const host = useRef<HTMLDivElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const pointer = useEditorModel((model) => model.pointer);
  const space = useKeys(area, mac, skin);

  useEffect(() => {
    const element = host.current;
    if (element === null) return undefined;
    // A canvas that was handed to a worker can not be handed again, so each mount makes its own.
    const canvas = document.createElement('canvas');
    canvas.className = 'fk-canvas';
    element.prepend(canvas);
    editor.engine.attach_canvas(canvas);
    const observer = new ResizeObserver(() => {
      editor.dispatch({ case: 'viewport', value: { width: element.clientWidth, height: element.clientHeight, pixelRatio: window.devicePixelRatio } });
    });
    observer.observe(element);
    const stop = listen_to_pointers(element, editor.dispatch, space);
    return () => {
      stop();
      observer.disconnect();
      canvas.remove();
    };
  }, [editor, space]);

  // At once, and not taken away again by what the browser does after a press: the next letter may come right behind it.
  const take_focus = (event: PointerEvent) => {
    if (!is_board(event.target) || area.current === null) return;
    keyboard_for(area.current, editor.is_typing());
    area.current.focus({ preventScroll: true });
  };
  return (
    <div
      ref={host}
      className="fk-canvas-host"
      style={{ cursor: pointer }}
      role="application"
      aria-label="Canvas. Press / for the keyboard shortcuts."
      onPointerDown={take_focus}
      onMouseDown={(event) => is_board(event.target) && event.preventDefault()}
    >
      <TextInputArea area={area} />
      <SelectionStatus />
      <OverlayLabels />
      <FloatingToolbar host={host} />
      {children}
    </div>
  );
}
