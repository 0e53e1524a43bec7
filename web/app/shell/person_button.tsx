// One's own face. A click lets a guest say what the others should see.
import { Popover } from '@mantine/core';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { css_colour, initials, tints } from '../model/person.ts';
import { useStore } from '../model/store.ts';
import { useServices } from '../services.tsx';

export function OwnFace() {
  const person = useStore(useServices().person, (state) => state);
  return <span className="fk-face" style={{ '--fk-face': css_colour(person.colour) }} aria-hidden>{initials(person.name)}</span>;
}

/** `children` is what is pressed. */
export function PersonPopover({ children, position }: { children: ReactElement; position: 'bottom-end' | 'top-start' }) {
  const { person: store } = useServices();
  const person = useStore(store, (state) => state);
  const [typed, set_typed] = useState<string>();
  const take = () => {
    const name = typed?.trim();
    set_typed(undefined);
    if (name !== undefined && name !== '' && name !== person.name) store.push({ name, from: 'given' });
  };
  return (
    <Popover position={position} width={264} trapFocus onClose={take}>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={16}>
        <p className="fk-chip-title">What others see</p>
        <p className="fk-quiet fk-flat">{person.from === 'account' ? 'The name of your account, and your colour.' : 'You are a guest. No account is needed; a name helps the others.'}</p>
        <label className="fk-field fk-person-field">
          <input
            data-align="left"
            aria-label="Your name"
            autoComplete="off"
            maxLength={64}
            readOnly={person.from === 'account'}
            value={typed ?? person.name}
            onFocus={(event) => event.currentTarget.select()}
            onChange={(event) => set_typed(event.currentTarget.value)}
            onBlur={take}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') event.stopPropagation();
              if (event.key === 'Enter') take();
            }}
          />
        </label>
        <div className="fk-tints" role="group" aria-label="Your colour">
          {tints.map((tint) => (
            <button
              key={tint.word}
              type="button"
              className="fk-tint"
              aria-label={tint.word}
              aria-pressed={person.colour === tint.colour}
              style={{ '--fk-face': css_colour(tint.colour) }}
              onClick={() => store.push({ colour: tint.colour })}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
