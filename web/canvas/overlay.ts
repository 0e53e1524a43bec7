// What lies over the pages: selection, handles, snap lines, marquee, caret, peers. Names and figures beside them are small
// elements of the page's document, which a screen reader can read; nothing here writes text.
import type { Overlay, PeerMark, TurnedBox } from '../engine/generated/local_pb.ts';
import type { Context } from './painter.ts';

export interface OverlayLook {
  readonly accent: string;
  readonly snap: string;
}

export const default_look: OverlayLook = { accent: '#2f6bff', snap: '#ff3d7f' };

const k_handle = 9;
const k_room = 20;

/** `caret_lit`: the blinking caret is in its visible half. */
export function paint_overlay(context: Context, overlay: Overlay, ratio: number, caret_lit: boolean, look: OverlayLook): void {
  context.save();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.setLineDash([]);
  for (const peer of overlay.peers) paint_peer(context, peer);
  context.fillStyle = `${look.accent}44`;
  for (const box of overlay.textSelection) within(context, box, (c) => c.fillRect(0, 0, box.width, box.height));
  context.fillStyle = look.accent;
  for (const box of overlay.composition) within(context, box, (c) => c.fillRect(0, 0, box.width, Math.max(1, box.height)));
  if (overlay.hovered !== undefined) outline(context, overlay.hovered, look.accent, 1.5);
  for (const box of overlay.selected) outline(context, box, look.accent, overlay.selected.length > 1 ? 1 : 1.5);
  if (overlay.frame !== undefined) paint_frame(context, overlay.frame, overlay, look);
  if (overlay.marquee !== undefined) paint_marquee(context, overlay.marquee, look);
  context.strokeStyle = look.snap;
  context.lineWidth = 1;
  for (const line of overlay.snapLines) {
    context.beginPath();
    context.moveTo(line.x1, line.y1);
    context.lineTo(line.x2, line.y2);
    context.stroke();
  }
  if (overlay.caret !== undefined && caret_lit) paint_caret(context, overlay.caret);
  context.restore();
}

function within(context: Context, box: TurnedBox, paint: (context: Context) => void): void {
  context.save();
  context.translate(box.x, box.y);
  context.rotate((box.rotation * Math.PI) / 180);
  paint(context);
  context.restore();
}

function outline(context: Context, box: TurnedBox, colour: string, width: number): void {
  within(context, box, (c) => {
    c.strokeStyle = colour;
    c.lineWidth = width;
    c.strokeRect(0, 0, box.width, box.height);
  });
}

function paint_frame(context: Context, frame: TurnedBox, overlay: Overlay, look: OverlayLook): void {
  outline(context, frame, look.accent, 1.5);
  if (!overlay.handles) return;
  within(context, frame, (c) => {
    const { width, height } = frame;
    const places = overlay.line ? line_ends(frame) : handle_places(width, height, overlay.widthSidesOnly);
    for (const [x, y] of places) paint_handle(c, x, y, look, overlay.line);
  });
}

const line_ends = ({ width, height }: TurnedBox): [number, number][] => [
  [0, height / 2],
  [width, height / 2],
];

// Where there is no room, only the corners keep their handles (as the session has it).
function handle_places(width: number, height: number, width_sides_only: boolean): [number, number][] {
  const xs = width < k_room || width_sides_only ? [0, width] : [0, width / 2, width];
  const ys = height < k_room && !width_sides_only ? [0, height] : [0, height / 2, height];
  return xs.flatMap((x) => ys.map((y): [number, number] => [x, y])).filter(([x, y]) => x !== width / 2 || y !== height / 2);
}

function paint_handle(context: Context, x: number, y: number, look: OverlayLook, round: boolean): void {
  context.beginPath();
  if (round) context.arc(x, y, k_handle / 2 + 1, 0, Math.PI * 2);
  else context.roundRect(x - k_handle / 2, y - k_handle / 2, k_handle, k_handle, 2);
  context.fillStyle = '#ffffff';
  context.fill();
  context.strokeStyle = look.accent;
  context.lineWidth = 1.5;
  context.stroke();
}

function paint_marquee(context: Context, box: { x: number; y: number; width: number; height: number }, look: OverlayLook): void {
  context.fillStyle = `${look.accent}1f`;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.strokeStyle = look.accent;
  context.lineWidth = 1;
  context.strokeRect(box.x, box.y, box.width, box.height);
}

function paint_caret(context: Context, box: TurnedBox): void {
  within(context, box, (c) => {
    const width = Math.max(1.5, box.width);
    // A light rim keeps it visible on dark ground.
    c.fillStyle = 'rgba(255, 255, 255, 0.85)';
    c.fillRect(-width / 2 - 0.75, 0, width + 1.5, box.height);
    c.fillStyle = '#16181d';
    c.fillRect(-width / 2, 0, width, box.height);
  });
}

function paint_peer(context: Context, peer: PeerMark): void {
  const colour = `#${peer.colour.toString(16).padStart(6, '0')}`;
  for (const box of peer.selection) outline(context, box, colour, 1.5);
  if (peer.x === undefined || peer.y === undefined) return;
  context.save();
  context.translate(peer.x, peer.y);
  context.beginPath();
  context.moveTo(0, 0);
  context.lineTo(0, 17);
  context.lineTo(4.6, 13.2);
  context.lineTo(11.4, 12.4);
  context.closePath();
  context.fillStyle = colour;
  context.fill();
  context.strokeStyle = '#ffffff';
  context.lineWidth = 1.25;
  context.lineJoin = 'round';
  context.stroke();
  context.restore();
}
