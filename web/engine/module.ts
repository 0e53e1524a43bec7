// The engine as WebAssembly: a few C functions over byte frames (docs/contracts.md). Views on its memory are made anew at
// every use, because memory grows.

interface Exports {
  readonly HEAPU8: Uint8Array<ArrayBuffer>;
  readonly _fk_create: (kind: number) => number;
  readonly _fk_destroy: (handle: number) => void;
  readonly _fk_input: (handle: number, size: number) => number;
  readonly _fk_dispatch: (handle: number, size: number) => void;
  readonly _fk_drain: (handle: number) => number;
  readonly _fk_output: (handle: number) => number;
  readonly _fk_display_list: (handle: number, size: number) => number;
  readonly _fk_glyph_outline: (handle: number, size: number, glyph: number) => number;
  readonly _fk_svg: (handle: number, svg_size: number, colours_size: number, width: number, height: number) => number;
}

export const EngineKind = { editor: 1, replica: 2 } as const;

/** The bytes of the WebAssembly file, or how to fetch it (which lets the browser compile while it loads and keep the code). */
export type EngineBinary = { readonly bytes: Uint8Array<ArrayBuffer> } | { readonly url: string };

/** `script` is the address of engine.js. Rejects when either file can not be had or does not run here. */
export async function load_engine(script: string, binary: EngineBinary): Promise<EngineModule> {
  const compiling = 'bytes' in binary ? undefined : WebAssembly.compileStreaming(fetch(binary.url, { credentials: 'same-origin' }));
  const importing: Promise<unknown> = import(/* @vite-ignore */ script);
  const [loaded, compiled] = await Promise.all([importing, compiling]);
  const factory = (loaded as { default?: unknown }).default;
  if (typeof factory !== 'function') throw new Error('engine.js has no factory');
  const make = (options: object): unknown => (factory as (options: object) => unknown)(options);
  if ('bytes' in binary) return new EngineModule(check(await make({ wasmBinary: binary.bytes })));
  if (compiled === undefined) throw new Error('engine.wasm was not compiled');
  // The factory waits for `done` for ever, so what goes wrong on the way there has to end the waiting from outside.
  return new Promise((resolve, reject) => {
    const instantiateWasm = (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void): object => {
      WebAssembly.instantiate(compiled, imports).then((instance) => done(instance, compiled), reject);
      return {};
    };
    Promise.resolve(make({ instantiateWasm })).then((made) => resolve(new EngineModule(check(made)))).catch(reject);
  });
}

function check(made: unknown): Exports {
  const functions = ['_fk_create', '_fk_destroy', '_fk_input', '_fk_dispatch', '_fk_drain', '_fk_output', '_fk_display_list', '_fk_glyph_outline', '_fk_svg'];
  const module = made as Record<string, unknown>;
  const missing = functions.find((name) => typeof module[name] !== 'function');
  if (missing !== undefined) throw new Error(`the engine lacks ${missing}`);
  return made as Exports;
}

export class EngineModule {
  private readonly exports_: Exports;

  constructor(exports: Exports) {
    this.exports_ = exports;
  }

  create(kind: (typeof EngineKind)[keyof typeof EngineKind]): EngineHandle {
    return new EngineHandle(this.exports_, this.exports_._fk_create(kind));
  }
}

export interface FramedSvg {
  /** Its own size. */
  readonly width: number;
  readonly height: number;
  readonly text: string;
}

export class EngineHandle {
  private readonly exports_: Exports;
  private readonly handle_: number;

  constructor(exports: Exports, handle: number) {
    this.exports_ = exports;
    this.handle_ = handle;
  }

  /** Several pieces that together are one message. */
  dispatch(...pieces: readonly Uint8Array[]): void {
    this.exports_._fk_dispatch(this.handle_, this.put(pieces));
  }

  /** A copy of what waits, or undefined. */
  drain(): Uint8Array<ArrayBuffer> | undefined {
    const size = this.exports_._fk_drain(this.handle_);
    return size === 0 ? undefined : this.output(size);
  }

  /** A copy of the words, written over `into` where that has their number; undefined for no such page. */
  display_list(page: string, into?: Uint32Array): Uint32Array | undefined {
    const words = this.exports_._fk_display_list(this.handle_, this.put([new TextEncoder().encode(page)]));
    if (words === 0) return undefined;
    if (into?.length !== words) return new Uint32Array(this.output(words * 4).buffer);
    const at = this.exports_._fk_output(this.handle_);
    into.set(new Uint32Array(this.exports_.HEAPU8.buffer, at, words));
    return into;
  }

  glyph_outline(font: string, glyph: number): Uint32Array<ArrayBuffer> | undefined {
    const words = this.exports_._fk_glyph_outline(this.handle_, this.put([new TextEncoder().encode(font)]), glyph);
    return words === 0 ? undefined : new Uint32Array(this.output(words * 4).buffer);
  }

  /** The SVG with colours of a JSON map replaced, to be drawn at a size (else its own); undefined for what is no SVG. */
  svg(file: string, colours: string, size: { width: number; height: number } | undefined): FramedSvg | undefined {
    const [text, map] = [new TextEncoder().encode(file), new TextEncoder().encode(colours)];
    this.put([text, map]);
    const length = this.exports_._fk_svg(this.handle_, text.length, map.length, size?.width ?? 0, size?.height ?? 0);
    if (length === 0) return undefined;
    const answer = new TextDecoder().decode(this.output(length));
    const line = answer.indexOf('\n');
    const [width = 0, height = 0] = answer.slice(0, line).split(' ').map(Number);
    return { width, height, text: answer.slice(line + 1) };
  }

  destroy(): void {
    this.exports_._fk_destroy(this.handle_);
  }

  private put(pieces: readonly Uint8Array[]): number {
    let size = 0;
    for (const piece of pieces) size += piece.length;
    let at = this.exports_._fk_input(this.handle_, size);
    for (const piece of pieces) {
      this.exports_.HEAPU8.set(piece, at);
      at += piece.length;
    }
    return size;
  }

  private output(size: number): Uint8Array<ArrayBuffer> {
    const at = this.exports_._fk_output(this.handle_);
    return this.exports_.HEAPU8.slice(at, at + size);
  }
}
