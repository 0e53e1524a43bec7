// A coarse picture of the whole board, painted in idle moments and never evicted: what stands for tiles that are not there.
import type { TileLevel } from './tile_level.ts';
import { k_tile, tiles_in } from './tile_level.ts';
import { type BoardPage, page_box } from './tile_painter.ts';

export interface TilePlace {
  readonly level: TileLevel;
  readonly column: number;
  readonly row: number;
}

/** The power of two at which all pages together have at most `pixels` pixels; 0 without pages. */
export function overview_scale(pages: readonly BoardPage[], pixels: number): number {
  let all = 0;
  for (const page of pages) all += page.width * page.height;
  if (!(all > 0)) return 0;
  return Math.min(0.25, 2 ** Math.floor(Math.log2(Math.sqrt(pixels / all))));
}

export function tiles_of_pages(level: TileLevel, pages: readonly BoardPage[]): TilePlace[] {
  const places = new Map<string, TilePlace>();
  for (const page of pages) {
    const range = tiles_in(page_box(page, level.scale));
    for (let row = range.first_row; row < range.end_row; row++) {
      for (let column = range.first_column; column < range.end_column; column++) {
        places.set(`${column} ${row}`, { level, column, row });
      }
    }
  }
  return [...places.values()];
}

export function is_stale({ level, column, row }: TilePlace): boolean {
  const tile = level.find(column, row);
  return tile?.bitmap === undefined || tile.dirty !== undefined;
}

export function distance_from(x: number, y: number): (place: TilePlace) => number {
  return ({ column, row }) => Math.hypot((column + 0.5) * k_tile - x, (row + 0.5) * k_tile - y);
}
