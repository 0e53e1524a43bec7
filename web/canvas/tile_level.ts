// The tiles of one scale. Coordinates are pixels of the level: board pixels times the scale.
import { type Bounds, overlaps, unite } from './matrix.ts';

export const k_tile = 256;

export interface Tile {
  readonly column: number;
  readonly row: number;
  bitmap: ImageBitmap | undefined;
  /** What of the tile is out of date, in pixels of the tile; undefined: nothing. Without a bitmap all of it is. */
  dirty: Bounds | undefined;
  last_used: number;
}

export interface TileRange {
  readonly first_column: number;
  readonly first_row: number;
  readonly end_column: number;
  readonly end_row: number;
}

export function tiles_in(box: Bounds): TileRange {
  return {
    first_column: Math.floor(box.left / k_tile),
    first_row: Math.floor(box.top / k_tile),
    end_column: Math.ceil(box.right / k_tile),
    end_row: Math.ceil(box.bottom / k_tile),
  };
}

export function tile_box(column: number, row: number): Bounds {
  return { left: column * k_tile, top: row * k_tile, right: (column + 1) * k_tile, bottom: (row + 1) * k_tile };
}

const key = (column: number, row: number): number => (row + 0x100000) * 0x200000 + (column + 0x100000);

export class TileLevel {
  readonly scale: number;
  private readonly tiles_ = new Map<number, Tile>();

  constructor(scale: number) {
    this.scale = scale;
  }

  find(column: number, row: number): Tile | undefined {
    return this.tiles_.get(key(column, row));
  }

  make(column: number, row: number): Tile {
    const found = this.find(column, row);
    if (found !== undefined) return found;
    const tile: Tile = { column, row, bitmap: undefined, dirty: undefined, last_used: 0 };
    this.tiles_.set(key(column, row), tile);
    return tile;
  }

  drop(tile: Tile): void {
    tile.bitmap?.close();
    tile.bitmap = undefined;
    this.tiles_.delete(key(tile.column, tile.row));
  }

  clear(): void {
    for (const tile of [...this.tiles_.values()]) this.drop(tile);
  }

  all(): IterableIterator<Tile> {
    return this.tiles_.values();
  }

  /** Marks what of the board (board pixels) has to be painted again. */
  damage(board: Bounds): void {
    const margin = 2;
    const box = {
      left: Math.floor(board.left * this.scale) - margin,
      top: Math.floor(board.top * this.scale) - margin,
      right: Math.ceil(board.right * this.scale) + margin,
      bottom: Math.ceil(board.bottom * this.scale) + margin,
    };
    for (const tile of this.tiles_.values()) {
      const place = tile_box(tile.column, tile.row);
      if (tile.bitmap === undefined || !overlaps(place, box)) continue;
      const part = {
        left: Math.max(0, box.left - place.left),
        top: Math.max(0, box.top - place.top),
        right: Math.min(k_tile, box.right - place.left),
        bottom: Math.min(k_tile, box.bottom - place.top),
      };
      tile.dirty = tile.dirty === undefined ? part : unite(tile.dirty, part);
    }
  }
}
