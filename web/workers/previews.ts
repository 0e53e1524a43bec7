// A small JPEG of the first page for the home screen, made when nothing has changed for a while.
import { create, toBinary } from '@bufbuild/protobuf';
import { TabMessageSchema } from '../engine/generated/replica_pb.ts';
import type { TabRequest } from '../store/port.ts';
import type { ReplicaLink } from '../store/link.ts';

const k_settle_ms = 1_500;
const k_width = 480;
const k_quality = 0.82;

/** Numbers requests and sends them. */
export class TabRequests {
  private readonly link_: ReplicaLink;
  private number_ = 0n;

  constructor(link: ReplicaLink) {
    this.link_ = link;
  }

  send(kind: TabRequest): void {
    this.number_++;
    this.link_.send(toBinary(TabMessageSchema, create(TabMessageSchema, { number: this.number_, kind })));
  }
}

export class Previews {
  private readonly picture_: (width: number) => OffscreenCanvas | undefined;
  private readonly requests_: TabRequests;
  private document_: Uint8Array | undefined;
  private timer_: ReturnType<typeof setTimeout> | undefined;

  constructor(picture: (width: number) => OffscreenCanvas | undefined, requests: TabRequests) {
    this.picture_ = picture;
    this.requests_ = requests;
  }

  opened(document: Uint8Array): void {
    this.document_ = document;
  }

  closed(): void {
    clearTimeout(this.timer_);
    this.document_ = undefined;
  }

  changed(): void {
    clearTimeout(this.timer_);
    this.timer_ = setTimeout(() => void this.make(), k_settle_ms);
  }

  private async make(): Promise<void> {
    const document = this.document_;
    const canvas = document === undefined ? undefined : this.picture_(k_width);
    if (document === undefined || canvas === undefined) return;
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: k_quality });
    const preview = new Uint8Array(await blob.arrayBuffer());
    if (this.document_ === document) this.requests_.send({ case: 'changeRow', value: { document, preview } });
  }
}
