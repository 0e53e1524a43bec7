// The versions of the design in place of the inspector: the present first, then what was, day by day.
import './history.css';
import { Button, Skeleton } from '@mantine/core';
import IconClose from 'icons/X';
import IconNow from 'icons/PointFilled';
import IconSave from 'icons/BookmarkPlus';
import type { KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import { SavingState } from '../../../engine/generated/local_pb.ts';
import { IconButton } from '../../../ui/icon_button.tsx';
import { may_edit } from '../../model/editor_model.ts';
import type { HistoryState } from '../../model/history.ts';
import { by_day } from '../../model/version_words.ts';
import { is_elsewhere } from '../canvas/use_keys.ts';
import { useEditor, useEditorModel, useHistory } from '../context.ts';
import { around_history, refocus } from './refocus.ts';
import { VersionRow } from './version_row.tsx';

const reload_every_ms = 30_000;
const reload_after_saving_ms = 1500;

/** Asks again while the panel is open: after changes have come to the cloud, when the connection is back, now and then. */
function useFreshList(): void {
  const { history } = useEditor();
  const saved = useEditorModel((model) => model.saving?.state === SavingState.SAVING_CLOUD);
  useEffect(() => {
    const reload = () => void history.reload();
    const soon = saved ? setTimeout(reload, reload_after_saving_ms) : undefined;
    const timer = setInterval(reload, reload_every_ms);
    window.addEventListener('focus', reload);
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
      window.removeEventListener('focus', reload);
    };
  }, [history, saved]);
}

const troubles: Record<NonNullable<HistoryState['trouble']>, { title: string; text: string }> = {
  offline: { title: 'History needs the cloud', text: 'There is no connection. Earlier versions are kept in the cloud and show up here when it is back.' },
  absent: { title: 'Not in the cloud yet', text: 'Versions are kept once the design has reached the cloud.' },
  refused: { title: 'The list could not be read', text: 'Your design is safe. Try again in a moment.' },
};

function Trouble({ trouble }: { trouble: NonNullable<HistoryState['trouble']> }) {
  const { history } = useEditor();
  const loading = useHistory((state) => state.loading);
  const { title, text } = troubles[trouble];
  return (
    <div className="fk-note fk-history-note" role="status">
      <strong>{title}</strong>
      {text}
      <Button variant="subtle" size="compact-sm" mt={4} ml={-8} loading={loading} onClick={() => void history.reload()}>Try again</Button>
    </div>
  );
}

function Present() {
  const { history } = useEditor();
  const chosen = useHistory((state) => state.chosen === undefined);
  return (
    <ul className="fk-versions">
      <li className="fk-version" data-chosen={chosen}>
        <button type="button" className="fk-version-open" aria-pressed={chosen} onClick={() => history.show_present()}>
          <span className="fk-version-frame" data-now><IconNow size={18} /></span>
          <span className="fk-version-words">
            <span className="fk-version-name" data-named>Now</span>
            <small className="fk-quiet">The design as it is</small>
          </span>
        </button>
      </li>
    </ul>
  );
}

function Waiting() {
  return (
    <div aria-busy>
      {[0, 1, 2, 3].map((i) => (
        <div key={i} className="fk-version-open">
          <Skeleton className="fk-version-frame" radius={4} />
          <span className="fk-version-words">
            <Skeleton height={12} width={72} mb={8} />
            <Skeleton height={10} width={112} />
          </span>
        </div>
      ))}
    </div>
  );
}

export function HistoryContent() {
  const { history } = useEditor();
  const versions = useHistory((state) => state.versions);
  const { loading, trouble, complete, saving, read_at } = useHistory((state) => state);
  const editable = useEditorModel((model) => may_edit(model.design));
  useFreshList();
  return (
    <>
      {editable && (
        <div className="fk-history-save">
          <Button fullWidth variant="default" leftSection={<IconSave size={16} stroke={1.6} />} loading={saving} onClick={() => void history.save()}>Save this version</Button>
        </div>
      )}
      <div className="fk-panel-body fk-history-list" data-old={trouble !== undefined && versions !== undefined}>
        {trouble !== undefined && <Trouble trouble={trouble} />}
        <Present />
        {versions === undefined && trouble === undefined && <Waiting />}
        {versions?.length === 0 && (
          <p className="fk-quiet fk-hint fk-history-hint">
            There are no earlier versions yet. Flashkit keeps one by itself whenever you pause or leave; save one yourself before a big change.
          </p>
        )}
        {by_day(versions ?? [], read_at).map((day) => (
          <section key={day.label} aria-label={day.label}>
            <h3 className="fk-panel-head fk-history-day">{day.label}</h3>
            <ul className="fk-versions">
              {day.versions.map((version) => <VersionRow key={version.seq} version={version} editable={editable} />)}
            </ul>
          </section>
        ))}
        {!complete && <Button fullWidth variant="subtle" mt={8} loading={loading} onClick={() => void history.load_older()}>Show older versions</Button>}
      </div>
    </>
  );
}

export function HistoryPanel() {
  const { history } = useEditor();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => refocus(before, ...around_history);
  }, []);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || is_elsewhere(event.target instanceof Element ? event.target : null, null)) return;
    event.preventDefault();
    if (history.get().chosen === undefined) history.close();
    else history.show_present();
  };
  return (
    <aside ref={panel} className="fk-history" aria-label="Version history" tabIndex={-1} onKeyDown={leave}>
      <div className="fk-history-head">
        <h2 className="fk-panel-title">Version history</h2>
        <IconButton label="Close the version history" onClick={() => history.close()}><IconClose size={18} stroke={1.6} /></IconButton>
      </div>
      <HistoryContent />
    </aside>
  );
}
