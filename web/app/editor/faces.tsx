import { Tooltip } from '@mantine/core';
import { css_colour, initials } from '../model/person.ts';
import { useStore } from '../model/store.ts';
import { useServices } from '../services.tsx';
import { OwnFace, PersonPopover } from '../shell/person_button.tsx';
import { useEditorModel } from './context.ts';

const shown_most = 4;

/** Who is in the design now: the others, then oneself. */
export function Faces() {
  const peers = useEditorModel((model) => model.peers);
  const name = useStore(useServices().person, (person) => person.name);
  const more = peers.length - shown_most;
  return (
    <div className="fk-people">
      {peers.length > 0 && (
        <ul className="fk-faces" aria-label="People here">
          {peers.slice(0, shown_most).map((peer) => (
            <Tooltip key={peer.peer} label={peer.name}>
              <li className="fk-face" style={{ '--fk-face': css_colour(peer.colour) }} aria-label={peer.name}>{initials(peer.name)}</li>
            </Tooltip>
          ))}
          {more > 0 && <li className="fk-face fk-number" aria-label={`${more} more`}>+{more}</li>}
        </ul>
      )}
      <PersonPopover position="bottom-end">
        <button type="button" className="fk-own-face" aria-label={`You: ${name}`} title={`You: ${name}`}><OwnFace /></button>
      </PersonPopover>
    </div>
  );
}
