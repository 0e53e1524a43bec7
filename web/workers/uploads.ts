// The queue of assets that the cloud does not have yet: one at a time, in pieces, apart from all other traffic. It asks before
// it sends, goes on where a cut left off, tries again after a while, and says how far it is. docs/protocol.md, part "Assets".
import type { UploadAnswer } from '../net/api.ts';
import type { UploadProgress } from '../store/port.ts';
import type { BlobStore, Sha256 } from '../store/blobs.ts';

export interface UploadLine {
  look(sha: string): Promise<UploadAnswer>;
  add(sha: string, offset: number, size: number, piece: Uint8Array<ArrayBuffer>): Promise<UploadAnswer>;
  now(): number;
}

const k_first_pause_ms = 1_000;
const k_longest_pause_ms = 60_000;
const k_least_piece = 64 * 1024;
const k_first_piece = 256 * 1024;
const k_largest_piece = 4 * 1024 * 1024;
const k_fast_ms = 2_000;

type Outcome = 'done' | 'later' | 'never';

export class Uploads {
  private readonly blobs_: BlobStore;
  private readonly line_: UploadLine;
  private readonly tell_: (progress: UploadProgress[]) => void;
  private readonly progress_ = new Map<Sha256, UploadProgress>();
  /** Refused for good; tried again when the worker starts anew. */
  private readonly refused_ = new Set<Sha256>();
  private running_ = false;
  private again_ = false;
  private piece_ = k_first_piece;
  private pause_ms_ = k_first_pause_ms;
  private timer_: ReturnType<typeof setTimeout> | undefined;

  constructor(blobs: BlobStore, line: UploadLine, tell: (progress: UploadProgress[]) => void) {
    this.blobs_ = blobs;
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

  private async run(): Promise<void> {
    this.running_ = true;
    clearTimeout(this.timer_);
    this.again_ = false;
    const waiting = (await this.blobs_.waiting()).filter((sha) => !this.refused_.has(sha));
    for (const sha of waiting) if (!this.progress_.has(sha)) this.progress_.set(sha, { sha, sent: 0, size: 0, trouble: '', refused: false });
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
    // A mark without bytes: they were never kept whole, so nobody has this asset.
    const outcome = bytes === undefined ? 'done' : await this.send(sha, bytes);
    if (outcome === 'later') return false;
    if (outcome === 'never') this.refused_.add(sha);
    else {
      await this.blobs_.arrived(sha);
      this.progress_.delete(sha);
    }
    this.say();
    return true;
  }

  private async send(sha: Sha256, bytes: Uint8Array<ArrayBuffer>): Promise<Outcome> {
    let answer = await this.line_.look(sha);
    for (let damaged = 0; ; ) {
      if ('refused' in answer) {
        // Once more from the first byte: another device may have sent the piece that spoilt it.
        if (answer.refused === 'damaged' && damaged++ === 0) answer = { offset: 0, done: false };
        else return this.refused(sha, bytes.length, answer.refused === 'later' ? 'later' : 'never', answer.text);
      } else if (answer.done) {
        return 'done';
      }
      const from = Math.min(answer.offset, bytes.length);
      this.progress_.set(sha, { sha, sent: from, size: bytes.length, trouble: '', refused: false });
      this.say();
      answer = await this.send_piece(sha, bytes, from);
    }
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
    this.progress_.set(sha, { sha, sent, size, trouble: text, refused: outcome === 'never' });
    this.say();
    return outcome;
  }
}
