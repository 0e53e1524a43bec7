// Words beside what the painter draws over the pages: names of peers, the size or angle while dragging, snap distances.
// The painter writes no text; these are small elements that never take the pointer.
import { useEditorModel } from '../context.ts';

const colour_of = (colour: number): string => `#${colour.toString(16).padStart(6, '0')}`;

export function OverlayLabels() {
  const overlay = useEditorModel((model) => model.overlay);
  if (overlay === undefined) return null;
  return (
    <div className="fk-labels" aria-hidden>
      {overlay.peers.map((peer) =>
        peer.x === undefined || peer.y === undefined ? null : (
          <span key={peer.peer} className="fk-label" style={{ left: peer.x + 12, top: peer.y + 14, background: colour_of(peer.colour) }}>{peer.name}</span>
        ),
      )}
      {overlay.snapLines.map((line, index) =>
        line.label === '' ? null : (
          <span key={`${index} ${line.label}`} className="fk-label fk-number" data-snap style={{ left: (line.x1 + line.x2) / 2, top: (line.y1 + line.y2) / 2 }}>{line.label}</span>
        ),
      )}
      {overlay.badge !== '' && <span className="fk-label fk-number" style={{ left: overlay.badgeX, top: overlay.badgeY }}>{overlay.badge}</span>}
    </div>
  );
}
