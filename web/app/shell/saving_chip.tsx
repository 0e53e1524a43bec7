// The one chip that says where the work is. A click explains it; when changes need a person, `children` are the way out.
import { Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { SavingWords } from '../model/saving.ts';

interface SavingChipProps {
  words: SavingWords | undefined;
  /** Of storage, in plain words; empty: none. */
  trouble: string;
  opened?: boolean;
  on_opened?: (opened: boolean) => void;
  children?: ReactNode;
}

export function SavingChip({ words, trouble, opened, on_opened, children }: SavingChipProps) {
  const [own_opened, set_own_opened] = useState(false);
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
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
