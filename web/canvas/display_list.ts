// A checked view of one page's display list (core/display/display_list.h describes the words). Rows and strings are read
// where they stand when somebody asks: a list of thousands of rows is opened anew at every frame of a drag.

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

/** Page pixels. */
export interface RowBounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const k_magic = 0x4c444b46;
const k_version = 1;
const k_header_words = 12;
const k_row_words = 8;
const k_row_prompt = 1;
const decoder = new TextDecoder();

interface Strings {
  readonly at: number;
  readonly count: number;
  /** Byte at which offsets begin. */
  readonly base: number;
}

export class DisplayList {
  readonly width: number;
  readonly height: number;
  readonly row_count: number;
  /** All of the list, for reading it anew into the same memory. */
  readonly words: Uint32Array;
  /** Painting orders only; the indexes in rows count from here. */
  readonly orders: Uint32Array;
  private readonly reals_: Float32Array;
  private readonly row_words_: Uint32Array;
  private readonly row_reals_: Float32Array;
  private readonly strings_: Strings;
  private readonly known_strings_ = new Map<number, string>();
  private pictures_: ReadonlyMap<string, readonly number[]> | undefined;

  private constructor(words: Uint32Array, strings: Strings) {
    const reals = new Float32Array(words.buffer, words.byteOffset, words.length);
    const [rows_at = 0, orders_at = 0, orders_words = 0] = words.subarray(6, 9);
    this.words = words;
    this.width = reals[3] ?? 0;
    this.height = reals[4] ?? 0;
    this.row_count = words[5] ?? 0;
    this.orders = words.subarray(orders_at, orders_at + orders_words);
    this.reals_ = reals.subarray(orders_at, orders_at + orders_words);
    this.row_words_ = words.subarray(rows_at, rows_at + this.row_count * k_row_words);
    this.row_reals_ = reals.subarray(rows_at, rows_at + this.row_count * k_row_words);
    this.strings_ = strings;
  }

  /** Undefined for words that are no display list of this version. Keeps `words`: give it a copy, not engine memory. */
  static open(words: Uint32Array): DisplayList | undefined {
    const at = (index: number): number => words[index] ?? 0;
    if (words.length < k_header_words || at(0) !== k_magic || at(1) !== k_version || at(2) > words.length) return undefined;
    const row_count = at(5);
    const rows_at = at(6);
    const orders_words = at(8);
    if (rows_at + row_count * k_row_words > words.length || at(7) + orders_words > words.length) return undefined;
    for (let row = rows_at; row < rows_at + row_count * k_row_words; row += k_row_words) {
      if (at(row + 4) > at(row + 5) || at(row + 5) > orders_words) return undefined;
    }
    const strings = check_strings(words, at(9));
    return strings === undefined ? undefined : new DisplayList(words, strings);
  }

  /** Nodes that only show words which invite to write: no part of a picture of the page. */
  prompts(): ReadonlySet<string> {
    const out = new Set<string>();
    for (let row = 0; row < this.row_count; row++) {
      if (((this.row_words_[row * k_row_words + 7] ?? 0) & k_row_prompt) !== 0) out.add(this.node(row));
    }
    return out;
  }

  word(index: number): number {
    return this.orders[index] ?? 0;
  }

  real(index: number): number {
    return this.reals_[index] ?? 0;
  }

  /** Empty when there is none of that number. */
  string(index: number): string {
    const known = this.known_strings_.get(index);
    if (known !== undefined) return known;
    const { at, count, base } = this.strings_;
    if (index >= count) return '';
    const { words } = this;
    const start = base + (words[at + 1 + index * 2] ?? 0);
    const bytes = new Uint8Array(words.buffer, words.byteOffset + start, words[at + 2 + index * 2] ?? 0);
    const text = decoder.decode(bytes);
    this.known_strings_.set(index, text);
    return text;
  }

  /** Row 0 is the page's background, then elements, bottom first. */
  bounds(row: number): RowBounds {
    const [left = 0, top = 0, right = 0, bottom = 0] = this.row_reals_.subarray(row * k_row_words, row * k_row_words + 4);
    return { left, top, right, bottom };
  }

  /** Whether any of the row lies within the box. */
  meets(row: number, box: RowBounds): boolean {
    const reals = this.row_reals_;
    const at = row * k_row_words;
    return (reals[at] ?? 0) < box.right && box.left < (reals[at + 2] ?? 0) && (reals[at + 1] ?? 0) < box.bottom && box.top < (reals[at + 3] ?? 0);
  }

  first_order(row: number): number {
    return this.row_words_[row * k_row_words + 4] ?? 0;
  }

  end_order(row: number): number {
    return this.row_words_[row * k_row_words + 5] ?? 0;
  }

  node(row: number): string {
    return this.string(this.row_words_[row * k_row_words + 6] ?? 0);
  }

  /** The rows of these nodes. Where `guess` has them all, nothing is searched. */
  rows_of(nodes: ReadonlySet<string>, guess: readonly number[] = []): readonly number[] {
    const rows: number[] = [];
    if (nodes.size === 0) return rows;
    if (guess.length === nodes.size && guess.every((row) => row < this.row_count && nodes.has(this.node(row)))) return guess;
    for (let row = 1; row < this.row_count; row++) if (nodes.has(this.node(row))) rows.push(row);
    return rows;
  }

  /** Where a picture is shown: rows. */
  rows_with_picture(source: string): readonly number[] {
    this.pictures_ ??= this.find_pictures();
    return this.pictures_.get(source) ?? [];
  }

  private find_pictures(): ReadonlyMap<string, readonly number[]> {
    const found = new Map<string, number[]>();
    for (let row = 0; row < this.row_count; row++) {
      const end = this.end_order(row);
      for (let at = this.first_order(row); at < end; at += Math.max(1, this.word(at) >>> 8)) {
        if ((this.word(at) & 0xff) !== OrderKind.Image) continue;
        const source = this.string(this.word(at + 1));
        const rows = found.get(source) ?? [];
        if (rows.at(-1) !== row) rows.push(row);
        found.set(source, rows);
      }
    }
    return found;
  }
}

function check_strings(words: Uint32Array, at: number): Strings | undefined {
  const count = words[at];
  if (count === undefined) return undefined;
  const base = (at + 1 + count * 2) * 4;
  if (base > words.byteLength) return undefined;
  for (let entry = at + 1; entry < at + 1 + count * 2; entry += 2) {
    if (base + (words[entry] ?? 0) + (words[entry + 1] ?? 0) > words.byteLength) return undefined;
  }
  return { at, count, base };
}
