// What the skin may ask of the engine worker of its tab. The skin is written against this, not against the worker, so a
// test can put an engine in the same thread (or a recorded one) in its place.
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CommandSchema, Event } from './generated/local_pb.ts';

/** One wish. The client adds the clock. */
export type CommandKind = Exclude<MessageInitShape<typeof CommandSchema>['kind'], { case: undefined } | undefined>;

/** One piece of news. Effects (fonts, images, the replica) are answered by the client and never reach the skin. */
export type EventKind = Exclude<Event['kind'], { case: undefined }>;

export interface EngineClient {
  dispatch(command: CommandKind): void;
  /** Calls back in the order the engine spoke. Returns how to stop. */
  subscribe(listener: (event: EventKind) => void): () => void;
  /** Resolves when the engine has done all that was dispatched until now and its listeners have heard what came of it. */
  settled(): Promise<void>;
  /** Gives a fresh canvas element to the painter in the worker. It can not be taken back: a new mount brings a new element. */
  attach_canvas(canvas: HTMLCanvasElement): void;
  /** A picture of a page at most `width` device pixels wide, or undefined while there is nothing to show. */
  thumbnail(page: string, width: number): Promise<ImageBitmap | undefined>;
  /** Ends the worker once what was said is done and stored; listeners hear nothing more. */
  dispose(): void;
}
