import { Button } from '@mantine/core';
import { useState } from 'react';
import { format_when } from '../../ui/format.ts';
import { restore_design } from '../actions.tsx';
import { to_hex } from '../model/ids.ts';
import { designs } from '../model/library_model.ts';
import { useLibrary, useServices } from '../services.tsx';
import { Preview } from './design_card.tsx';
import './home.css';

/** What was deleted, each with its way back. */
export function Trash() {
  const services = useServices();
  const rows = useLibrary((model) => model.rows);
  const [now] = useState(() => Date.now());
  const deleted = rows === undefined ? undefined : designs(rows, true);
  return (
    <div className="fk-page">
      <h1 className="fk-heading">Trash</h1>
      {deleted?.length === 0 && (
        <div className="fk-empty">
          <strong>The trash is empty</strong>
          What you delete comes here, and can be restored.
        </div>
      )}
      <div className="fk-grid">
        {deleted?.map((row) => (
          <article key={to_hex(row.document)} className="fk-card">
            <Preview row={row} />
            <div className="fk-card-foot">
              <div className="fk-card-words">
                <span className="fk-card-name">{row.name === '' ? 'Untitled' : row.name}</span>
                <span className="fk-quiet fk-card-when">{format_when(Number(row.changedMs), now)}</span>
              </div>
              <Button variant="default" size="compact-sm" h={32} onClick={() => restore_design(services, row)}>Restore</Button>
            </div>
          </article>
        ))}
      </div>
    </div>
  );
}
