// Where a turned box lies on the screen.
import type { TurnedBox } from '../../../engine/generated/local_pb.ts';

export interface Bounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The upright box around a box that is turned about its top left corner. */
export function bounds_of(box: Pick<TurnedBox, 'x' | 'y' | 'width' | 'height' | 'rotation'>): Bounds {
  const angle = (box.rotation * Math.PI) / 180;
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const xs = [0, box.width * c, box.width * c - box.height * s, -box.height * s].map((x) => x + box.x);
  const ys = [0, box.width * s, box.width * s + box.height * c, box.height * c].map((y) => y + box.y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** Above the box when there is room, else below, else at the top; never beyond the sides. */
export function place_toolbar(box: Bounds, toolbar: { width: number; height: number }, view: { width: number; height: number }) {
  const gap = 28;
  const margin = 8;
  const left = Math.min(Math.max(margin, (box.left + box.right - toolbar.width) / 2), Math.max(margin, view.width - toolbar.width - margin));
  const above = box.top - toolbar.height - gap;
  const below = box.bottom + gap;
  const top = above >= margin ? above : below + toolbar.height <= view.height - margin ? below : margin;
  return { left: Math.round(left), top: Math.round(top) };
}
