// Runs of glyphs, painted as outlines: the same shapes the native painter fills.
import type { PainterAssets } from './assets.ts';
import type { DisplayList } from './display_list.ts';
import { mean_scale } from './matrix.ts';
import type { Target } from './painter.ts';
import { read_paint } from './path.ts';

// Below this many device pixels per em nobody can read; a bar per run stands for it.
const k_readable_px = 3;

export function paint_glyphs(list: DisplayList, at: number, target: Target, assets: PainterAssets): void {
  const { context, matrix } = target;
  const font = list.string(list.word(at));
  const size = list.real(at + 1);
  const paint = read_paint(list, at + 2, context);
  const count = list.word(paint.after + 1);
  const first = paint.after + 2;
  if (count === 0 || !(size > 0)) return;
  context.fillStyle = paint.style;
  if (size * mean_scale(matrix) < k_readable_px) {
    paint_bars(list, first, count, size, target);
    return;
  }
  // Overlapping glyphs that let something shine through are one shape; so is what a gradient crosses.
  const whole = paint.flat && target.alpha === 1 ? undefined : new Path2D();
  for (let i = 0; i < count; i++) {
    const entry = first + i * 4;
    const outline = assets.glyph(font, list.word(entry));
    if (outline === undefined) continue;
    const s = size / outline.units_per_em;
    const x = list.real(entry + 1);
    const y = list.real(entry + 2);
    if (whole !== undefined) {
      whole.addPath(outline.path, { a: s, b: 0, c: 0, d: -s, e: x, f: y });
      continue;
    }
    context.setTransform(
      matrix.a * s,
      matrix.b * s,
      matrix.c * -s,
      matrix.d * -s,
      matrix.a * x + matrix.c * y + matrix.e,
      matrix.b * x + matrix.d * y + matrix.f,
    );
    context.fill(outline.path, 'nonzero');
  }
  if (whole !== undefined) context.fill(whole, 'nonzero');
  else context.setTransform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
}

// One bar for each stretch of glyphs that share a baseline.
function paint_bars(list: DisplayList, first: number, count: number, size: number, target: Target): void {
  const { context } = target;
  context.globalAlpha = target.alpha * 0.6;
  let start = first;
  for (let i = 1; i <= count; i++) {
    const entry = first + i * 4;
    if (i < count && list.real(entry + 2) === list.real(start + 2)) continue;
    const left = list.real(start + 1);
    const right = list.real(entry - 4 + 1) + size * 0.5;
    context.fillRect(Math.min(left, right), list.real(start + 2) - size * 0.6, Math.abs(right - left), size * 0.6);
    start = entry;
  }
  context.globalAlpha = target.alpha;
}
