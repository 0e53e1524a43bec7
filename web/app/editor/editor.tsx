// The editor: opens the design in an engine of its own, and lays out the bars and panels around the canvas.
import './editor.css';
import './top_bar.css';
import './pages_strip.css';
import './canvas/canvas.css';
import './inspector/inspector.css';
import './panels/panels.css';
import { useEffect, useState } from 'react';
import { Button, Loader } from '@mantine/core';
import { SavingState } from '../../engine/generated/local_pb.ts';
import { useServices } from '../services.tsx';
import { useStore } from '../model/store.ts';
import type { Editor as OpenEditor } from './context.ts';
import { EditorProvider } from './context.ts';
import { EditorLayout } from './editor_layout.tsx';
import { make_editor } from './make_editor.ts';

interface EditorProps {
  document: string;
  capability: string;
}

export function Editor({ document, capability }: EditorProps) {
  const services = useServices();
  const [editor, set_editor] = useState<OpenEditor>();
  useEffect(() => {
    let made: OpenEditor | undefined;
    // A moment later, so that a mount that is taken back at once opens nothing.
    const timer = setTimeout(() => {
      made = make_editor(services, document, capability);
      set_editor(made);
    });
    return () => {
      clearTimeout(timer);
      made?.close();
    };
  }, [services, document, capability]);
  if (editor === undefined) return <div className="fk-opening" aria-busy />;
  return (
    <EditorProvider value={editor}>
      <EditorLayout />
      <Opening editor={editor} />
    </EditorProvider>
  );
}

/** Over the board until there is a design: nothing for a moment, then patience, or what went wrong and the way out. */
function Opening({ editor }: { editor: OpenEditor }) {
  const { router, device } = useServices();
  const stopped = useStore(device, (state) => state.stopped !== undefined);
  const opened = useStore(editor.model, (model) => model.design !== undefined);
  const trouble = useStore(editor.model, (model) => model.trouble);
  const offline = useStore(editor.model, (model) => model.saving?.state === SavingState.SAVING_OFFLINE);
  const [slow, set_slow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => set_slow(true), 300);
    return () => clearTimeout(timer);
  }, []);
  if (opened || (!slow && trouble === '')) return null;
  return (
    <div className="fk-opening" role="status">
      {trouble === '' ? (
        <>
          {!stopped && <Loader size="sm" color="gray" />}
          <span className="fk-quiet">{stopped ? 'This design can not be opened until this tab is loaded again.' : offline ? 'This design is not on this device yet. It opens when you are online again.' : 'Opening…'}</span>
        </>
      ) : (
        <>
          <strong>This design could not be opened</strong>
          <span className="fk-quiet">{trouble}</span>
          <Button mt={12} onClick={() => router.go({ at: 'home' })}>Go to Home</Button>
          <Button variant="subtle" onClick={() => window.location.reload()}>Load again</Button>
        </>
      )}
    </div>
  );
}
