// What the painter asks for while it paints, and never waits for.

export interface Outline {
  /** Font units, y up. */
  readonly path: Path2D;
  readonly units_per_em: number;
}

export interface Picture {
  readonly kind: 'picture';
  readonly image: ImageBitmap;
  readonly width: number;
  readonly height: number;
}

/** `waiting`: it may come, and the page is damaged then. `missing`: it will not. */
export type PictureAnswer = Picture | { readonly kind: 'waiting' } | { readonly kind: 'missing' };

export interface PictureWish {
  readonly source: string;
  readonly is_svg: boolean;
  /** JSON map of colours to replace in an SVG, or empty. */
  readonly colours: string;
  /** How large the whole picture appears, in device pixels. */
  readonly device_width: number;
  readonly device_height: number;
}

export interface PainterAssets {
  /** Undefined while the font is not here. */
  glyph(font: string, glyph: number): Outline | undefined;
  picture(wish: PictureWish): PictureAnswer;
}
