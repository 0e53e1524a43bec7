// A checked view of one page's display list (core/display/display_list.h describes the words).

export const OrderKind = {
  Save: 1,
  Restore: 2,
  Transform: 3,
  Clip: 4,
  LayerBegin: 5,
  LayerEnd: 6,
  Fill: 7,
  Stroke: 8,
  Glyphs: 9,
  Image: 10,
  Placeholder: 11,
} as const;

export interface Row {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly first_order: number;
  readonly end_order: number;
  readonly node: string;
}

const k_magic = 0x4c444b46;
const k_version = 1;
const k_header_words = 12;
const k_row_words = 8;

export class DisplayList {
  readonly width: number;
  readonly height: number;
  readonly rows: readonly Row[];
  /** Painting orders only; the indexes in rows count from here. */
  readonly orders: Uint32Array;
  private readonly reals_: Float32Array;
  private readonly strings_: readonly string[];

  private constructor(width: number, height: number, rows: readonly Row[], orders: Uint32Array, strings: readonly string[]) {
    this.width = width;
    this.height = height;
    this.rows = rows;
    this.orders = orders;
    this.reals_ = new Float32Array(orders.buffer, orders.byteOffset, orders.length);
    this.strings_ = strings;
  }

  /** Undefined for words that are no display list of this version. Keeps `words`: give it a copy, not engine memory. */
  static open(words: Uint32Array): DisplayList | undefined {
    const reals = new Float32Array(words.buffer, words.byteOffset, words.length);
    const at = (index: number): number => words[index] ?? 0;
    if (words.length < k_header_words || at(0) !== k_magic || at(1) !== k_version || at(2) > words.length) return undefined;
    const row_count = at(5);
    const rows_at = at(6);
    const orders_at = at(7);
    const orders_words = at(8);
    if (rows_at + row_count * k_row_words > words.length || orders_at + orders_words > words.length) return undefined;
    const strings = read_strings(words, at(9));
    if (strings === undefined) return undefined;
    const rows: Row[] = [];
    for (let index = 0; index < row_count; index++) {
      const base = rows_at + index * k_row_words;
      if (at(base + 4) > at(base + 5) || at(base + 5) > orders_words) return undefined;
      rows.push({
        left: reals[base] ?? 0,
        top: reals[base + 1] ?? 0,
        right: reals[base + 2] ?? 0,
        bottom: reals[base + 3] ?? 0,
        first_order: at(base + 4),
        end_order: at(base + 5),
        node: strings[at(base + 6)] ?? '',
      });
    }
    return new DisplayList(reals[3] ?? 0, reals[4] ?? 0, rows, words.subarray(orders_at, orders_at + orders_words), strings);
  }

  word(index: number): number {
    return this.orders[index] ?? 0;
  }

  real(index: number): number {
    return this.reals_[index] ?? 0;
  }

  /** Empty when there is none of that number. */
  string(index: number): string {
    return this.strings_[index] ?? '';
  }
}

/** Where a picture is shown. */
export function rows_with_picture(list: DisplayList, source: string): Row[] {
  return list.rows.filter((row) => {
    for (let at = row.first_order; at < row.end_order; at += Math.max(1, list.word(at) >>> 8)) {
      if ((list.word(at) & 0xff) === OrderKind.Image && list.string(list.word(at + 1)) === source) return true;
    }
    return false;
  });
}

function read_strings(words: Uint32Array, at: number): string[] | undefined {
  const count = words[at];
  if (count === undefined) return undefined;
  const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
  const base = (at + 1 + count * 2) * 4;
  if (base > bytes.length) return undefined;
  const decoder = new TextDecoder();
  const strings: string[] = [];
  for (let index = 0; index < count; index++) {
    const offset = words[at + 1 + index * 2] ?? 0;
    const length = words[at + 2 + index * 2] ?? 0;
    if (base + offset + length > bytes.length) return undefined;
    strings.push(decoder.decode(bytes.subarray(base + offset, base + offset + length)));
  }
  return strings;
}
