// The canvas of a tab: tiles of the open design below, the overlay above, drawn when something changed.
import type { Camera, Overlay, PagePainted } from '../engine/generated/local_pb.ts';
import type { PainterAssets } from '../canvas/assets.ts';
import { DisplayList } from '../canvas/display_list.ts';
import { default_look, paint_overlay } from '../canvas/overlay.ts';
import { Painter } from '../canvas/painter.ts';
import { type BoardPage, TilePainter } from '../canvas/tile_painter.ts';
import { TileBoard } from '../canvas/tiles.ts';

const k_fill_ms = 4;
const k_blink_ms = 530;
const k_idle_after_ms = 250;

export interface StageSource {
  /** The list's words; written over `into` where they fit exactly. */
  words(page: string, into: Uint32Array | undefined): Uint32Array | undefined;
}

export class Stage {
  private readonly painter_: Painter;
  private readonly board_: TileBoard;
  private readonly source_: StageSource;
  private readonly lists_ = new Map<string, DisplayList>();
  /** Pages whose list is older than the engine's. */
  private readonly stale_ = new Set<string>();
  private lifted_: ReadonlySet<string> = new Set();
  private pages_: readonly BoardPage[] = [];
  private canvas_: OffscreenCanvas | undefined;
  private context_: OffscreenCanvasRenderingContext2D | null = null;
  private view_ = { width: 0, height: 0, ratio: 1 };
  private camera_: Camera | undefined;
  private overlay_: Overlay | undefined;
  private caret_since_ = 0;
  private due_ = false;
  private blink_: ReturnType<typeof setTimeout> | undefined;
  private idle_: ReturnType<typeof setTimeout> | undefined;

  constructor(source: StageSource, assets: PainterAssets) {
    this.source_ = source;
    this.painter_ = new Painter(assets);
    const pages = { list: (page: string) => this.list(page), lifted: () => this.lifted_ };
    this.board_ = new TileBoard(new TilePainter(this.painter_, pages));
  }

  attach(canvas: OffscreenCanvas): void {
    this.canvas_ = canvas;
    this.context_ = canvas.getContext('2d');
    this.refresh();
  }

  resize(width: number, height: number, ratio: number): void {
    this.view_ = { width, height, ratio };
    this.refresh();
  }

  set_camera(camera: Camera): void {
    this.camera_ = camera;
    this.refresh();
  }

  set_pages(pages: readonly BoardPage[]): void {
    const kept = new Set(pages.map(({ page }) => page));
    for (const page of [...this.lists_.keys()]) if (!kept.has(page)) this.lists_.delete(page);
    this.pages_ = pages;
    this.board_.set_pages(pages);
    this.refresh();
  }

  set_overlay(overlay: Overlay): void {
    this.lift(new Set(overlay.lifted));
    this.overlay_ = overlay;
    this.caret_since_ = performance.now();
    this.refresh();
  }

  painted({ page, damage, undamaged }: PagePainted): void {
    this.stale_.add(page);
    if (!undamaged) this.board_.damage(
      page,
      damage.map((box) => ({ left: box.x, top: box.y, right: box.x + box.width, bottom: box.y + box.height })),
    );
    this.refresh();
  }

  /** A picture looks different now: it came, or it was drawn at another size. */
  picture_changed(source: string): void {
    for (const [page, list] of this.lists_) {
      const rows = list.rows_with_picture(source);
      if (rows.length > 0) this.board_.damage(page, rows.map((row) => list.bounds(row)));
    }
    this.refresh();
  }

  // What goes into the hand leaves the tiles where it was seen last; what is put down goes into them where it is now.
  private lift(nodes: ReadonlySet<string>): void {
    const before = this.lifted_;
    if (nodes.size === before.size && [...nodes].every((node) => before.has(node))) return;
    const taken = new Set([...nodes].filter((node) => !before.has(node)));
    const put = new Set([...before].filter((node) => !nodes.has(node)));
    this.lifted_ = nodes;
    for (const page of [...this.lists_.keys()]) {
      this.damage_rows(page, this.lists_.get(page), taken);
      if (put.size > 0) this.damage_rows(page, this.list(page), put);
    }
  }

  private damage_rows(page: string, list: DisplayList | undefined, nodes: ReadonlySet<string>): void {
    const boxes = list?.rows_of(nodes).map((row) => list.bounds(row)) ?? [];
    if (boxes.length > 0) this.board_.damage(page, boxes);
  }

  first_page(): string | undefined {
    return this.pages_[0]?.page;
  }

  /** A picture of a page, or undefined while there is none. */
  picture_of(page: string, width: number): OffscreenCanvas | undefined {
    const list = this.list(page);
    if (list === undefined || !(list.width > 0 && list.height > 0)) return undefined;
    const scale = Math.min(width / list.width, 4096 / list.height);
    const canvas = new OffscreenCanvas(Math.max(1, Math.round(list.width * scale)), Math.max(1, Math.round(list.height * scale)));
    const context = canvas.getContext('2d');
    if (context === null) return undefined;
    const clip = { left: 0, top: 0, right: canvas.width, bottom: canvas.height };
    context.fillStyle = '#ffffff';
    context.fillRect(0, 0, clip.right, clip.bottom);
    this.painter_.paint(context, list, { matrix: { a: scale, b: 0, c: 0, d: scale, e: 0, f: 0 }, clip, without: list.prompts() });
    return canvas;
  }

  refresh(): void {
    if (this.due_ || this.context_ === null) return;
    this.due_ = true;
    requestAnimationFrame(() => {
      this.due_ = false;
      this.frame();
    });
  }

  /** Paints now instead of with the screen's next frame. True: more is to be painted. For figures and tests. */
  paint_now(): boolean {
    return this.frame();
  }

  /** What is done when nothing moves, at once. True: more is left. For figures and tests. */
  idle_now(): boolean {
    return this.board_.idle(k_fill_ms);
  }

  private list(page: string): DisplayList | undefined {
    const known = this.lists_.get(page);
    if (known !== undefined && !this.stale_.has(page)) return known;
    this.stale_.delete(page);
    const words = this.source_.words(page, known?.words);
    const list = words === undefined ? undefined : DisplayList.open(words);
    if (list === undefined) this.lists_.delete(page);
    else this.lists_.set(page, list);
    return list;
  }

  private frame(): boolean {
    const { canvas_: canvas, context_: context, camera_: camera } = this;
    if (canvas === undefined || context === null || camera === undefined) return false;
    const { ratio } = this.view_;
    const width = Math.max(1, Math.round(this.view_.width * ratio));
    const height = Math.max(1, Math.round(this.view_.height * ratio));
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    const view = { scale: camera.zoom * ratio, x: camera.x * ratio, y: camera.y * ratio, settled: camera.settled };
    const more = this.board_.frame(context, view, width, height, k_fill_ms);
    this.paint_overlay(context, ratio);
    if (more) this.refresh();
    else this.rest();
    return more;
  }

  private paint_overlay(context: OffscreenCanvasRenderingContext2D, ratio: number): void {
    const overlay = this.overlay_;
    if (overlay === undefined) return;
    const since = performance.now() - this.caret_since_;
    paint_overlay(context, overlay, ratio, Math.floor(since / k_blink_ms) % 2 === 0, default_look);
    clearTimeout(this.blink_);
    if (overlay.caret !== undefined) this.blink_ = setTimeout(() => this.refresh(), k_blink_ms - (since % k_blink_ms));
  }

  private rest(): void {
    clearTimeout(this.idle_);
    const work = (): void => {
      if (!this.due_ && this.board_.idle(k_fill_ms)) this.idle_ = setTimeout(work, 16);
    };
    this.idle_ = setTimeout(work, k_idle_after_ms);
  }
}
