// Around the editor session in WebAssembly: passes commands in, paints, and does what the session asks for (fonts,
// pictures, waking, the replica). What is for the skin goes to `tell`.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { SvgPicture } from '../canvas/picture_store.ts';
import { PictureStore } from '../canvas/picture_store.ts';
import type { Event } from '../engine/generated/local_pb.ts';
import { CommandSchema, EventSchema } from '../engine/generated/local_pb.ts';
import type { CommandKind } from '../engine/port.ts';
import type { EngineHandle } from '../engine/module.ts';
import type { EngineAssets } from './engine_assets.ts';
import { join_events, split_events } from './event_frames.ts';
import { GlyphCache } from './glyph_cache.ts';
import { Retries } from './retries.ts';
import { Stage } from './stage.ts';

export interface HostSurroundings {
  readonly assets: EngineAssets;
  /** Encoded Events. */
  tell(bytes: Uint8Array): void;
  /** An encoded TabMessage. */
  send_to_replica(bytes: Uint8Array): void;
  /** A file that says itself how large it is. */
  draw_svg(svg: string, size: Size): Promise<ImageBitmap | undefined>;
  /** The design looks different than before. */
  changed(): void;
}

// The kinds that `perform` does something with; the rest is for the skin and is not read here.
const performed = ['need_font', 'need_image', 'send_to_replica', 'wake_at', 'page_painted', 'board', 'camera', 'overlay'];
const heard = new Set(EventSchema.fields.filter(({ name }) => performed.includes(name)).map(({ number }) => number));

const k_largest_svg = 4096;

interface Size {
  readonly width: number;
  readonly height: number;
}

export class EngineHost {
  readonly stage: Stage;
  private readonly engine_: EngineHandle;
  private readonly around_: HostSurroundings;
  private readonly pictures_: PictureStore;
  private readonly fonts_ = new Map<string, Promise<Uint8Array>>();
  // Pictures of others may still be on their way to the cloud; fonts and pictures may wait for a connection.
  private readonly retries_ = new Retries();
  private timer_: ReturnType<typeof setTimeout> | undefined;
  private pumping_ = false;

  constructor(engine: EngineHandle, around: HostSurroundings) {
    this.engine_ = engine;
    this.around_ = around;
    const glyphs = new GlyphCache(engine);
    this.pictures_ = new PictureStore(
      {
        bytes: (source) => around.assets.picture(source),
        rasterise: (svg, colours, size) => this.draw_svg(svg, colours, size),
      },
      (source) => this.stage.picture_changed(source),
    );
    const words = (page: string, into: Uint32Array | undefined): Uint32Array | undefined => {
      const list = engine.display_list(page, into);
      // Building a list may ask for fonts and pictures.
      queueMicrotask(() => this.pump());
      return list;
    };
    this.stage = new Stage({ words }, { glyph: (font, glyph) => glyphs.get(font, glyph), picture: (wish) => this.pictures_.pick(wish) });
  }

  dispatch(kind: CommandKind): void {
    this.dispatch_bytes(toBinary(CommandSchema, create(CommandSchema, { kind })));
  }

  /** An encoded Command; the clock is added here, so that it never goes back. */
  dispatch_bytes(command: Uint8Array): void {
    this.engine_.dispatch(command, clock_field(performance.now()));
    this.pump();
  }

  /** What could not be had is tried again at once. */
  network_is_back(): void {
    this.retries_.now();
  }

  /** The design is closed: what is missing of it is not wanted any more. */
  closed(): void {
    this.retries_.clear();
  }

  private pump(): void {
    if (this.pumping_) return;
    this.pumping_ = true;
    const kept: Uint8Array[] = [];
    for (let bytes = this.engine_.drain(); bytes !== undefined; bytes = this.engine_.drain()) {
      for (const { kind, event } of split_events(bytes)) {
        if (!heard.has(kind) || !this.perform(fromBinary(EventSchema, event))) kept.push(event);
      }
    }
    this.pumping_ = false;
    if (kept.length > 0) this.around_.tell(join_events(kept));
  }

  /** True: the skin need not hear of it. */
  private perform({ kind }: Event): boolean {
    switch (kind.case) {
      case 'needFont':
        if (kind.value.source === '') this.font(kind.value.file);
        else this.own_font(kind.value.source);
        return true;
      case 'needImage':
        this.picture(kind.value.source, kind.value.svg);
        return true;
      case 'sendToReplica':
        this.around_.send_to_replica(kind.value.message);
        return true;
      case 'wakeAt':
        clearTimeout(this.timer_);
        this.timer_ = setTimeout(() => this.dispatch({ case: 'tick', value: {} }), Math.max(0, kind.value.nowMs - performance.now()));
        return true;
      case 'pagePainted':
        this.stage.painted(kind.value);
        this.around_.changed();
        return false;
      case 'board':
        this.stage.set_pages(kind.value.pages);
        return false;
      case 'camera':
        this.stage.set_camera(kind.value);
        return false;
      case 'overlay':
        this.stage.set_overlay(kind.value);
        return false;
      default:
        return false;
    }
  }

  private font(file: string): void {
    void this.retries_.until_had(`font ${file}`, async () => {
      const loading = this.fonts_.get(file) ?? this.around_.assets.font(file);
      this.fonts_.set(file, loading);
      const bytes = await loading;
      this.fonts_.delete(file);
      this.dispatch({ case: 'fontLoaded', value: { file, bytes } });
      return bytes.length === 0;
    });
  }

  private async draw_svg(file: string, colours: string, wanted: Size | undefined): Promise<SvgPicture | undefined> {
    const framed = this.engine_.svg(file, colours, wanted);
    if (framed === undefined) return undefined;
    const { width, height } = framed;
    const shrink = Math.min(1, k_largest_svg / Math.max(width, height));
    const size = wanted ?? { width: Math.max(1, Math.round(width * shrink)), height: Math.max(1, Math.round(height * shrink)) };
    const text = wanted === undefined ? this.engine_.svg(file, colours, size)?.text : framed.text;
    const bitmap = text === undefined ? undefined : await this.around_.draw_svg(text, size);
    return bitmap === undefined ? undefined : { bitmap, width, height };
  }

  /** A font that the design brings along: read like its pictures. */
  private own_font(source: string): void {
    void this.retries_.until_had(`own font ${source}`, async () => {
      const bytes = await (await this.around_.assets.picture(source))?.arrayBuffer();
      this.dispatch({ case: 'fontLoaded', value: { source, bytes: new Uint8Array(bytes ?? new ArrayBuffer(0)) } });
      return bytes === undefined && this.around_.assets.may_come(source);
    });
  }

  private picture(source: string, svg: boolean): void {
    let told = false;
    void this.retries_.until_had(`picture ${source}`, async () => {
      const size = await this.pictures_.load(source, svg);
      if (size !== undefined || !told) this.dispatch({ case: 'imageLoaded', value: { source, width: size?.width ?? 0, height: size?.height ?? 0 } });
      told = true;
      return size === undefined && this.around_.assets.may_come(source) && !this.pictures_.is_broken(source);
    });
  }
}

// Field 1 of a Command (a double). The last one in a message counts, so it may stand behind the rest.
function clock_field(now_ms: number): Uint8Array {
  const bytes = new Uint8Array(9);
  bytes[0] = (1 << 3) | 1;
  new DataView(bytes.buffer).setFloat64(1, now_ms, true);
  return bytes;
}
