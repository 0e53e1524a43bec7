// The skin's side of the replica: requests over the profile's channels, assets through this tab's own worker.
import { fromBinary } from '@bufbuild/protobuf';
import { ReplicaMessageSchema } from '../engine/generated/replica_pb.ts';
import type { Profile } from '../store/link.ts';
import { ReplicaLink } from '../store/link.ts';
import type { DeviceState, ReplicaClient, ReplicaNews, TabRequest, UploadProgress } from '../store/port.ts';
import { fill_previews } from './kept_previews.ts';
import type { FromReplicaWorker, StartReplica, ToReplicaWorker } from './messages.ts';
import { read_from_replica_worker, read_upload_progress, upload_progress_channel, upload_wishes_channel } from './messages.ts';
import { TabRequests } from './previews.ts';
import { Requests } from './requests.ts';

export class WorkerReplica implements ReplicaClient {
  private readonly worker_: Worker;
  private readonly link_: ReplicaLink;
  private readonly requests_: TabRequests;
  private readonly kept_ = new Requests<Extract<FromReplicaWorker, { kind: 'kept' }>>();
  private readonly listeners_ = new Set<(news: ReplicaNews) => void>();
  private readonly last_ = new Map<string, ReplicaNews>();
  private readonly not_kept_: (sha: string, bytes: Uint8Array<ArrayBuffer>) => void;
  private readonly device_listeners_ = new Set<(state: DeviceState) => void>();
  private device_: DeviceState = { stopped: undefined, detail: '', refused: undefined };
  private readonly upload_listeners_ = new Set<(uploads: readonly UploadProgress[]) => void>();
  private readonly profile_: Profile;
  /** Of the profile, and of this tab alone. */
  private shared_uploads_: readonly UploadProgress[] = [];
  private own_uploads_: readonly UploadProgress[] = [];

  /** `not_kept` hears of assets that only this tab has. */
  constructor(worker: Worker, start: StartReplica, profile: Profile, not_kept: (sha: string, bytes: Uint8Array<ArrayBuffer>) => void) {
    this.worker_ = worker;
    this.profile_ = profile;
    this.not_kept_ = not_kept;
    worker.onmessage = ({ data }: MessageEvent<unknown>) => this.receive(data);
    // A script that can not be loaded, and whatever the replica trips over later.
    worker.onerror = ({ message }) => this.fail('failed', message);
    this.post(start);
    this.link_ = new ReplicaLink(profile, (bytes) => this.heard(bytes));
    this.requests_ = new TabRequests(this.link_);
    const progress = new BroadcastChannel(upload_progress_channel(profile));
    progress.onmessage = ({ data }: MessageEvent<unknown>) => this.heard_of_uploads(data);
    progress.postMessage('how far?');
  }

  send(request: TabRequest): void {
    this.requests_.send(request);
  }

  subscribe(listener: (news: ReplicaNews) => void): () => void {
    this.listeners_.add(listener);
    for (const news of this.last_.values()) listener(news);
    return () => void this.listeners_.delete(listener);
  }

  async put_blob(bytes: Uint8Array): Promise<string> {
    if (this.device_.stopped !== undefined) throw new Error(this.device_.detail);
    const copy = Uint8Array.from(bytes);
    const kept = await this.kept_.make((id) => this.post({ kind: 'put', id, bytes: copy }));
    if (kept.sha === '') throw new Error(kept.text);
    if (!kept.here) this.not_kept_(kept.sha, copy);
    return `blob:${kept.sha}`;
  }

  subscribe_device(listener: (state: DeviceState) => void): () => void {
    this.device_listeners_.add(listener);
    listener(this.device_);
    return () => void this.device_listeners_.delete(listener);
  }

  subscribe_uploads(listener: (uploads: readonly UploadProgress[]) => void): () => void {
    this.upload_listeners_.add(listener);
    listener(this.uploads());
    return () => void this.upload_listeners_.delete(listener);
  }

  forget_upload(sha: string): void {
    const wishes = new BroadcastChannel(upload_wishes_channel(this.profile_));
    wishes.postMessage({ forget: sha });
    wishes.close();
  }

  // What this tab has in its memory, the others know only as missing.
  private uploads(): readonly UploadProgress[] {
    const own = new Set(this.own_uploads_.map(({ sha }) => sha));
    return [...this.own_uploads_, ...this.shared_uploads_.filter(({ sha }) => !own.has(sha))];
  }

  private heard_of_uploads(data: unknown): void {
    const uploads = read_upload_progress(data);
    if (uploads === undefined) return;
    this.shared_uploads_ = uploads;
    this.tell_uploads();
  }

  private tell_uploads(): void {
    for (const listener of this.upload_listeners_) listener(this.uploads());
  }

  // The worker's end lets go of the profile's lock and files: the next tab becomes the replica, also for this one.
  private fail(stopped: 'failed' | 'older', detail: string): void {
    if (this.device_.stopped !== undefined) return;
    this.worker_.terminate();
    this.tell_device({ ...this.device_, stopped, detail });
    this.kept_.answer_all({ kind: 'kept', id: 0, sha: '', here: false, text: detail });
  }

  private tell_device(state: DeviceState): void {
    this.device_ = state;
    for (const listener of this.device_listeners_) listener(state);
  }

  private post(message: ToReplicaWorker): void {
    this.worker_.postMessage(message);
  }

  private heard(bytes: Uint8Array): void {
    const { kind } = fromBinary(ReplicaMessageSchema, bytes);
    if (kind.case === undefined) return;
    if (kind.case === 'list') {
      const before = this.last_.get('list');
      fill_previews(kind.value, before?.case === 'list' ? before.value : undefined);
    }
    if (kind.case === 'list' || kind.case === 'status') this.last_.set(kind.case, kind);
    for (const listener of this.listeners_) listener(kind);
  }

  private receive(data: unknown): void {
    const message = read_from_replica_worker(data);
    if (message === undefined) return;
    switch (message.kind) {
      case 'uploads':
        this.own_uploads_ = message.uploads;
        this.tell_uploads();
        break;
      case 'kept':
        this.kept_.answer(message.id, message);
        break;
      case 'serving':
        if (message.refused !== undefined) this.tell_device({ ...this.device_, refused: message.refused });
        break;
      case 'failed':
        this.fail(message.older ? 'older' : 'failed', message.text);
        break;
    }
  }
}
