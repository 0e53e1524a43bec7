// Words beside what the painter draws over the pages: names of peers, the size or angle while dragging, snap distances.
// The painter writes no text; these are small elements that never take the pointer.
import type { TurnedBox, Undrawn } from '../../../engine/generated/local_pb.ts';
import { css_colour } from '../../model/person.ts';
import { undrawn_words } from '../../model/undrawn.ts';
import { useEditorModel } from '../context.ts';
import { bounds_of } from './frame.ts';

/** Below what the pointer is on: why it shows a mark. */
function Why({ box, undrawn }: { box: TurnedBox; undrawn: Undrawn }) {
  const { left, right, bottom } = bounds_of(box);
  return <span className="fk-label" data-why style={{ left: (left + right) / 2, top: bottom + 8 }}>{undrawn_words(undrawn).title}</span>;
}

export function OverlayLabels() {
  const overlay = useEditorModel((model) => model.overlay);
  if (overlay === undefined) return null;
  return (
    <div className="fk-labels" aria-hidden>
      {overlay.peers.map((peer) =>
        peer.x === undefined || peer.y === undefined ? null : (
          <span key={peer.peer} className="fk-label" style={{ left: peer.x + 12, top: peer.y + 14, background: css_colour(peer.colour) }}>{peer.name}</span>
        ),
      )}
      {overlay.snapLines.map((line, index) =>
        line.label === '' ? null : (
          <span key={`${index} ${line.label}`} className="fk-label fk-number" data-snap style={{ left: (line.x1 + line.x2) / 2, top: (line.y1 + line.y2) / 2 }}>{line.label}</span>
        ),
      )}
      {overlay.hovered !== undefined && overlay.hoveredUndrawn !== undefined && <Why box={overlay.hovered} undrawn={overlay.hoveredUndrawn} />}
      {overlay.badge !== '' && <span className="fk-label fk-number" data-badge style={{ left: overlay.badgeX, top: overlay.badgeY }}>{overlay.badge}</span>}
    </div>
  );
}
