// How a tab (or a worker of it) talks to the one replica of its profile, wherever that runs. Messages go over broadcast
// channels: one to the replica, one to each end. Each end holds a Web Lock as long as it lives, and says nothing before it
// does; a replica that waits for that lock learns of its death. A new replica gets the open documents again and what was
// never answered; both are safe to repeat.
import { fromBinary } from '@bufbuild/protobuf';
import { ReplicaMessageSchema, TabMessageSchema } from '../engine/generated/replica_pb.ts';

/** Names shared by all tabs of a profile. Where locks can not be had every tab is a profile of its own. */
export interface Profile {
  readonly name: string;
  readonly locks: LockManager | undefined;
}

export type ToReplica =
  | { readonly kind: 'hello'; readonly tab: string }
  | { readonly kind: 'message'; readonly tab: string; readonly bytes: Uint8Array }
  | { readonly kind: 'bye'; readonly tab: string };

export type ToTab = { readonly kind: 'replica'; readonly epoch: string } | { readonly kind: 'message'; readonly epoch: string; readonly bytes: Uint8Array };

export const replica_channel = (profile: Profile): string => `${profile.name}-replica`;
export const tab_channel = (profile: Profile, tab: string): string => `${profile.name}-tab-${tab}`;
export const everyone_channel = (profile: Profile): string => `${profile.name}-tabs`;
export const replica_lock = (profile: Profile): string => `${profile.name}-replica`;
export const tab_lock = (profile: Profile, tab: string): string => `${profile.name}-tab-${tab}`;

export function read_to_tab(data: unknown): ToTab | undefined {
  if (typeof data !== 'object' || data === null || !('kind' in data) || !('epoch' in data) || typeof data.epoch !== 'string') return undefined;
  if (data.kind === 'replica') return { kind: 'replica', epoch: data.epoch };
  if (data.kind === 'message' && 'bytes' in data && data.bytes instanceof Uint8Array) {
    return { kind: 'message', epoch: data.epoch, bytes: data.bytes };
  }
  return undefined;
}

export function read_to_replica(data: unknown): ToReplica | undefined {
  if (typeof data !== 'object' || data === null || !('kind' in data) || !('tab' in data) || typeof data.tab !== 'string') return undefined;
  if (data.kind === 'hello' || data.kind === 'bye') return { kind: data.kind, tab: data.tab };
  if (data.kind === 'message' && 'bytes' in data && data.bytes instanceof Uint8Array) {
    return { kind: 'message', tab: data.tab, bytes: data.bytes };
  }
  return undefined;
}

/** What has to be said again to a new replica, in the order of the numbers. */
export class Unanswered {
  private readonly waiting_ = new Map<bigint, Uint8Array>();
  // What holds on after its answer: documents that are open, and the wish to hear of the list.
  private readonly lasting_ = new Map<string, { number: bigint; bytes: Uint8Array }>();
  // What is lost with its sender as long as it was not answered.
  private readonly work_ = new Set<bigint>();

  sent(bytes: Uint8Array): void {
    const { number, kind } = fromBinary(TabMessageSchema, bytes);
    switch (kind.case) {
      case 'open':
        this.lasting_.set(kind.value.document.join(), { number, bytes });
        break;
      case 'list':
        this.lasting_.set('list', { number, bytes });
        break;
      case 'close':
        this.forget(kind.value.document.join());
        return;
      case 'presence':
        // Out of date before it could be repeated.
        return;
      case 'store':
      case 'changeRow':
      case 'settle':
        this.work_.add(number);
        break;
      default:
        break;
    }
    this.waiting_.set(number, bytes);
  }

  // Nor an open that was not answered yet: nobody would close what a new replica opened by it.
  private forget(document: string): void {
    this.lasting_.delete(document);
    for (const [number, bytes] of this.waiting_) {
      const { kind } = fromBinary(TabMessageSchema, bytes);
      if (kind.case === 'open' && kind.value.document.join() === document) this.waiting_.delete(number);
    }
  }

  answered(bytes: Uint8Array): void {
    const { answered } = fromBinary(ReplicaMessageSchema, bytes);
    if (answered === 0n) return;
    this.waiting_.delete(answered);
    this.work_.delete(answered);
  }

  /** Nothing of what was sent would be lost with the sender. */
  get is_settled(): boolean {
    return this.work_.size === 0;
  }

  again(): Uint8Array[] {
    const all = new Map(this.waiting_);
    for (const { number, bytes } of this.lasting_.values()) all.set(number, bytes);
    return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bytes]) => bytes);
  }
}

export class ReplicaLink {
  private readonly tab_: string;
  private readonly to_replica_: BroadcastChannel;
  private readonly from_: BroadcastChannel[];
  private readonly heard_: (bytes: Uint8Array) => void;
  private readonly unanswered_ = new Unanswered();
  private readonly let_go_: () => void;
  private readonly settling_: (() => void)[] = [];
  private epoch_ = '';
  // Lock and messages go different ways: a replica that heard of this end before its lock was granted could be granted it
  // first, and would take this end for gone.
  private alive_ = false;

  /** `heard` gets encoded ReplicaMessages. */
  constructor(profile: Profile, heard: (bytes: Uint8Array) => void) {
    this.tab_ = crypto.randomUUID();
    this.heard_ = heard;
    this.to_replica_ = new BroadcastChannel(replica_channel(profile));
    this.from_ = [tab_channel(profile, this.tab_), everyone_channel(profile)].map((name) => new BroadcastChannel(name));
    for (const channel of this.from_) channel.onmessage = ({ data }) => this.receive(data);
    let let_go = (): void => undefined;
    const promise = new Promise<void>((resolve) => (let_go = resolve));
    this.let_go_ = () => let_go();
    const hello = (): void => {
      this.alive_ = true;
      this.post({ kind: 'hello', tab: this.tab_ });
    };
    if (profile.locks === undefined) hello();
    else {
      void profile.locks.request(tab_lock(profile, this.tab_), () => {
        hello();
        return promise;
      });
    }
  }

  /** An encoded TabMessage. */
  send(bytes: Uint8Array): void {
    this.unanswered_.sent(bytes);
    if (this.epoch_ !== '') this.post({ kind: 'message', tab: this.tab_, bytes });
  }

  /** Resolves when the replica has everything that was sent, and has stored it. */
  settled(): Promise<void> {
    if (this.unanswered_.is_settled) return Promise.resolve();
    return new Promise((resolve) => void this.settling_.push(resolve));
  }

  close(): void {
    this.post({ kind: 'bye', tab: this.tab_ });
    this.let_go_();
    for (const channel of [...this.from_, this.to_replica_]) channel.close();
  }

  private receive(data: unknown): void {
    const message = read_to_tab(data);
    if (message === undefined || !this.alive_) return;
    if (message.kind === 'message') {
      if (message.epoch !== this.epoch_) return;
      this.unanswered_.answered(message.bytes);
      if (this.unanswered_.is_settled) for (const resolve of this.settling_.splice(0)) resolve();
      this.heard_(message.bytes);
      return;
    }
    if (message.epoch === this.epoch_) return;
    this.epoch_ = message.epoch;
    for (const bytes of this.unanswered_.again()) this.post({ kind: 'message', tab: this.tab_, bytes });
  }

  private post(message: ToReplica): void {
    this.to_replica_.postMessage(message);
  }
}
