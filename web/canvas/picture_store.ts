// Pictures of a design by source: loaded when they are first wanted, kept as large as they are drawn, and read again when that
// is larger or when they had to make room for others.
import type { PictureAnswer, PictureWish } from './assets.ts';
import type { Kept } from './raster.ts';
import { fit_into_budget, Raster } from './raster.ts';

export interface PictureLoader {
  /** The encoded picture, or undefined when it can not be had. */
  bytes(source: string): Promise<Blob | undefined>;
  /** Draws an SVG at a size, its colours replaced. Without a size: its own. */
  rasterise(svg: string, colours: string, size: { width: number; height: number } | undefined): Promise<SvgPicture | undefined>;
}

export interface SvgPicture {
  readonly bitmap: ImageBitmap;
  /** Its own size, in its own pixels. */
  readonly width: number;
  readonly height: number;
}

interface Drawing {
  readonly kind: 'drawing';
  readonly text: string;
  readonly width: number;
  readonly height: number;
  /** Newest last; a few sizes at a time. */
  drawn: { readonly colours: string; readonly bitmap: ImageBitmap; used: number }[];
  /** Sizes asked for so far. */
  readonly asked: Set<string>;
}

/** `broken`: its bytes are here and are no picture. */
type Entry = { kind: 'waiting' } | { kind: 'missing'; broken: boolean } | Raster | Drawing;

// Larger drawings are stretched.
const k_largest_drawing = 4096;
// A drawing up to this much larger than wanted is drawn smaller rather than made anew.
const k_shrinkable = 1.25;
const k_drawings_kept = 24;
// How far into a file its first tag is looked for.
const k_head = 4096;
const k_look_again_ms = 5_000;

export class PictureStore {
  private readonly loader_: PictureLoader;
  private readonly arrived_: (source: string) => void;
  private readonly entries_ = new Map<string, Entry>();
  // One at a time: many large pictures that come at once must not all be there in full.
  private decoding_: Promise<unknown> = Promise.resolve();
  private timer_: ReturnType<typeof setTimeout> | undefined;

  /** `arrived` is called when what `pick` answers for a source has changed. */
  constructor(loader: PictureLoader, arrived: (source: string) => void) {
    this.loader_ = loader;
    this.arrived_ = arrived;
  }

  /** Loads a source and tells its natural size; undefined when it can not be shown. */
  async load(source: string, is_svg: boolean): Promise<{ width: number; height: number } | undefined> {
    const known = this.entries_.get(source);
    if (known !== undefined && known.kind !== 'waiting' && known.kind !== 'missing') return size_of(known);
    this.entries_.set(source, { kind: 'waiting' });
    const entry = await this.read(source, is_svg);
    this.entries_.set(source, entry);
    this.arrived_(source);
    this.make_room();
    return entry.kind === 'raster' || entry.kind === 'drawing' ? size_of(entry) : undefined;
  }

  /** Its bytes came and can not be shown: another try would give the same. */
  is_broken(source: string): boolean {
    const entry = this.entries_.get(source);
    return entry?.kind === 'missing' && entry.broken;
  }

  pick(wish: PictureWish): PictureAnswer {
    const entry = this.entries_.get(wish.source);
    if (entry === undefined) {
      void this.load(wish.source, wish.is_svg);
      return { kind: 'waiting' };
    }
    switch (entry.kind) {
      case 'waiting':
      case 'missing':
        return entry;
      case 'raster':
        return this.pick_raster(entry, wish);
      case 'drawing':
        return this.pick_drawing(entry, wish);
    }
  }

  clear(): void {
    for (const entry of this.entries_.values()) {
      if (entry.kind === 'raster') entry.close();
      if (entry.kind === 'drawing') for (const { bitmap } of entry.drawn) bitmap.close();
    }
    this.entries_.clear();
  }

  private async read(source: string, is_svg: boolean): Promise<Entry> {
    try {
      const blob = await this.loader_.bytes(source);
      if (blob === undefined) return { kind: 'missing', broken: false };
      // The bytes decide: neither an element's type nor an address says what they are.
      const head = (await blob.slice(0, k_head).text()).trimStart();
      if (head.startsWith('<') && (is_svg || blob.type.startsWith('image/svg') || head.includes('<svg'))) {
        const text = await blob.text();
        const drawn = await this.loader_.rasterise(text, '', undefined);
        if (drawn === undefined) return { kind: 'missing', broken: true };
        const first = { colours: '', bitmap: drawn.bitmap, used: performance.now() };
        return { kind: 'drawing', text, width: drawn.width, height: drawn.height, drawn: [first], asked: new Set() };
      }
      return await this.decode(blob, (full) => new Raster(full, performance.now()));
    } catch {
      // A cut or foreign file is a missing picture, never a fault of the editor.
      return { kind: 'missing', broken: true };
    }
  }

  private decode<Made>(blob: Blob, make: (full: ImageBitmap) => Made): Promise<Made> {
    const made = this.decoding_.then(async () => make(await createImageBitmap(blob)));
    this.decoding_ = made.catch(() => undefined);
    return made;
  }

  private pick_raster(entry: Raster, wish: PictureWish): PictureAnswer {
    const level = entry.level_for(wish);
    const { image, exact } = entry.pick(level, performance.now());
    if (!exact) void this.read_larger(entry, wish.source, level);
    if (image === undefined) return { kind: 'waiting' };
    return { kind: 'picture', image, width: image.width, height: image.height };
  }

  private async read_larger(entry: Raster, source: string, level: number): Promise<void> {
    if (entry.reading || performance.now() - entry.failed < k_look_again_ms) return;
    entry.reading = true;
    try {
      const blob = await this.loader_.bytes(source);
      if (blob === undefined) throw new Error('its bytes can not be had now');
      await this.decode(blob, (full) => entry.take(full, level, performance.now()));
      this.arrived_(source);
      this.make_room();
    } catch {
      entry.failed = performance.now();
    } finally {
      entry.reading = false;
    }
  }

  private make_room(): void {
    clearTimeout(this.timer_);
    const kept = [...this.entries_.values()].flatMap((entry) => (entry.kind === 'raster' ? entry.kept() : entry.kind === 'drawing' ? kept_of(entry) : []));
    if (!fit_into_budget(kept, performance.now())) this.timer_ = setTimeout(() => this.make_room(), k_look_again_ms);
  }

  private pick_drawing(entry: Drawing, wish: PictureWish): PictureAnswer {
    const shrink = Math.min(1, k_largest_drawing / Math.max(wish.device_width, wish.device_height));
    const size = {
      width: Math.max(1, Math.round(wish.device_width * shrink)),
      height: Math.max(1, Math.round(wish.device_height * shrink)),
    };
    const same = entry.drawn.filter((drawing) => drawing.colours === wish.colours);
    const large = same.filter(({ bitmap }) => bitmap.width >= size.width && bitmap.height >= size.height);
    large.sort((a, b) => a.bitmap.width - b.bitmap.width);
    const best = large[0] ?? same.at(-1);
    const fits = large[0] !== undefined && large[0].bitmap.width <= size.width * k_shrinkable;
    if (!fits) void this.redraw(entry, wish, size);
    if (best === undefined) return { kind: 'waiting' };
    best.used = performance.now();
    return { kind: 'picture', image: best.bitmap, width: best.bitmap.width, height: best.bitmap.height };
  }

  private async redraw(entry: Drawing, wish: PictureWish, size: { width: number; height: number }): Promise<void> {
    const name = `${size.width} ${size.height} ${wish.colours}`;
    if (entry.asked.has(name)) return;
    entry.asked.add(name);
    const drawn = await this.loader_.rasterise(entry.text, wish.colours, size);
    if (drawn === undefined) return;
    entry.drawn.push({ colours: wish.colours, bitmap: drawn.bitmap, used: performance.now() });
    while (entry.drawn.length > k_drawings_kept) {
      const [old] = entry.drawn.splice(0, 1);
      old?.bitmap.close();
      entry.asked.clear();
    }
    this.arrived_(wish.source);
    this.make_room();
  }
}

function kept_of(entry: Drawing): Kept[] {
  return entry.drawn.map((drawing) => ({
    bytes: 4 * drawing.bitmap.width * drawing.bitmap.height,
    used: drawing.used,
    drop: () => {
      drawing.bitmap.close();
      entry.drawn = entry.drawn.filter((other) => other !== drawing);
      entry.asked.clear();
    },
  }));
}

function size_of({ width, height }: Raster | Drawing): { width: number; height: number } {
  return { width, height };
}
