import { Button, Popover } from '@mantine/core';
import IconCheck from 'icons/Check';
import IconLink from 'icons/Link';
import type { ReactElement } from 'react';
import { useState } from 'react';
import { tell } from '../actions.tsx';
import { write_route } from '../model/route.ts';
import { useEditor } from './context.ts';

/** Hands out the design's address. Whoever has it can edit: the right stands in it. */
export function ShareButton({ children }: { children: ReactElement }) {
  const { document, capability } = useEditor();
  const [copied, set_copied] = useState(false);
  const address = window.location.origin + write_route({ at: 'design', document, capability });
  const copy = () => {
    const done = () => {
      set_copied(true);
      setTimeout(() => set_copied(false), 2000);
    };
    // There is no clipboard at all on an insecure address.
    const refused = () => tell('The browser does not let Flashkit copy here. Select the link and copy it by hand.', 'error');
    if (!('clipboard' in navigator)) refused();
    else void navigator.clipboard.writeText(address).then(done, refused);
  };
  return (
    <Popover position="bottom-end" width={320} trapFocus returnFocus>
      <Popover.Target>
        {children}
      </Popover.Target>
      <Popover.Dropdown p={16}>
        <p className="fk-chip-title">Edit together</p>
        <p className="fk-quiet fk-flat">Anyone who has this link can see and edit the design. Give it only to people you trust.</p>
        <div className="fk-field fk-share-field">
          <input data-align="left" readOnly aria-label="Link to this design" value={address} onFocus={(event) => event.currentTarget.select()} />
        </div>
        <Button fullWidth leftSection={copied ? <IconCheck size={16} /> : <IconLink size={16} />} onClick={copy}>{copied ? 'Link copied' : 'Copy link'}</Button>
      </Popover.Dropdown>
    </Popover>
  );
}
