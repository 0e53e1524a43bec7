// Outlines as paths, made once per font and glyph.
import type { Outline } from '../canvas/assets.ts';
import { trace_path } from '../canvas/path.ts';

export interface OutlineSource {
  glyph_outline(font: string, glyph: number): Uint32Array<ArrayBuffer> | undefined;
}

const k_most = 20_000;

export class GlyphCache {
  private readonly source_: OutlineSource;
  private readonly fonts_ = new Map<string, Map<number, Outline>>();
  private held_ = 0;

  constructor(source: OutlineSource) {
    this.source_ = source;
  }

  get(font: string, glyph: number): Outline | undefined {
    const known = this.fonts_.get(font)?.get(glyph);
    if (known !== undefined) return known;
    const words = this.source_.glyph_outline(font, glyph);
    if (words === undefined) return undefined;
    const reals = new Float32Array(words.buffer, words.byteOffset, words.length);
    const path = new Path2D();
    trace_path({ word: (i) => words[i] ?? 0, real: (i) => reals[i] ?? 0 }, 1, path);
    const outline = { path, units_per_em: reals[0] ?? 1000 };
    if (this.held_++ >= k_most) {
      this.fonts_.clear();
      this.held_ = 0;
    }
    const glyphs = this.fonts_.get(font) ?? new Map<number, Outline>();
    this.fonts_.set(font, glyphs.set(glyph, outline));
    return outline;
  }
}
