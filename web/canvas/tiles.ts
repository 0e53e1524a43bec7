// The board as cached tiles. At a settled zoom tiles have exactly the pixels of the screen; while the zoom moves, tiles of
// the power of two below are stretched; a coarse overview of everything is kept for what has no tile yet. A frame paints
// tiles for a few milliseconds, those in the middle first, and only what is damaged. Panning paints nothing twice.
import { draw_fallback, draw_tile, place_box, type View, wanted_in } from './board_drawing.ts';
import { type Bounds, intersect, is_empty, overlaps } from './matrix.ts';
import { distance_from, is_stale, overview_scale, type TilePlace, tiles_of_pages } from './overview_tiles.ts';
import type { Context } from './painter.ts';
import { k_tile, type Tile, tile_box, TileLevel } from './tile_level.ts';
import { type BoardPage, page_box, type TilePainter } from './tile_painter.ts';
import { ZoomPace } from './zoom_pace.ts';

/** Device pixels: device = board * scale + (x, y). */
export interface DeviceCamera {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  readonly settled: boolean;
}

export interface TileLimits {
  readonly bytes: number;
  /** Board pixels times scale squared that the overview may have. */
  readonly overview_pixels: number;
}

const k_tile_bytes = k_tile * k_tile * 4;
const default_limits: TileLimits = { bytes: 48 * 1024 * 1024, overview_pixels: 2_000_000 };


export class TileBoard {
  /** Tiles painted so far; what tests and figures look at. */
  painted = 0;
  private readonly painter_: TilePainter;
  private readonly clock_: () => number;
  private readonly limits_: TileLimits;
  private pages_: readonly BoardPage[] = [];
  private readonly levels_ = new Map<number, TileLevel>();
  private overview_: TileLevel | undefined;
  private readonly pace_ = new ZoomPace();
  private frame_ = 0;

  constructor(painter: TilePainter, clock: () => number = () => performance.now(), limits: TileLimits = default_limits) {
    this.painter_ = painter;
    this.clock_ = clock;
    this.limits_ = limits;
  }

  set_pages(pages: readonly BoardPage[]): void {
    const before = new Map(this.pages_.map((page) => [page.page, page]));
    for (const page of pages) {
      const old = before.get(page.page);
      before.delete(page.page);
      if (old !== undefined && same_place(old, page)) continue;
      if (old !== undefined) this.damage_board(board_bounds(old));
      this.damage_board(board_bounds(page));
    }
    for (const gone of before.values()) this.damage_board(board_bounds(gone));
    this.pages_ = pages;
    this.choose_overview();
  }

  /** Page pixels; nothing: all of the page. */
  damage(page_id: string, boxes: readonly Bounds[]): void {
    const page = this.pages_.find((other) => other.page === page_id);
    if (page === undefined) return;
    const whole = board_bounds(page);
    if (boxes.length === 0) this.damage_board(whole);
    for (const box of boxes) {
      const moved = { left: box.left + page.x, top: box.top + page.y, right: box.right + page.x, bottom: box.bottom + page.y };
      const part = intersect(moved, whole);
      if (!is_empty(part)) this.damage_board(part);
    }
  }

  /** Paints the view. True: more is to be painted in the next frame. */
  frame(context: Context, camera: DeviceCamera, width: number, height: number, budget_ms: number): boolean {
    this.frame_++;
    const level = this.level_for(camera);
    const stretch = camera.scale / level.scale;
    const exact = Math.abs(stretch - 1) < 1e-9;
    const [x, y] = exact ? [Math.round(camera.x), Math.round(camera.y)] : [camera.x, camera.y];
    const seen = { left: -x / stretch, top: -y / stretch, right: (width - x) / stretch, bottom: (height - y) / stretch };
    const wanted = wanted_in(level, this.pages_, seen);
    const unfinished = this.fill(wanted.filter(is_stale), level, seen, budget_ms);
    const smooth = this.pace_.smooth(this.clock_(), !exact);
    context.imageSmoothingQuality = 'low';
    const view = { stretch, x, y };
    const rest = { level, others: [...this.levels_.values()], overview: this.overview_, pages: this.pages_ };
    for (const { column, row } of wanted) {
      const tile = level.find(column, row);
      const box = tile_box(column, row);
      context.imageSmoothingEnabled = smooth && !(exact && tile?.bitmap !== undefined);
      if (tile?.bitmap === undefined) draw_fallback(context, { ...rest, box }, view, this.frame_);
      else draw_tile(context, tile, box, view, this.frame_);
    }
    this.draw_lifted(context, level, view, { left: 0, top: 0, right: width, bottom: height });
    this.evict(wanted.length);
    return unfinished;
  }

  private draw_lifted(context: Context, level: TileLevel, view: View, seen: Bounds): void {
    if (this.painter_.lifted.size === 0) return;
    for (const page of this.pages_) {
      const here = place_box(page_box(page, level.scale), view);
      if (overlaps(here, seen)) this.painter_.paint_lifted(context, page, level.scale * view.stretch, here, seen);
    }
  }

  /** Work for a moment in which nothing moves. True: more is left. */
  idle(budget_ms: number): boolean {
    if (this.overview_ === undefined) return false;
    const start = this.clock_();
    for (const place of tiles_of_pages(this.overview_, this.pages_)) {
      if (!is_stale(place)) continue;
      if (this.clock_() - start >= budget_ms) return true;
      this.paint_tile(place);
    }
    return false;
  }

  clear(): void {
    for (const level of this.levels_.values()) level.clear();
    this.levels_.clear();
    this.choose_overview();
  }

  private damage_board(box: Bounds): void {
    for (const level of this.levels_.values()) level.damage(box);
  }

  private level(scale: number): TileLevel {
    const found = this.levels_.get(scale);
    if (found !== undefined) return found;
    const level = new TileLevel(scale);
    this.levels_.set(scale, level);
    return level;
  }

  private level_for(camera: DeviceCamera): TileLevel {
    const known = this.levels_.get(camera.scale);
    if (known !== undefined || camera.settled) return known ?? this.level(camera.scale);
    return this.level(2 ** Math.floor(Math.log2(camera.scale)));
  }

  /** Paints what is stale, middle first, until the time is over (one tile at least). True: something is left. */
  private fill(stale: TilePlace[], level: TileLevel, seen: Bounds, budget_ms: number): boolean {
    if (stale.length === 0) return false;
    const distance = distance_from((seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2);
    // What someone has just changed comes before what was never seen.
    const is_new = ({ column, row }: TilePlace): number => (level.find(column, row)?.bitmap === undefined ? 1 : 0);
    stale.sort((a, b) => is_new(a) - is_new(b) || distance(a) - distance(b));
    const start = this.clock_();
    for (const [index, place] of stale.entries()) {
      if (index > 0 && this.clock_() - start >= budget_ms * (is_new(place) === 0 ? 3 : 1)) return true;
      this.paint_tile(place);
    }
    return false;
  }

  private paint_tile({ level, column, row }: TilePlace): void {
    const tile = level.make(column, row);
    this.painter_.paint(tile, level.scale, this.pages_);
    tile.last_used = this.frame_;
    this.painted++;
  }

  private choose_overview(): void {
    const scale = overview_scale(this.pages_, this.limits_.overview_pixels);
    if (scale > 0) this.overview_ = this.level(scale);
  }

  private evict(visible: number): void {
    const room = Math.max(this.limits_.bytes / k_tile_bytes, visible * 2);
    const held: { level: TileLevel; tile: Tile }[] = [];
    for (const level of this.levels_.values()) {
      if (level === this.overview_) continue;
      for (const tile of level.all()) held.push({ level, tile });
    }
    if (held.length <= room) return;
    held.sort((a, b) => a.tile.last_used - b.tile.last_used);
    for (const { level, tile } of held.slice(0, held.length - room)) {
      if (tile.last_used < this.frame_) level.drop(tile);
    }
    for (const [scale, level] of this.levels_) {
      if (level !== this.overview_ && level.all().next().done === true) this.levels_.delete(scale);
    }
  }
}

function same_place(a: BoardPage, b: BoardPage): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

function board_bounds(page: BoardPage): Bounds {
  return { left: page.x, top: page.y, right: page.x + page.width, bottom: page.y + page.height };
}
