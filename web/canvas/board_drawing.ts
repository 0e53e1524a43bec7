// Brings cached tiles of the board to the screen: those of the level in use, and what stands for the ones that are missing.
import { type Bounds, intersect, is_empty, overlaps } from './matrix.ts';
import type { TilePlace } from './overview_tiles.ts';
import type { Context } from './painter.ts';
import { type Tile, tile_box, type TileLevel, tiles_in } from './tile_level.ts';
import { type BoardPage, is_near, page_box } from './tile_painter.ts';

/** Pixels of a level to pixels of the view. */
export interface View {
  readonly stretch: number;
  readonly x: number;
  readonly y: number;
}

export const place = (value: number, offset: number, view: View): number => Math.round(value * view.stretch + offset);

export function place_box(box: Bounds, view: View): Bounds {
  return { left: place(box.left, view.x, view), top: place(box.top, view.y, view), right: place(box.right, view.x, view), bottom: place(box.bottom, view.y, view) };
}

/** Tiles of a level that show some of a page within `seen` (pixels of the level). */
export function wanted_in(level: TileLevel, pages: readonly BoardPage[], seen: Bounds): TilePlace[] {
  const near = pages.filter((page) => is_near(page, level.scale, seen));
  const boxes = near.map((page) => page_box(page, level.scale)).filter((box) => overlaps(box, seen));
  const range = tiles_in(seen);
  const wanted: TilePlace[] = [];
  for (let row = range.first_row; row < range.end_row; row++) {
    for (let column = range.first_column; column < range.end_column; column++) {
      const box = tile_box(column, row);
      if (boxes.some((page) => overlaps(page, box))) wanted.push({ level, column, row });
    }
  }
  return wanted;
}

/** Draws a part of a tile (pixels of its level). */
export function draw_tile(context: Context, tile: Tile, part: Bounds, view: View, frame: number): void {
  const { bitmap } = tile;
  if (bitmap === undefined) return;
  tile.last_used = frame;
  const to = place_box(part, view);
  const box = tile_box(tile.column, tile.row);
  const [width, height] = [part.right - part.left, part.bottom - part.top];
  context.drawImage(bitmap, part.left - box.left, part.top - box.top, width, height, to.left, to.top, to.right - to.left, to.bottom - to.top);
}

export interface Missing {
  readonly level: TileLevel;
  /** Pixels of the level. */
  readonly box: Bounds;
  readonly others: readonly TileLevel[];
  readonly overview: TileLevel | undefined;
  readonly pages: readonly BoardPage[];
}

/** What other levels know of the place: the nearest in scale that has all of it, else the overview under the nearest. */
export function draw_fallback(context: Context, missing: Missing, view: View, frame: number): void {
  const { level, box, others, overview, pages } = missing;
  draw_paper(context, missing, view);
  const far = (other: TileLevel): number => Math.abs(Math.log2(other.scale / level.scale));
  const nearest_first = others.filter((other) => other.scale !== level.scale).sort((a, b) => far(a) - far(b));
  const known = nearest_first.map((other) => known_tiles(other, level, pages, box)).filter(({ found }) => found.length > 0);
  const whole = known.find(({ complete }) => complete);
  const chosen = new Set(whole !== undefined ? [whole] : [known.find(({ other }) => other === overview), known[0]]);
  for (const each of chosen) {
    if (each === undefined) continue;
    const stretch = (view.stretch * level.scale) / each.other.scale;
    for (const { tile, piece } of each.found) draw_tile(context, tile, piece, { ...view, stretch }, frame);
  }
}

interface Known {
  readonly other: TileLevel;
  readonly found: readonly { tile: Tile; piece: Bounds }[];
  readonly complete: boolean;
}

function known_tiles(other: TileLevel, level: TileLevel, pages: readonly BoardPage[], box: Bounds): Known {
  const ratio = other.scale / level.scale;
  const part = { left: box.left * ratio, top: box.top * ratio, right: box.right * ratio, bottom: box.bottom * ratio };
  const found: { tile: Tile; piece: Bounds }[] = [];
  let complete = true;
  for (const { column, row } of wanted_in(other, pages, part)) {
    const tile = other.find(column, row);
    const piece = intersect(part, tile_box(column, row));
    if (is_empty(piece)) continue;
    if (tile?.bitmap === undefined || tile.dirty !== undefined) complete = false;
    else found.push({ tile, piece });
  }
  return { other, found, complete };
}

function draw_paper(context: Context, { level, box, pages }: Missing, view: View): void {
  context.fillStyle = '#ffffff';
  for (const page of pages) {
    if (!is_near(page, level.scale, box)) continue;
    const part = intersect(page_box(page, level.scale), box);
    if (is_empty(part)) continue;
    const to = place_box(part, view);
    context.fillRect(to.left, to.top, to.right - to.left, to.bottom - to.top);
  }
}
