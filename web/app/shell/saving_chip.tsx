// The one chip that says where the work is. A click explains it; when changes need a person it lists them with a way out.
import { Button, Popover } from '@mantine/core';
import { useState } from 'react';
import type { SavingWords } from '../model/saving.ts';
import type { KeptChange } from '../model/library_model.ts';
import { useLibrary, useServices } from '../services.tsx';

interface SavingChipProps {
  words: SavingWords | undefined;
  /** Of storage, in plain words; empty: none. */
  trouble: string;
  opened?: boolean;
  on_opened?: (opened: boolean) => void;
}

export function SavingChip({ words, trouble, opened, on_opened }: SavingChipProps) {
  const [own_opened, set_own_opened] = useState(false);
  const needs_you = useLibrary((model) => model.needs_you);
  if (words === undefined) return null;
  const is_open = opened ?? own_opened;
  const set_open = on_opened ?? set_own_opened;
  return (
    <Popover position="bottom-end" width={304} opened={is_open} onChange={set_open}>
      <Popover.Target>
        <button type="button" className="fk-chip" data-tone={words.tone} aria-haspopup="dialog" onClick={() => set_open(!is_open)}>
          <span className="fk-chip-dot" aria-hidden />
          <span className="fk-number" role="status">{words.text}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown p={16}>
        <p className="fk-chip-title">{words.text}</p>
        <p className="fk-quiet fk-flat">{words.explanation}</p>
        {trouble !== '' && <p className="fk-flat fk-chip-trouble">{trouble}</p>}
        {needs_you.map((change) => (
          <NeedsYou key={`${change.kept.number}`} change={change} />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

function NeedsYou({ change }: { change: KeptChange }) {
  const { replica, library } = useServices();
  const settle = (retry: boolean) => {
    const { client, number } = change.kept;
    replica.send({ case: 'settle', value: { document: change.document, client, number, retry } });
    library.push({ case: 'settled', value: change });
  };
  return (
    <div className="fk-needs-you">
      <p className="fk-flat">{change.kept.text === '' ? 'A change could not be taken into the cloud.' : change.kept.text}</p>
      <Button size="compact-sm" variant="light" onClick={() => settle(true)}>Try again</Button>{' '}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => settle(false)}>Set aside</Button>
    </div>
  );
}
