// Paints one tile from the pages it shows. One scratch canvas serves every tile; its content becomes the tile's bitmap.
import type { DisplayList } from './display_list.ts';
import { type Bounds, intersect, is_empty } from './matrix.ts';
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
  private readonly scratch_ = new OffscreenCanvas(k_tile, k_tile);
  private readonly context_: Context | null = this.scratch_.getContext('2d');

  constructor(painter: Painter, source: PageSource) {
    this.painter_ = painter;
    this.source_ = source;
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
    context.beginPath();
    context.rect(part.left, part.top, part.right - part.left, part.bottom - part.top);
    context.clip();
    if (part !== whole) context.clearRect(part.left, part.top, part.right - part.left, part.bottom - part.top);
    for (const page of pages) this.paint_page(context, page, scale, place, part);
    tile.bitmap?.close();
    tile.bitmap = this.scratch_.transferToImageBitmap();
    tile.dirty = undefined;
  }

  private paint_page(context: Context, page: BoardPage, scale: number, place: Bounds, part: Bounds): void {
    const box = page_box(page, scale);
    const [x, y] = [box.left - place.left, box.top - place.top];
    const here = { left: x, top: y, right: x + box.right - box.left, bottom: y + box.bottom - box.top };
    const clip = intersect(here, part);
    if (is_empty(clip)) return;
    context.save();
    context.beginPath();
    context.rect(clip.left, clip.top, clip.right - clip.left, clip.bottom - clip.top);
    context.clip();
    context.fillStyle = '#ffffff';
    context.fillRect(clip.left, clip.top, clip.right - clip.left, clip.bottom - clip.top);
    const list = this.source_.list(page.page);
    if (list !== undefined) this.painter_.paint(context, list, { matrix: { a: scale, b: 0, c: 0, d: scale, e: x, f: y }, clip });
    context.restore();
  }
}
