// What the skin may ask of the replica of this browser profile, wherever it runs (this tab's worker or another tab's).
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ReplicaMessage, TabMessageSchema } from '../engine/generated/replica_pb.ts';

/** One request. The client numbers it, and sends it again to a new replica that never answered. */
export type TabRequest = Exclude<MessageInitShape<typeof TabMessageSchema>['kind'], { case: undefined } | undefined>;

export type ReplicaNews = Exclude<ReplicaMessage['kind'], { case: undefined }>;

export interface ReplicaClient {
  send(request: TabRequest): void;
  /** Lists and states come at once to a new listener when they are known, then whenever they change. */
  subscribe(listener: (news: ReplicaNews) => void): () => void;
  /** Keeps bytes on this device by their content and queues them for the cloud. Returns "blob:<sha256>" for a design. */
  put_blob(bytes: Uint8Array, media_type: string): Promise<string>;
}
