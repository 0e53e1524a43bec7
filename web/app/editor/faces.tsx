import { Tooltip } from '@mantine/core';
import { useEditorModel } from './context.ts';

const shown_most = 4;

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.slice(0, 2).map((word) => [...new Intl.Segmenter().segment(word)][0]?.segment ?? '').join('').toUpperCase();
}

/** Who else is in the design now. */
export function Faces() {
  const peers = useEditorModel((model) => model.peers);
  if (peers.length === 0) return null;
  const more = peers.length - shown_most;
  return (
    <ul className="fk-faces" aria-label="People here">
      {peers.slice(0, shown_most).map((peer) => (
        <Tooltip key={peer.peer} label={peer.name}>
          <li className="fk-face" style={{ '--fk-face': `#${peer.colour.toString(16).padStart(6, '0')}` }} aria-label={peer.name}>{initials(peer.name)}</li>
        </Tooltip>
      ))}
      {more > 0 && <li className="fk-face fk-number" aria-label={`${more} more`}>+{more}</li>}
    </ul>
  );
}
