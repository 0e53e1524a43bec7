// The queue of assets that the cloud does not have yet: one at a time, apart from all other traffic. It asks before it sends;
// where the server has a way for that, an asset goes straight to its store, else in pieces. It goes on where a cut left off,
// tries again after a while, and says how far it is. docs/protocol.md, part "Assets".
import type { UploadAnswer } from '../net/api.ts';
import type { DirectOutcome } from '../net/direct_put.ts';
import type { DirectRequest } from '../net/generated/api_types.ts';
import type { UploadPlace, UploadProgress } from '../store/port.ts';
import type { BlobStore, Sha256 } from '../store/blobs.ts';

export interface UploadLine {
  ask(sha: string): Promise<UploadAnswer>;
  begin(sha: string, size: number): Promise<UploadAnswer>;
  put(request: DirectRequest, bytes: Uint8Array<ArrayBuffer>, progress: (sent: number) => void): Promise<DirectOutcome>;
  add(sha: string, offset: number, size: number, piece: Uint8Array<ArrayBuffer>): Promise<UploadAnswer>;
  now(): number;
}

const k_first_pause_ms = 1_000;
const k_longest_pause_ms = 60_000;
const k_least_piece = 64 * 1024;
const k_first_piece = 256 * 1024;
const k_largest_piece = 4 * 1024 * 1024;
const k_fast_ms = 2_000;
/** Of one asset at a time, the second with a fresh request; then it goes in pieces. */
const k_direct_tries = 2;
/** Failures in a row, of whatever assets, after which this device does not reach the store. */
const k_direct_patience = 3;

type Outcome = 'done' | 'later' | 'never' | 'lost';

/** Where the bytes come from. */
export type UploadSource = Pick<BlobStore, 'get' | 'waiting' | 'arrived'>;

export class Uploads {
  private readonly blobs_: UploadSource;
  private readonly place_: (sha: Sha256) => UploadPlace;
  private readonly line_: UploadLine;
  private readonly tell_: (progress: UploadProgress[]) => void;
  private readonly progress_ = new Map<Sha256, UploadProgress>();
  /** Refused for good; tried again when the worker starts anew. */
  private readonly refused_ = new Set<Sha256>();
  private running_ = false;
  private again_ = false;
  private piece_ = k_first_piece;
  private direct_failures_ = 0;
  private pause_ms_ = k_first_pause_ms;
  private timer_: ReturnType<typeof setTimeout> | undefined;

  constructor(blobs: UploadSource, line: UploadLine, tell: (progress: UploadProgress[]) => void, place: (sha: Sha256) => UploadPlace = () => 'device') {
    this.blobs_ = blobs;
    this.place_ = place;
    this.line_ = line;
    this.tell_ = tell;
  }

  /** Something is new, or the network is back. */
  nudge(): void {
    this.pause_ms_ = k_first_pause_ms;
    if (this.running_) this.again_ = true;
    else void this.run();
  }

  /** What is on its way, for who asks. */
  say(): void {
    this.tell_([...this.progress_.values()]);
  }

  /** What nobody has is not asked for any more. */
  async forget(sha: Sha256): Promise<void> {
    await this.blobs_.arrived(sha);
    this.progress_.delete(sha);
    this.say();
  }

  private async run(): Promise<void> {
    this.running_ = true;
    clearTimeout(this.timer_);
    this.again_ = false;
    const all = await this.blobs_.waiting();
    for (const sha of [...this.progress_.keys()]) if (!all.includes(sha)) this.progress_.delete(sha);
    const waiting = all.filter((sha) => !this.refused_.has(sha));
    for (const sha of waiting) if (!this.progress_.has(sha)) this.note(sha, {});
    this.say();
    let later = 0;
    for (const sha of waiting) if (!(await this.upload(sha))) later++;
    this.running_ = false;
    if (this.asked_again()) void this.run();
    else if (later > 0) {
      this.timer_ = setTimeout(() => void this.run(), this.pause_ms_);
      this.pause_ms_ = Math.min(k_longest_pause_ms, this.pause_ms_ * 2);
    }
  }

  private asked_again(): boolean {
    return this.again_;
  }

  /** False: try later. */
  private async upload(sha: Sha256): Promise<boolean> {
    const bytes = await this.blobs_.get(sha);
    const outcome = bytes === undefined ? await this.look_for(sha) : await this.send(sha, bytes);
    if (outcome === 'later') return false;
    if (outcome === 'never') this.refused_.add(sha);
    else if (outcome === 'done') {
      await this.blobs_.arrived(sha);
      this.progress_.delete(sha);
    }
    this.say();
    return true;
  }

  // A mark without bytes: another tab may have them in its memory, another device may have sent them; else they are lost.
  private async look_for(sha: Sha256): Promise<Outcome> {
    const answer = await this.line_.ask(sha);
    if ('refused' in answer) return 'later';
    if (answer.done) return 'done';
    this.note(sha, { place: 'nowhere' });
    return 'lost';
  }

  private async send(sha: Sha256, bytes: Uint8Array<ArrayBuffer>): Promise<Outcome> {
    let answer = await this.begin(sha, bytes);
    for (let damaged = 0; ; ) {
      if ('refused' in answer) {
        // Once more from the first byte: another device may have sent the piece that spoilt it.
        if (answer.refused === 'damaged' && damaged++ === 0) answer = { offset: 0, done: false };
        else return this.refused(sha, bytes.length, answer.refused === 'later' ? 'later' : 'never', answer.text);
      } else if (answer.done) {
        return 'done';
      }
      const from = Math.min(answer.offset, bytes.length);
      this.reached(sha, from, bytes.length);
      answer = await this.send_piece(sha, bytes, from);
    }
  }

  /** How far it is, after the way past the server was tried where there is one. */
  private async begin(sha: Sha256, bytes: Uint8Array<ArrayBuffer>): Promise<UploadAnswer> {
    for (let tries = this.direct_failures_ < k_direct_patience ? k_direct_tries : 0; ; ) {
      const answer = await this.line_.begin(sha, bytes.length);
      if ('refused' in answer || answer.done || answer.put === undefined || tries === 0) return answer;
      this.reached(sha, 0, bytes.length);
      const outcome = await this.line_.put(answer.put, bytes, (sent) => this.reached(sha, sent, bytes.length));
      this.direct_failures_ = outcome === 'arrived' ? 0 : this.direct_failures_ + 1;
      // What was cut is better gone on with in pieces. In any case the server is asked again: it may have arrived.
      tries = outcome === 'failed' ? 0 : tries - 1;
    }
  }

  private reached(sha: Sha256, sent: number, size: number): void {
    this.note(sha, { sent, size });
    this.say();
  }

  private note(sha: Sha256, progress: Partial<UploadProgress>): void {
    this.progress_.set(sha, { sha, sent: 0, size: 0, trouble: '', refused: false, place: this.place_(sha), ...progress });
  }

  private async send_piece(sha: Sha256, bytes: Uint8Array<ArrayBuffer>, from: number): Promise<UploadAnswer> {
    const began = this.line_.now();
    const answer = await this.line_.add(sha, from, bytes.length, bytes.subarray(from, from + this.piece_));
    if ('refused' in answer) this.piece_ = Math.max(k_least_piece, this.piece_ / 2);
    else if (this.line_.now() - began < k_fast_ms) this.piece_ = Math.min(k_largest_piece, this.piece_ * 2);
    return answer;
  }

  private refused(sha: Sha256, size: number, outcome: Outcome, text: string): Outcome {
    const sent = this.progress_.get(sha)?.sent ?? 0;
    this.note(sha, { sent, size, trouble: text, refused: outcome === 'never' });
    this.say();
    return outcome;
  }
}
