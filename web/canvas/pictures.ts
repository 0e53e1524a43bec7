// Pictures, and what stands where none can be.
import type { PainterAssets } from './assets.ts';
import type { DisplayList } from './display_list.ts';
import type { Matrix } from './matrix.ts';
import type { Target } from './painter.ts';

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function paint_picture(list: DisplayList, at: number, target: Target, assets: PainterAssets): void {
  const rect = (i: number): Rect => ({ x: list.real(i), y: list.real(i + 1), width: list.real(i + 2), height: list.real(i + 3) });
  const crop = rect(at + 3);
  const to = rect(at + 7);
  const flags = list.word(at + 11);
  if (!(crop.width > 0 && crop.height > 0) || to.width === 0 || to.height === 0) return;
  const { context, matrix } = target;
  const answer = assets.picture({
    source: list.string(list.word(at)),
    is_svg: list.word(at + 1) === 1,
    colours: list.string(list.word(at + 2)),
    device_width: (Math.abs(to.width) / crop.width) * Math.hypot(matrix.a, matrix.b),
    device_height: (Math.abs(to.height) / crop.height) * Math.hypot(matrix.c, matrix.d),
  });
  switch (answer.kind) {
    case 'waiting':
      paint_waiting(target, to);
      return;
    case 'missing':
      paint_placeholder(target, to.x, to.y, to.width, to.height);
      return;
    case 'picture':
      break;
  }
  const flip_x = (flags & 1) !== 0;
  const flip_y = (flags & 2) !== 0;
  const from = {
    x: crop.x * answer.width,
    y: crop.y * answer.height,
    width: crop.width * answer.width,
    height: crop.height * answer.height,
  };
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'low';
  const aligned = flip_x || flip_y ? undefined : snap(matrix, to, from, answer);
  if (aligned !== undefined) {
    context.setTransform(1, 0, 0, 1, 0, 0);
    draw(target, answer.image, aligned.from, aligned.to);
  } else if (flip_x || flip_y) {
    const m = matrix;
    const [sx, sy] = [flip_x ? -1 : 1, flip_y ? -1 : 1];
    const [cx, cy] = [to.x + to.width / 2, to.y + to.height / 2];
    const [ox, oy] = [cx - sx * cx, cy - sy * cy];
    context.setTransform(m.a * sx, m.b * sx, m.c * sy, m.d * sy, m.a * ox + m.c * oy + m.e, m.b * ox + m.d * oy + m.f);
    draw(target, answer.image, from, to);
  } else {
    draw(target, answer.image, from, to);
  }
  context.setTransform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
}

function draw({ context }: Target, image: ImageBitmap, from: Rect, to: Rect): void {
  context.drawImage(image, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
}

/**
 * Upright pictures end on whole device pixels, in every tile and in the native painter alike. What is seen inside stays
 * where it was: the piece of the picture is widened or narrowed with the edges as far as the picture goes.
 */
export function snap(
  m: Matrix,
  to: Rect,
  from: Rect,
  picture: { readonly width: number; readonly height: number },
): { to: Rect; from: Rect } | undefined {
  if (m.b !== 0 || m.c !== 0 || m.a <= 0 || m.d <= 0 || to.width < 0 || to.height < 0) return undefined;
  const x = snap_axis(m.a * to.x + m.e, m.a * to.width, from.x, from.width, picture.width);
  const y = snap_axis(m.d * to.y + m.f, m.d * to.height, from.y, from.height, picture.height);
  return {
    to: { x: x.start, y: y.start, width: x.length, height: y.length },
    from: { x: x.from, y: y.from, width: x.taken, height: y.taken },
  };
}

function snap_axis(
  start: number,
  length: number,
  from: number,
  taken: number,
  whole: number,
): { start: number; length: number; from: number; taken: number } {
  const first = Math.round(start);
  const end = Math.max(first + 1, Math.round(start + length));
  const per_pixel = taken / length;
  const low = Math.max(0, from + (first - start) * per_pixel);
  const high = Math.min(whole, from + (end - start) * per_pixel);
  if (!(high > low)) return { start: first, length: end - first, from, taken };
  return { start: first, length: end - first, from: low, taken: high - low };
}

function paint_waiting({ context }: Target, to: Rect): void {
  context.fillStyle = 'rgba(128, 128, 128, 0.12)';
  context.fillRect(to.x, to.y, to.width, to.height);
}

const k_hatch_step = 14;

/** A quiet hatched box with a frame and a mark in its middle: something belongs here that is not drawn. */
export function paint_placeholder(target: Target, x: number, y: number, width: number, height: number): void {
  const { context } = target;
  if (!(width > 0 && height > 0)) return;
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.fillStyle = 'rgba(120, 124, 134, 0.14)';
  context.fillRect(x, y, width, height);
  context.strokeStyle = 'rgba(120, 124, 134, 0.35)';
  context.lineWidth = 1;
  context.setLineDash([]);
  context.beginPath();
  const step = Math.max(k_hatch_step, (width + height) / 60);
  for (let along = step; along < width + height; along += step) {
    context.moveTo(x + along, y);
    context.lineTo(x + along - height, y + height);
  }
  context.stroke();
  context.lineWidth = 2;
  context.strokeRect(x, y, width, height);
  paint_mark(context, x + width / 2, y + height / 2, Math.min(28, Math.min(width, height) / 3));
  context.restore();
}

// An exclamation mark in a circle.
function paint_mark(context: Target['context'], x: number, y: number, radius: number): void {
  if (radius < 4) return;
  context.fillStyle = 'rgba(90, 94, 104, 0.9)';
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
  context.fillStyle = '#ffffff';
  context.fillRect(x - radius * 0.1, y - radius * 0.55, radius * 0.2, radius * 0.65);
  context.fillRect(x - radius * 0.1, y + radius * 0.3, radius * 0.2, radius * 0.2);
}
