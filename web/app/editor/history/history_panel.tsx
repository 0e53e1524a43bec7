// The versions of the design in place of the inspector: the present first, then what was, day by day.
import './history.css';
import { Button, Skeleton } from '@mantine/core';
import IconClose from 'icons/X';
import IconSave from 'icons/BookmarkPlus';
import type { KeyboardEvent } from 'react';
import { useEffect, useRef } from 'react';
import { SavingState } from '../../../engine/generated/local_pb.ts';
import { IconButton } from '../../../ui/icon_button.tsx';
import { may_edit } from '../../model/editor_model.ts';
import type { History } from '../../model/history.ts';
import { list_words, offline_words } from '../../model/history_words.ts';
import { by_day } from '../../model/version_words.ts';
import { is_elsewhere } from '../canvas/use_keys.ts';
import { useEditor, useEditorModel } from '../context.ts';
import { HistoryProvider, useHistory, useHistoryState, useOffline } from './context.ts';
import { PresentRow } from './present_row.tsx';
import { around_history, refocus } from './refocus.ts';
import { VersionRow } from './version_row.tsx';

const reload_every_ms = 30_000;
const reload_after_saving_ms = 1500;

/** Asks again while the panel is open: after changes have come to the cloud, when the connection is back, now and then. */
function useFreshList(): void {
  const history = useHistory();
  const saved = useEditorModel((model) => model.saving?.state === SavingState.SAVING_CLOUD);
  const away = useEditorModel((model) => model.saving?.state === SavingState.SAVING_OFFLINE);
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
  useEffect(() => {
    if (!away && history.get().trouble !== undefined) void history.reload();
  }, [history, away]);
}

/** Why the list may be old or is not there; without a connection also what can be done all the same. */
function Trouble() {
  const history = useHistory();
  const offline = useOffline();
  const trouble = useHistoryState((state) => state.trouble);
  const loading = useHistoryState((state) => state.loading);
  const known = useHistoryState((state) => state.versions !== undefined);
  const on_device = useHistoryState((state) => state.on_device.length);
  if (!offline && (trouble === undefined || trouble === 'offline')) return null;
  const { title, text } = offline || trouble === undefined || trouble === 'offline' ? offline_words(known, on_device) : list_words[trouble];
  return (
    <div className="fk-note fk-history-note" role="status">
      <strong>{title}</strong>
      {text}
      <Button className="fk-history-again" variant="subtle" size="compact-sm" loading={loading} onClick={() => void history.reload()}>Try again</Button>
    </div>
  );
}

/** What could not be done, until something else is tried. */
function Said() {
  const history = useHistory();
  const said = useHistoryState((state) => state.said);
  return (
    <div role="alert">
      {said !== undefined && (
        <div className="fk-note fk-history-note fk-history-said">
          <span>{said}</span>
          <IconButton label="Dismiss" onClick={() => history.unsay()}><IconClose size={16} stroke={1.6} /></IconButton>
        </div>
      )}
    </div>
  );
}

function Waiting({ rows }: { rows: number }) {
  return (
    <div aria-busy>
      {Array.from({ length: rows }, (_, i) => (
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

/** The end of what was read: coming near it reads on. Where that failed it waits to be asked. */
function Older() {
  const history = useHistory();
  const end = useRef<HTMLDivElement>(null);
  const read = useHistoryState((state) => state.versions?.length ?? 0);
  const failed = useHistoryState((state) => state.trouble !== undefined);
  const loading = useHistoryState((state) => state.loading);
  useEffect(() => {
    if (failed || loading || end.current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) void history.load_older();
      },
      { rootMargin: '400px 0px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [history, read, failed, loading]);
  return (
    <div ref={end}>
      {failed ? <Button fullWidth variant="subtle" mt={8} loading={loading} onClick={() => void history.load_older()}>Show older versions</Button> : <Waiting rows={2} />}
    </div>
  );
}

function Save() {
  const history = useHistory();
  const offline = useOffline();
  const saving = useHistoryState((state) => state.saving);
  const looking = useHistoryState((state) => state.chosen !== undefined);
  return (
    <div className="fk-history-save">
      <Button fullWidth variant="default" leftSection={<IconSave size={16} stroke={1.6} />} loading={saving} disabled={offline || looking} onClick={() => void history.save()}>Save a version</Button>
    </div>
  );
}

function Content() {
  const versions = useHistoryState((state) => state.versions);
  const trouble = useHistoryState((state) => state.trouble);
  const complete = useHistoryState((state) => state.complete);
  const read_at = useHistoryState((state) => state.read_at);
  const known = useEditorModel((model) => model.design !== undefined);
  const editable = useEditorModel((model) => may_edit(model.design));
  useFreshList();
  return (
    <>
      {editable && <Save />}
      <div className="fk-panel-body fk-history-list">
        <Said />
        <Trouble />
        {known && !editable && <p className="fk-quiet fk-hint fk-history-hint">You can look at versions here and copy them. Saving, naming and restoring is for those who may change the design.</p>}
        <PresentRow />
        {versions === undefined && trouble === undefined && <Waiting rows={4} />}
        {versions?.length === 0 && (
          <p className="fk-quiet fk-hint fk-history-hint">
            There are no earlier versions yet. Flashkit keeps one by itself whenever you pause or leave{editable ? '; save one yourself before a big change' : ''}.
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
        {!complete && <Older />}
      </div>
    </>
  );
}

export function HistoryContent({ history }: { history: History }) {
  return <HistoryProvider value={history}><Content /></HistoryProvider>;
}

export function HistoryPanel({ history }: { history: History }) {
  const door = useEditor().history;
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus({ preventScroll: true });
    return () => refocus(before, ...around_history);
  }, []);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || is_elsewhere(event.target instanceof Element ? event.target : null, null)) return;
    event.preventDefault();
    if (history.get().chosen === undefined) door.close();
    else history.show_present();
  };
  return (
    <aside ref={panel} className="fk-history" aria-label="Version history" tabIndex={-1} onKeyDown={leave}>
      <div className="fk-history-head">
        <h2 className="fk-panel-title">Version history</h2>
        <IconButton label="Close the version history" onClick={() => door.close()}><IconClose size={18} stroke={1.6} /></IconButton>
      </div>
      <HistoryContent history={history} />
    </aside>
  );
}
