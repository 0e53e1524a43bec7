// A version's name while it is written: Enter or leaving keeps it, Escape gives the old one back. A name that was not
// kept stays written, with the reason below it.
import { Button } from '@mantine/core';
import type { FocusEvent } from 'react';
import { useId, useState } from 'react';
import type { Version } from '../../../net/generated/api_types.ts';
import type { Naming } from '../../model/history.ts';
import { longest_name, name_length } from '../../model/history_words.ts';
import { useHistory } from './context.ts';

export function VersionName({ version, naming }: { version: Version; naming: Naming }) {
  const history = useHistory();
  const { waiting, refused } = naming;
  const [typed, set_typed] = useState(refused?.name ?? version.name);
  const reason = useId();
  const keep = () => {
    if (waiting) return;
    const next = typed.trim();
    void history.name(version, next === '' ? undefined : next);
  };
  const leave = () => void history.name(version, undefined);
  const blurred = (event: FocusEvent<HTMLDivElement>) => {
    if (event.currentTarget.contains(event.relatedTarget)) return;
    if (typed.trim() !== refused?.name) keep();
  };
  return (
    <div className="fk-version-naming" onBlur={blurred}>
      <input
        className="fk-rename"
        aria-label="Name of the version"
        aria-busy={waiting}
        aria-invalid={refused !== undefined}
        aria-describedby={reason}
        value={typed}
        placeholder="Name this version"
        readOnly={waiting}
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => set_typed(event.currentTarget.value)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') keep();
          if (event.key === 'Escape') leave();
        }}
      />
      <div id={reason} role="alert">{refused !== undefined && <small className="fk-version-refused">{refused.why}</small>}</div>
      {refused !== undefined && (
        <div className="fk-version-ways">
          {name_length(typed.trim()) <= longest_name && <Button variant="subtle" size="compact-sm" loading={waiting} onClick={keep}>Try again</Button>}
          <Button variant="subtle" size="compact-sm" color="gray" onClick={leave}>Leave it</Button>
        </div>
      )}
    </div>
  );
}
