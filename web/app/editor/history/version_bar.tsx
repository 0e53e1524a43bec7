// In place of the top bar while an earlier version is looked at: which one it is, the way back, and what can be done with it.
import './history.css';
import { Button, Loader } from '@mantine/core';
import IconBack from 'icons/ArrowLeft';
import { useEffect, useState } from 'react';
import type { Version } from '../../../net/generated/api_types.ts';
import { IconButton } from '../../../ui/icon_button.tsx';
import { may_edit } from '../../model/editor_model.ts';
import type { History } from '../../model/history.ts';
import { when_of } from '../../model/version_words.ts';
import { useEditorModel } from '../context.ts';
import { is_elsewhere } from '../canvas/use_keys.ts';
import { ZoomMenu } from '../top_bar.tsx';
import { HistoryProvider, useHistory, useHistoryState } from './context.ts';
import { around_history, refocus } from './refocus.ts';
import { useCopyVersion } from './use_copy_version.ts';

interface BarProps {
  version: Version;
  is_phone: boolean;
}

function Bar({ version, is_phone }: BarProps) {
  const history = useHistory();
  const [now] = useState(() => Date.now());
  const shown = useEditorModel((model) => Number(model.design?.version ?? 0n) === version.seq);
  const fetching = useHistoryState((state) => state.fetching);
  const editable = useEditorModel((model) => may_edit(model.design));
  const { copying, copy } = useCopyVersion(version);
  const [restoring, set_restoring] = useState(false);

  useEffect(() => {
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (!is_elsewhere(event.target, document.querySelector<HTMLElement>('.fk-text-area'))) history.show_present();
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [history]);
  useEffect(() => () => refocus(...around_history), []);

  const restore = () => {
    set_restoring(true);
    void history.restore(version).finally(() => set_restoring(false));
  };
  const when = when_of(version, now);
  return (
    <header className="fk-editor-top fk-version-bar" aria-label="Earlier version">
      <IconButton label="Back to the design" onClick={() => history.show_present()}><IconBack size={18} stroke={1.6} /></IconButton>
      <div className="fk-version-title" role="status">
        <strong title={version.name}>{version.name === '' ? when : version.name}</strong>
        {!is_phone && version.name !== '' && <span className="fk-quiet">{when}</span>}
        <span className="fk-read-only">Earlier version</span>
        {fetching && <Loader size={14} color="gray" aria-label="Opening" />}
      </div>
      {!is_phone && <span className="fk-bar-line" aria-hidden />}
      {!is_phone && <ZoomMenu />}
      <div className="fk-top-end">
        {!is_phone && <Button variant="default" loading={copying} disabled={!shown} onClick={copy}>Make a copy</Button>}
        {editable && <Button loading={restoring} disabled={!shown} onClick={restore}>{is_phone ? 'Restore' : 'Restore this version'}</Button>}
      </div>
    </header>
  );
}

export function VersionBar({ history, ...props }: BarProps & { history: History }) {
  return <HistoryProvider value={history}><Bar {...props} /></HistoryProvider>;
}
