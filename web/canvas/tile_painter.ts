// Paints one tile from the pages it shows. One scratch canvas serves every tile; its content becomes the tile's bitmap.
import type { DisplayList } from './display_list.ts';
import { type Bounds, intersect, is_empty, map_bounds, type Matrix, overlaps, round_out, unite } from './matrix.ts';
import type { Context, Painter } from './painter.ts';
import { k_tile, type Tile, tile_box } from './tile_level.ts';

export interface BoardPage {
  readonly page: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PageSource {
  list(page: string): DisplayList | undefined;
  /** Nodes that are in the hand: not in tiles, but painted over them in every frame. */
  lifted(): ReadonlySet<string>;
}

/** A page's place in pixels of a level, on whole pixels so that its edges are sharp. */
export function page_box(page: BoardPage, scale: number): Bounds {
  const left = Math.round(page.x * scale);
  const top = Math.round(page.y * scale);
  return {
    left,
    top,
    right: left + Math.max(1, Math.round(page.width * scale)),
    bottom: top + Math.max(1, Math.round(page.height * scale)),
  };
}

export class TilePainter {
  private readonly painter_: Painter;
  private readonly source_: PageSource;
  /** Where the lifted nodes of a page were found last. */
  private readonly rows_ = new Map<string, readonly number[]>();
  private readonly scratch_ = new OffscreenCanvas(k_tile, k_tile);
  private readonly context_: Context | null = this.scratch_.getContext('2d');

  constructor(painter: Painter, source: PageSource) {
    this.painter_ = painter;
    this.source_ = source;
  }

  get lifted(): ReadonlySet<string> {
    return this.source_.lifted();
  }

  /** Brings the tile up to date; only what is dirty is painted. */
  paint(tile: Tile, scale: number, pages: readonly BoardPage[]): void {
    const context = this.context_;
    if (context === null) return;
    const whole = { left: 0, top: 0, right: k_tile, bottom: k_tile };
    const part = tile.bitmap === undefined || tile.dirty === undefined ? whole : tile.dirty;
    const place = tile_box(tile.column, tile.row);
    context.reset();
    if (tile.bitmap !== undefined && part !== whole) context.drawImage(tile.bitmap, 0, 0);
    if (part !== whole) clip_to(context, part);
    if (part !== whole) context.clearRect(part.left, part.top, part.right - part.left, part.bottom - part.top);
    for (const page of pages) {
      if (is_near(page, scale, place)) this.paint_page(context, page, scale, place, part);
    }
    tile.bitmap?.close();
    tile.bitmap = this.scratch_.transferToImageBitmap();
    tile.dirty = undefined;
  }

  private paint_page(context: Context, page: BoardPage, scale: number, place: Bounds, part: Bounds): void {
    const box = page_box(page, scale);
    const [x, y] = [box.left - place.left, box.top - place.top];
    const here = { left: x, top: y, right: x + box.right - box.left, bottom: y + box.bottom - box.top };
    const region = { matrix: { a: scale, b: 0, c: 0, d: scale, e: x, f: y }, clip: intersect(here, part) };
    this.paint_region(context, page, region, this.source_.lifted(), !same_box(region.clip, part));
  }

  /** Where in pixels of the view the page's lifted elements are, and everything under and over them, painted at once. */
  paint_lifted(context: Context, page: BoardPage, scale: number, here: Bounds, seen: Bounds): void {
    const list = this.source_.list(page.page);
    if (list === undefined) return;
    const matrix = { a: scale, b: 0, c: 0, d: scale, e: here.left, f: here.top };
    const wanted = intersect(here, seen);
    const rows = list.rows_of(this.source_.lifted(), this.rows_.get(page.page));
    this.rows_.set(page.page, rows);
    for (const region of regions_of(rows.map((row) => round_out(map_bounds(matrix, list.bounds(row)))))) {
      this.paint_region(context, page, { matrix, clip: intersect(grown(region), wanted) }, undefined, true);
    }
  }

  private paint_region(context: Context, page: BoardPage, { matrix, clip }: Region, without: ReadonlySet<string> | undefined, clips: boolean): void {
    if (is_empty(clip)) return;
    context.save();
    if (clips) clip_to(context, clip);
    context.fillStyle = '#ffffff';
    context.fillRect(clip.left, clip.top, clip.right - clip.left, clip.bottom - clip.top);
    const list = this.source_.list(page.page);
    if (list !== undefined) this.painter_.paint(context, list, { matrix, clip, ...(without === undefined ? {} : { without }) });
    context.restore();
  }
}

interface Region {
  readonly matrix: Matrix;
  readonly clip: Bounds;
}

const same_box = (a: Bounds, b: Bounds): boolean => a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;

function clip_to(context: Context, box: Bounds): void {
  context.beginPath();
  context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
  context.clip();
}

const k_most_regions = 6;
const k_edge_px = 1;

// A stroke's soft edge may lie a little outside its bounds.
const grown = (box: Bounds): Bounds => ({ left: box.left - k_edge_px, top: box.top - k_edge_px, right: box.right + k_edge_px, bottom: box.bottom + k_edge_px });

// Many or overlapping pieces are one: everything in a region is painted.
function regions_of(boxes: Bounds[]): Bounds[] {
  const regions: Bounds[] = [];
  for (const box of boxes) {
    const touching = regions.findIndex((other) => overlaps(other, box));
    if (touching < 0) regions.push(box);
    else regions[touching] = unite(regions[touching] ?? box, box);
  }
  return regions.length > k_most_regions ? [regions.reduce(unite)] : regions;
}

// Without computing the exact place: pages are many and tiles are small.
export function is_near(page: BoardPage, scale: number, place: Bounds): boolean {
  const room = 2;
  return (
    page.y * scale < place.bottom + room &&
    (page.y + page.height) * scale > place.top - room &&
    page.x * scale < place.right + room &&
    (page.x + page.width) * scale > place.left - room
  );
}
