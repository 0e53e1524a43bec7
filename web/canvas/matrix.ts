// Affine maps in the order of canvas and Cairo: x' = a x + c y + e, y' = b x + d y + f.

export interface Matrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** First `inner`, then `outer`. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  };
}

/** Undefined where a plane became a line or a point. */
export function invert(m: Matrix): Matrix | undefined {
  const determinant = m.a * m.d - m.b * m.c;
  if (!(Math.abs(determinant) > 1e-12)) return undefined;
  return {
    a: m.d / determinant,
    b: -m.b / determinant,
    c: -m.c / determinant,
    d: m.a / determinant,
    e: (m.c * m.f - m.d * m.e) / determinant,
    f: (m.b * m.e - m.a * m.f) / determinant,
  };
}

export function map_bounds(m: Matrix, box: Bounds): Bounds {
  const [x1, x2] = m.a * box.left < m.a * box.right ? [m.a * box.left, m.a * box.right] : [m.a * box.right, m.a * box.left];
  const [x3, x4] = m.c * box.top < m.c * box.bottom ? [m.c * box.top, m.c * box.bottom] : [m.c * box.bottom, m.c * box.top];
  const [y1, y2] = m.b * box.left < m.b * box.right ? [m.b * box.left, m.b * box.right] : [m.b * box.right, m.b * box.left];
  const [y3, y4] = m.d * box.top < m.d * box.bottom ? [m.d * box.top, m.d * box.bottom] : [m.d * box.bottom, m.d * box.top];
  return { left: x1 + x3 + m.e, top: y1 + y3 + m.f, right: x2 + x4 + m.e, bottom: y2 + y4 + m.f };
}

export function overlaps(a: Bounds, b: Bounds): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export function intersect(a: Bounds, b: Bounds): Bounds {
  return {
    left: Math.max(a.left, b.left),
    top: Math.max(a.top, b.top),
    right: Math.min(a.right, b.right),
    bottom: Math.min(a.bottom, b.bottom),
  };
}

export function unite(a: Bounds, b: Bounds): Bounds {
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

export function is_empty(box: Bounds): boolean {
  return !(box.left < box.right && box.top < box.bottom);
}

/** To whole numbers, outward. */
export function round_out(box: Bounds): Bounds {
  return { left: Math.floor(box.left), top: Math.floor(box.top), right: Math.ceil(box.right), bottom: Math.ceil(box.bottom) };
}

/** How much longer lengths get, on average over directions. */
export function mean_scale(m: Matrix): number {
  return Math.sqrt(Math.abs(m.a * m.d - m.b * m.c));
}
