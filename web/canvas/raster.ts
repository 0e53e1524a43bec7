// A decoded picture in halved copies, so that drawing small never samples a large one. Only the copies that are needed are
// kept: what is larger or smaller comes from the file again, or from a larger one.
import type { PictureWish } from './assets.ts';

/** What could be let go of. */
export interface Kept {
  readonly bytes: number;
  /** When it was drawn last. */
  readonly used: number;
  drop(): void;
}

interface Copy {
  readonly bitmap: ImageBitmap;
  used: number;
}

// A first decoding keeps no more: a page on a large screen is hardly ever filled with more of one picture.
const k_first_pixels = 4_000_000;
// Stays when the rest goes, so that there is something to see until the file was read again.
const k_thumbnail_pixels = 256 * 256;

const pixels = ({ width, height }: ImageBitmap): number => width * height;

export class Raster {
  readonly kind = 'raster';
  readonly width: number;
  readonly height: number;
  // By how often it was halved.
  private readonly copies_ = new Map<number, Copy>();
  /** Its file is being read for a larger copy. */
  reading = false;
  /** When its file could not be read again; what is here has to do for a while. */
  failed = -Infinity;

  /** `full` becomes its own. */
  constructor(full: ImageBitmap, now: number) {
    this.width = full.width;
    this.height = full.height;
    let level = 0;
    for (let { width, height } = full; width * height > k_first_pixels; level++) [width, height] = [Math.round(width / 2), Math.round(height / 2)];
    this.take(full, level, now);
  }

  /** Keeps the copy that was halved so often. */
  take(full: ImageBitmap, level: number, now: number): void {
    this.copies_.get(level)?.bitmap.close();
    this.copies_.set(level, { bitmap: halved(full, level), used: now });
  }

  /** Which copy a wish is drawn with. */
  level_for(wish: PictureWish): number {
    const ratio = Math.min(this.width / wish.device_width, this.height / wish.device_height);
    return ratio > 1 ? Math.floor(Math.log2(ratio)) : 0;
  }

  /** That copy, made of a larger one where there is one; without, `exact` is false and it is the best that is here. */
  pick(level: number, now: number): { image: ImageBitmap | undefined; exact: boolean } {
    for (let from = level; from >= 0; from--) {
      const copy = this.copies_.get(from);
      if (copy !== undefined) return { image: this.halve_to(copy, from, level, now), exact: true };
    }
    const [best] = [...this.copies_].sort(([a], [b]) => a - b);
    if (best !== undefined) best[1].used = now;
    return { image: best?.[1].bitmap, exact: false };
  }

  kept(): Kept[] {
    return [...this.copies_]
      .filter(([, { bitmap }]) => pixels(bitmap) > k_thumbnail_pixels)
      .map(([level, { bitmap, used }]) => ({ bytes: 4 * pixels(bitmap), used, drop: () => this.drop(level) }));
  }

  close(): void {
    for (const { bitmap } of this.copies_.values()) bitmap.close();
    this.copies_.clear();
  }

  private halve_to(copy: Copy, from: number, level: number, now: number): ImageBitmap {
    let image = copy.bitmap;
    for (let at = from + 1; at <= level; at++) {
      const next = halve(image);
      if (next === undefined) break;
      this.copies_.set(at, { bitmap: next, used: now });
      image = next;
    }
    const drawn = [...this.copies_.values()].find(({ bitmap }) => bitmap === image);
    if (drawn !== undefined) drawn.used = now;
    return image;
  }

  private drop(level: number): void {
    const copy = this.copies_.get(level);
    if (copy === undefined) return;
    this.copies_.delete(level);
    if ([...this.copies_.keys()].some((other) => other > level)) {
      copy.bitmap.close();
      return;
    }
    let image = copy.bitmap;
    let at = level;
    while (pixels(image) > k_thumbnail_pixels) {
      const next = halve(image);
      if (next === undefined) break;
      image.close();
      image = next;
      at++;
    }
    this.copies_.set(at, { bitmap: image, used: copy.used });
  }
}

/** `image` becomes its own. */
function halved(image: ImageBitmap, times: number): ImageBitmap {
  let out = image;
  for (let i = 0; i < times; i++) {
    const next = halve(out);
    if (next === undefined) break;
    out.close();
    out = next;
  }
  return out;
}

function halve(image: ImageBitmap): ImageBitmap | undefined {
  const width = Math.max(1, Math.round(image.width / 2));
  const height = Math.max(1, Math.round(image.height / 2));
  if (width === image.width && height === image.height) return undefined;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  context.imageSmoothingQuality = 'low';
  context.drawImage(image, 0, 0, width, height);
  return canvas.transferToImageBitmap();
}

const k_budget_bytes = 256 * 1024 * 1024;
// What was drawn so lately is on the screen: letting go of it would only bring it back.
const k_in_use_ms = 5_000;

/** Lets go of what was not drawn for longest until the rest fits. False: more is in use than fits, look again later. */
export function fit_into_budget(kept: Kept[], now: number): boolean {
  let bytes = kept.reduce((sum, each) => sum + each.bytes, 0);
  for (const each of kept.sort((a, b) => a.used - b.used)) {
    if (bytes <= k_budget_bytes) return true;
    if (now - each.used < k_in_use_ms) return false;
    each.drop();
    bytes -= each.bytes;
  }
  return bytes <= k_budget_bytes;
}
