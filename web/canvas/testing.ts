// For tests: writes display lists, and records what is painted where no canvas exists.
import { DisplayList } from './display_list.ts';

export type Word = number | { readonly f: number };

export const path_rect = (x: number, y: number, w: number, h: number): readonly Word[] => [5, 4, { f: x }, { f: y }, { f: w }, { f: h }];

export interface TestRow {
  readonly box: readonly [number, number, number, number];
  readonly node: string;
  readonly orders: readonly (readonly [kind: number, ...payload: Word[]])[];
}

export function make_list(width: number, height: number, rows: readonly TestRow[], strings: readonly string[] = []): DisplayList {
  const list = DisplayList.open(make_words(width, height, rows, strings));
  if (list === undefined) throw new Error('the words are no display list');
  return list;
}

/** String 1 is the first of `strings`; the nodes of the rows follow them. */
export function make_words(width: number, height: number, rows: readonly TestRow[], strings: readonly string[] = []): Uint32Array {
  const orders: Word[] = [];
  const row_words: Word[] = [];
  const all_strings = ['', ...strings];
  for (const row of rows) {
    const first = orders.length;
    for (const [kind, ...payload] of row.orders) orders.push(kind | ((payload.length + 1) << 8), ...payload);
    row_words.push(...row.box.map((f) => ({ f })), first, orders.length, all_strings.length, 0);
    all_strings.push(row.node);
  }
  const rows_at = 12;
  const orders_at = rows_at + row_words.length;
  const strings_at = orders_at + orders.length;
  const encoded = all_strings.map((text) => new TextEncoder().encode(text));
  const table: number[] = [];
  let offset = 0;
  for (const bytes of encoded) {
    table.push(offset, bytes.length);
    offset += bytes.length;
  }
  const tail = [encoded.length, ...table];
  const total = strings_at + tail.length + Math.ceil(offset / 4);
  const header: Word[] = [0x4c444b46, 1, total, { f: width }, { f: height }, rows.length, rows_at, orders_at, orders.length, strings_at, offset, 0];
  const words = new Uint32Array(total);
  const reals = new Float32Array(words.buffer);
  for (const [i, word] of [...header, ...row_words, ...orders, ...tail].entries()) {
    if (typeof word === 'number') words[i] = word;
    else reals[i] = word.f;
  }
  const bytes = new Uint8Array(words.buffer);
  let at = (strings_at + tail.length) * 4;
  for (const piece of encoded) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return words;
}

/** Every call on any context, in order: [name, ...arguments]; a property that is set is ['=name', value]. */
export class Recorder {
  calls: unknown[][] = [];
  names(): string[] {
    return this.calls.map(([name]) => String(name));
  }
  of(name: string): unknown[][] {
    return this.calls.filter(([other]) => other === name).map(([, ...rest]) => rest);
  }
}

/** Puts a canvas that only records in the place of the browser's. Returns the record and a context to paint on. */
export function record_canvas(stub: (name: string, value: unknown) => void): { record: Recorder; context: OffscreenCanvasRenderingContext2D } {
  const record = new Recorder();
  const make_context = (): object =>
    new Proxy(
      {},
      {
        get: (_, name) => (...args: unknown[]) => {
          record.calls.push([String(name), ...args]);
          return name === 'createLinearGradient' ? { addColorStop: () => undefined } : undefined;
        },
        set: (_, name, value) => {
          record.calls.push([`=${String(name)}`, value]);
          return true;
        },
      },
    );
  class FakeCanvas {
    private readonly context_ = make_context();
    constructor(
      readonly width: number,
      readonly height: number,
    ) {}
    getContext(): object {
      return this.context_;
    }
    transferToImageBitmap(): object {
      return { width: this.width, height: this.height, close: () => undefined };
    }
  }
  class FakePath {
    addPath(): void {
      record.calls.push(['addPath']);
    }
  }
  stub('OffscreenCanvas', FakeCanvas);
  stub('Path2D', FakePath);
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) throw new Error('no context');
  record.calls = [];
  return { record, context };
}
