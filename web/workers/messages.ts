// What the main thread and its workers post to each other. What arrives is unknown until it was read here.
import type { UploadPlace, UploadProgress } from '../store/port.ts';

const is_record = (data: unknown): data is Record<string, unknown> => typeof data === 'object' && data !== null;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

// ---- uploads: the replica says how far they are, to whoever asks with any message ----

export const upload_progress_channel = (profile: { readonly name: string }): string => `${profile.name}-upload-progress`;

/** Undefined for what is only a question. */
export function read_upload_progress(data: unknown): UploadProgress[] | undefined {
  if (!Array.isArray(data)) return undefined;
  return data.filter(is_record).map((each) => ({
    sha: text(each['sha']),
    sent: number(each['sent']),
    size: number(each['size']),
    trouble: text(each['trouble']),
    refused: each['refused'] === true,
    place: place(each['place']),
  }));
}

// A worker of an older tab says nothing of it.
const place = (value: unknown): UploadPlace => (value === 'no_room' || value === 'tab' || value === 'nowhere' ? value : 'device');

/** Any message says that something is new to be sent; one with `forget` names what is not to be asked for any more. */
export const upload_wishes_channel = (profile: { readonly name: string }): string => `${profile.name}-uploads`;

export const read_forgotten_upload = (data: unknown): string => (is_record(data) ? text(data['forget']) : '');

// ---- the replica worker ----

export interface StartReplica {
  readonly kind: 'start';
  readonly profile: string;
  /** No locks, or no storage to share: this tab is a profile of its own. */
  readonly alone: boolean;
  readonly script: string;
  readonly wasm: string;
  readonly build: string;
}

export type ToReplicaWorker =
  | StartReplica
  | { readonly kind: 'put'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'network'; readonly online: boolean };

export type FromReplicaWorker =
  | { readonly kind: 'serving'; readonly refused: string | undefined }
  /** It ends; `older`: the database is of a newer program. */
  | { readonly kind: 'failed'; readonly older: boolean; readonly text: string }
  /** What only this tab has, on its way. */
  | { readonly kind: 'uploads'; readonly uploads: UploadProgress[] }
  /** `sha` is empty when nothing was kept; `here`: it is on the device, not only in this tab. */
  | { readonly kind: 'kept'; readonly id: number; readonly sha: string; readonly here: boolean; readonly text: string };

const own = (bytes: unknown): Uint8Array<ArrayBuffer> => (bytes instanceof Uint8Array ? Uint8Array.from(bytes) : new Uint8Array());

export function read_to_replica_worker(data: unknown): ToReplicaWorker | undefined {
  if (!is_record(data)) return undefined;
  switch (data['kind']) {
    case 'start':
      return {
        kind: 'start',
        profile: text(data['profile']),
        alone: data['alone'] === true,
        script: text(data['script']),
        wasm: text(data['wasm']),
        build: text(data['build']),
      };
    case 'put':
      return { kind: 'put', id: number(data['id']), bytes: own(data['bytes']) };
    case 'network':
      return { kind: 'network', online: data['online'] === true };
    default:
      return undefined;
  }
}

export function read_from_replica_worker(data: unknown): FromReplicaWorker | undefined {
  if (!is_record(data)) return undefined;
  switch (data['kind']) {
    case 'serving':
      return { kind: 'serving', refused: typeof data['refused'] === 'string' ? data['refused'] : undefined };
    case 'failed':
      return { kind: 'failed', older: data['older'] === true, text: text(data['text']) };
    case 'kept':
      return { kind: 'kept', id: number(data['id']), sha: text(data['sha']), here: data['here'] === true, text: text(data['text']) };
    case 'uploads':
      return { kind: 'uploads', uploads: read_upload_progress(data['uploads']) ?? [] };
    default:
      return undefined;
  }
}

// ---- the engine worker ----

export interface StartEngine {
  readonly kind: 'start';
  readonly profile: string;
  readonly alone: boolean;
  readonly script: string;
  readonly wasm: string;
  readonly platform: string;
}

export type ToEngineWorker =
  | StartEngine
  | { readonly kind: 'command'; readonly bytes: Uint8Array }
  | { readonly kind: 'settle'; readonly id: number }
  /** The last message: what was said before it is still done, stored, and answered with `ended`. */
  | { readonly kind: 'end' }
  | { readonly kind: 'viewport'; readonly width: number; readonly height: number; readonly ratio: number }
  | { readonly kind: 'canvas'; readonly canvas: OffscreenCanvas }
  | { readonly kind: 'thumbnail'; readonly id: number; readonly page: string; readonly width: number }
  | { readonly kind: 'drawn'; readonly id: number; readonly bitmap: ImageBitmap | undefined }
  | { readonly kind: 'online' }
  | { readonly kind: 'asset'; readonly sha: string; readonly bytes: Uint8Array<ArrayBuffer> };

export type FromEngineWorker =
  | { readonly kind: 'events'; readonly bytes: Uint8Array }
  | { readonly kind: 'settled'; readonly id: number }
  | { readonly kind: 'ended' }
  | { readonly kind: 'draw'; readonly id: number; readonly svg: string; readonly width: number; readonly height: number }
  | { readonly kind: 'thumbnail'; readonly id: number; readonly bitmap: ImageBitmap | undefined }
  | { readonly kind: 'failed'; readonly text: string };

export function read_to_engine_worker(data: unknown): ToEngineWorker | undefined {
  if (!is_record(data)) return undefined;
  switch (data['kind']) {
    case 'start':
      return {
        kind: 'start',
        profile: text(data['profile']),
        alone: data['alone'] === true,
        script: text(data['script']),
        wasm: text(data['wasm']),
        platform: text(data['platform']),
      };
    case 'command':
      return data['bytes'] instanceof Uint8Array ? { kind: 'command', bytes: data['bytes'] } : undefined;
    case 'settle':
      return { kind: 'settle', id: number(data['id']) };
    case 'end':
      return { kind: 'end' };
    case 'viewport':
      return { kind: 'viewport', width: number(data['width']), height: number(data['height']), ratio: number(data['ratio']) };
    case 'canvas':
      return data['canvas'] instanceof OffscreenCanvas ? { kind: 'canvas', canvas: data['canvas'] } : undefined;
    case 'thumbnail':
      return { kind: 'thumbnail', id: number(data['id']), page: text(data['page']), width: number(data['width']) };
    case 'drawn':
      return { kind: 'drawn', id: number(data['id']), bitmap: bitmap(data['bitmap']) };
    case 'online':
      return { kind: 'online' };
    case 'asset':
      return { kind: 'asset', sha: text(data['sha']), bytes: own(data['bytes']) };
    default:
      return undefined;
  }
}

const bitmap = (value: unknown): ImageBitmap | undefined => (value instanceof ImageBitmap ? value : undefined);

export function read_from_engine_worker(data: unknown): FromEngineWorker | undefined {
  if (!is_record(data)) return undefined;
  switch (data['kind']) {
    case 'events':
      return data['bytes'] instanceof Uint8Array ? { kind: 'events', bytes: data['bytes'] } : undefined;
    case 'settled':
      return { kind: 'settled', id: number(data['id']) };
    case 'ended':
      return { kind: 'ended' };
    case 'draw':
      return { kind: 'draw', id: number(data['id']), svg: text(data['svg']), width: number(data['width']), height: number(data['height']) };
    case 'thumbnail':
      return { kind: 'thumbnail', id: number(data['id']), bitmap: bitmap(data['bitmap']) };
    case 'failed':
      return { kind: 'failed', text: text(data['text']) };
    default:
      return undefined;
  }
}
