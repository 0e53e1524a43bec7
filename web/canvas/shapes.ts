// Filled and stroked paths.
import type { DisplayList } from './display_list.ts';
import type { Target } from './painter.ts';
import { read_paint, trace_path } from './path.ts';

const caps: readonly CanvasLineCap[] = ['butt', 'round', 'square'];
const joins: readonly CanvasLineJoin[] = ['miter', 'round', 'bevel'];

export function fill(list: DisplayList, at: number, target: Target): void {
  const { context } = target;
  const paint = read_paint(list, at, context);
  context.fillStyle = paint.style;
  context.beginPath();
  trace_path(list, paint.after + 1, context);
  context.fill(list.word(paint.after) === 1 ? 'evenodd' : 'nonzero');
}

export function stroke(list: DisplayList, at: number, target: Target): void {
  const { context } = target;
  const paint = read_paint(list, at, context);
  const rest = paint.after;
  const count = list.word(rest + 4);
  context.strokeStyle = paint.style;
  context.lineWidth = list.real(rest);
  context.lineCap = caps[list.word(rest + 1)] ?? 'butt';
  context.lineJoin = joins[list.word(rest + 2)] ?? 'miter';
  context.miterLimit = list.real(rest + 3);
  context.setLineDash(Array.from({ length: count }, (_, i) => list.real(rest + 5 + i)));
  context.beginPath();
  trace_path(list, rest + 5 + count, context);
  if (context.lineWidth > 0) context.stroke();
}
