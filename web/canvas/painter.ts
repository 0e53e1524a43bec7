// Paints a display list: a loop over its orders. It knows no element, lays out nothing, and asks `PainterAssets` for glyph
// outlines and pictures. The matrix is kept here rather than in the context, because pictures and glyphs need it.
import type { PainterAssets } from './assets.ts';
import { type DisplayList, OrderKind } from './display_list.ts';
import { paint_glyphs } from './glyphs.ts';
import { type Bounds, intersect, invert, is_empty, map_bounds, type Matrix, multiply, overlaps, round_out } from './matrix.ts';
import { paint_picture, paint_placeholder } from './pictures.ts';
import { trace_path } from './path.ts';
import { fill, stroke } from './shapes.ts';

export type Context = OffscreenCanvasRenderingContext2D;

/** Where orders go now: the canvas, or the picture of a layer that is being gathered. */
export interface Target {
  readonly context: Context;
  readonly matrix: Matrix;
  /** Device pixels of this target that can matter. */
  readonly clip: Bounds;
  readonly alpha: number;
}

interface Layer {
  readonly below: Target;
  /** Undefined: the opacity was folded into the one order inside. */
  readonly canvas: OffscreenCanvas | undefined;
  readonly opacity: number;
  readonly at: Bounds;
  readonly depth: number;
}

export interface PaintOptions {
  /** Page pixels to pixels of the context. */
  readonly matrix: Matrix;
  /** Pixels of the context that are wanted; rows outside are not read. */
  readonly clip: Bounds;
  /** Nodes (top-level) to leave out. */
  readonly without?: ReadonlySet<string>;
}

const k_too_small_px = 0.25;

export class Painter {
  private readonly assets_: PainterAssets;
  private readonly spare_: OffscreenCanvas[] = [];

  constructor(assets: PainterAssets) {
    this.assets_ = assets;
  }

  /** Leaves the context as it was. Answers how many rows were painted. */
  paint(context: Context, list: DisplayList, options: PaintOptions): number {
    let painted = 0;
    const { matrix, without } = options;
    const wanted = page_box_of(options);
    for (let row = 0; row < list.row_count; row++) {
      if (!list.meets(row, wanted)) continue;
      if (without !== undefined && without.size > 0 && without.has(list.node(row))) continue;
      const box = map_bounds(matrix, list.bounds(row));
      if (!overlaps(box, options.clip)) continue;
      if (box.right - box.left < k_too_small_px && box.bottom - box.top < k_too_small_px) continue;
      context.save();
      this.run(list, list.first_order(row), list.end_order(row), { context, matrix, clip: options.clip, alpha: 1 });
      context.restore();
      painted++;
    }
    return painted;
  }

  private run(list: DisplayList, first: number, end: number, start: Target): void {
    let target = start;
    const saved: Target[] = [];
    const layers: Layer[] = [];
    set(target);
    for (let at = first; at < end; ) {
      const head = list.word(at);
      const length = Math.max(1, head >>> 8);
      const body = at + 1;
      switch (head & 0xff) {
        case OrderKind.Save:
          saved.push(target);
          target.context.save();
          break;
        case OrderKind.Restore: {
          const before = saved.pop();
          if (before === undefined) break;
          target.context.restore();
          target = before;
          break;
        }
        case OrderKind.Transform:
          target = { ...target, matrix: multiply(target.matrix, read_matrix(list, body)) };
          set(target);
          break;
        case OrderKind.Clip:
          target.context.beginPath();
          trace_path(list, body, target.context);
          target.context.clip('nonzero');
          break;
        case OrderKind.LayerBegin: {
          const layer = this.begin_layer(list, at, length, end, target, saved.length);
          if (layer === undefined) {
            at = after_layer(list, at, end);
            continue;
          }
          layers.push(layer.layer);
          target = layer.target;
          set(target);
          break;
        }
        case OrderKind.LayerEnd: {
          const layer = layers.pop();
          if (layer === undefined) break;
          saved.length = layer.depth;
          target = layer.below;
          this.end_layer(layer);
          set(target);
          break;
        }
        case OrderKind.Fill:
          fill(list, body, target);
          break;
        case OrderKind.Stroke:
          stroke(list, body, target);
          break;
        case OrderKind.Glyphs:
          paint_glyphs(list, body, target, this.assets_);
          break;
        case OrderKind.Image:
          paint_picture(list, body, target, this.assets_);
          break;
        case OrderKind.Placeholder:
          paint_placeholder(target, list.real(body), list.real(body + 1), list.real(body + 2), list.real(body + 3));
          break;
        default:
          break;
      }
      at += length;
    }
  }

  /** Undefined: nothing of the layer can be seen. */
  private begin_layer(
    list: DisplayList,
    at: number,
    length: number,
    end: number,
    target: Target,
    depth: number,
  ): { layer: Layer; target: Target } | undefined {
    const opacity = Math.min(1, Math.max(0, list.real(at + 1)));
    if (opacity === 0) return undefined;
    if (paints_once(list, at + length, end)) {
      target.context.save();
      const layer = { below: target, canvas: undefined, opacity, at: target.clip, depth };
      return { layer, target: { ...target, alpha: target.alpha * opacity } };
    }
    const bounds = { left: list.real(at + 2), top: list.real(at + 3), right: list.real(at + 4), bottom: list.real(at + 5) };
    const box = round_out(intersect(map_bounds(target.matrix, bounds), target.clip));
    if (is_empty(box)) return undefined;
    const width = box.right - box.left;
    const height = box.bottom - box.top;
    const canvas = this.borrow(width, height);
    const context = canvas.getContext('2d');
    if (context === null) return undefined;
    context.save();
    const { matrix } = target;
    return {
      layer: { below: target, canvas, opacity, at: box, depth },
      target: {
        context,
        matrix: { ...matrix, e: matrix.e - box.left, f: matrix.f - box.top },
        clip: { left: 0, top: 0, right: width, bottom: height },
        alpha: 1,
      },
    };
  }

  private end_layer(layer: Layer): void {
    const { context } = layer.below;
    if (layer.canvas === undefined) {
      context.restore();
      return;
    }
    const width = layer.at.right - layer.at.left;
    const height = layer.at.bottom - layer.at.top;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = layer.below.alpha * layer.opacity;
    context.drawImage(layer.canvas, 0, 0, width, height, layer.at.left, layer.at.top, width, height);
    this.spare_.push(layer.canvas);
  }

  // A clear canvas at least this large.
  private borrow(width: number, height: number): OffscreenCanvas {
    const found = this.spare_.findIndex((canvas) => canvas.width >= width && canvas.height >= height);
    const [canvas = new OffscreenCanvas(Math.max(256, width), Math.max(256, height))] =
      found < 0 ? [] : this.spare_.splice(found, 1);
    while (this.spare_.length > 6) this.spare_.shift();
    const context = canvas.getContext('2d');
    context?.reset();
    return canvas;
  }
}

/** What of the page can matter: rows are compared with it before anything is computed for them. */
function page_box_of({ matrix, clip }: PaintOptions): Bounds {
  const inverse = invert(matrix);
  if (inverse === undefined) return { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
  const box = map_bounds(inverse, clip);
  // A little more, for what rounding took.
  const room = 1e-3 * (1 + Math.abs(inverse.a) + Math.abs(inverse.b) + Math.abs(inverse.c) + Math.abs(inverse.d));
  return { left: box.left - room, top: box.top - room, right: box.right + room, bottom: box.bottom + room };
}

function set({ context, matrix, alpha }: Target): void {
  context.setTransform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
  context.globalAlpha = alpha;
}

function read_matrix(list: DisplayList, at: number): Matrix {
  const [a, b, c, d, e, f] = [0, 1, 2, 3, 4, 5].map((i) => list.real(at + i));
  return { a: a ?? 1, b: b ?? 0, c: c ?? 0, d: d ?? 1, e: e ?? 0, f: f ?? 0 };
}

/** Whether exactly one painting order stands between here and the end of the layer. */
function paints_once(list: DisplayList, from: number, end: number): boolean {
  let painted = 0;
  for (let at = from; at < end; at += Math.max(1, list.word(at) >>> 8)) {
    const kind = list.word(at) & 0xff;
    if (kind === OrderKind.LayerEnd) return painted <= 1;
    if (kind === OrderKind.LayerBegin) return false;
    if (kind >= OrderKind.Fill && ++painted > 1) return false;
  }
  return false;
}

function after_layer(list: DisplayList, from: number, end: number): number {
  let depth = 0;
  for (let at = from; at < end; ) {
    const kind = list.word(at) & 0xff;
    at += Math.max(1, list.word(at) >>> 8);
    if (kind === OrderKind.LayerBegin) depth++;
    if (kind === OrderKind.LayerEnd && --depth === 0) return at;
  }
  return end;
}
