// The skin's side of the engine worker.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { CommandSchema, EventsSchema, NoticeSchema } from '../engine/generated/local_pb.ts';
import type { CommandKind, EngineClient, EventKind } from '../engine/port.ts';
import { DesignPages } from './design_pages.ts';
import { draw_svg } from './draw_svg.ts';
import type { StartEngine, ToEngineWorker } from './messages.ts';
import { read_from_engine_worker } from './messages.ts';
import { Requests } from './requests.ts';

const k_ending_ms = 30_000;

export class WorkerEngine implements EngineClient {
  private readonly worker_: Worker;
  private readonly listeners_ = new Set<(event: EventKind) => void>();
  private readonly thumbnails_ = new Requests<ImageBitmap | undefined>();
  private readonly settling_ = new Requests<void>();
  private readonly design_ = new DesignPages();
  private readonly ended_: () => void;
  private spoke_ = false;
  private ending_: ReturnType<typeof setTimeout> | undefined;

  constructor(worker: Worker, start: StartEngine, ended: () => void) {
    this.worker_ = worker;
    this.ended_ = ended;
    worker.onmessage = ({ data }: MessageEvent<unknown>) => this.receive(data);
    worker.onerror = ({ message }) => this.fail(message);
    this.post(start);
  }

  dispatch(command: CommandKind): void {
    if (command.case === 'viewport') {
      const { width = 0, height = 0, pixelRatio = 1 } = command.value;
      this.post({ kind: 'viewport', width, height, ratio: pixelRatio });
    }
    this.post({ kind: 'command', bytes: toBinary(CommandSchema, create(CommandSchema, { kind: command })) });
  }

  subscribe(listener: (event: EventKind) => void): () => void {
    this.listeners_.add(listener);
    return () => void this.listeners_.delete(listener);
  }

  settled(): Promise<void> {
    return this.settling_.make((id) => this.post({ kind: 'settle', id }));
  }

  attach_canvas(canvas: HTMLCanvasElement): void {
    const offscreen = canvas.transferControlToOffscreen();
    this.post({ kind: 'canvas', canvas: offscreen }, [offscreen]);
  }

  thumbnail(page: string, width: number): Promise<ImageBitmap | undefined> {
    return this.thumbnails_.make((id) => this.post({ kind: 'thumbnail', id, page, width }));
  }

  /** An asset that the device could not keep. */
  give(sha: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.post({ kind: 'asset', sha, bytes });
  }

  /** The network is back. */
  network_is_back(): void {
    this.post({ kind: 'online' });
  }

  /** What was said before is done and stored first, as long as that comes to an end. */
  dispose(): void {
    this.listeners_.clear();
    this.ended_();
    this.ending_ = setTimeout(() => this.end(), k_ending_ms);
    this.post({ kind: 'end' });
  }

  private end(): void {
    clearTimeout(this.ending_);
    this.worker_.terminate();
  }

  private post(message: ToEngineWorker, transfer: Transferable[] = []): void {
    this.worker_.postMessage(message, transfer);
  }

  private receive(data: unknown): void {
    const message = read_from_engine_worker(data);
    if (message === undefined) return;
    switch (message.kind) {
      case 'events':
        this.spoke_ = true;
        for (const { kind } of fromBinary(EventsSchema, message.bytes).events) if (kind.case !== undefined) this.tell(this.design_.fill_in(kind));
        break;
      case 'draw':
        void draw_svg(message.svg, message.width, message.height).then((bitmap) => {
          this.post({ kind: 'drawn', id: message.id, bitmap }, bitmap === undefined ? [] : [bitmap]);
        });
        break;
      case 'settled':
        this.settling_.answer(message.id);
        break;
      case 'ended':
        this.end();
        break;
      case 'thumbnail':
        this.thumbnails_.answer(message.id, message.bitmap);
        break;
      case 'failed':
        this.fail(message.text);
        break;
    }
  }

  private fail(detail: string): void {
    if (this.ending_ !== undefined) this.end();
    const text = this.spoke_ ? 'The editor has stopped. What the chip called saved is safe. Load the page again to go on.' : 'The editor could not start. Load the page again to try once more.';
    const value = create(NoticeSchema, { kind: 'error', text, detail });
    this.tell({ case: 'notice', value });
  }

  private tell(event: EventKind): void {
    for (const listener of this.listeners_) listener(event);
  }
}
