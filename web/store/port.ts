// What the skin may ask of the replica of this browser profile, wherever it runs (this tab's worker or another tab's).
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ReplicaMessage, TabMessageSchema } from '../engine/generated/replica_pb.ts';

/** One request. The client numbers it, and sends it again to a new replica that never answered. */
export type TabRequest = Exclude<MessageInitShape<typeof TabMessageSchema>['kind'], { case: undefined } | undefined>;

export type ReplicaNews = Exclude<ReplicaMessage['kind'], { case: undefined }>;

/**
 * Where the bytes of an asset are that the cloud does not have: on this device; only in the memory of this tab, because the
 * device has no room for them (`no_room`) or does not store them (`tab`); or `nowhere` that is known here.
 */
export type UploadPlace = 'device' | 'no_room' | 'tab' | 'nowhere';

/** An asset on its way to the cloud. */
export interface UploadProgress {
  readonly sha: string;
  readonly sent: number;
  /** In bytes; 0: not looked at yet. */
  readonly size: number;
  /** In plain words why it does not go on; empty: it does. */
  readonly trouble: string;
  /** The cloud does not take it: it stays on this device. */
  readonly refused: boolean;
  readonly place: UploadPlace;
}

/** How this tab's part of the replica fares. */
export interface DeviceState {
  /** It does nothing any more: it could not start or broke off, or this page is older than what is on the device. */
  readonly stopped: 'failed' | 'older' | undefined;
  /** The same in the words of the machine. */
  readonly detail: string;
  /** Why this tab, which is the profile's replica, stores in memory only; undefined: it is not, or does not. */
  readonly refused: string | undefined;
}

export interface ReplicaClient {
  send(request: TabRequest): void;
  /** Lists and states come at once to a new listener when they are known, then whenever they change. */
  subscribe(listener: (news: ReplicaNews) => void): () => void;
  /**
   * Keeps bytes on this device by their content, or in this tab where the device can not, and queues them for the cloud.
   * Returns "blob:<sha256>" for a design; rejects when nothing is kept.
   */
  put_blob(bytes: Uint8Array, media_type: string): Promise<string>;
  /** All assets of this profile and this tab that the cloud does not have yet: at once, then whenever that changes. */
  subscribe_uploads(listener: (uploads: readonly UploadProgress[]) => void): () => void;
  subscribe_device(listener: (state: DeviceState) => void): () => void;
  /** Asks no more for an asset whose bytes are nowhere. */
  forget_upload(sha: string): void;
}
