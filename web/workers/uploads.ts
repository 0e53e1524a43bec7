// The queue of assets that the cloud does not have yet: one at a time, again after a while, apart from all other traffic.
import { upload_blob } from '../net/api.ts';
import type { BlobStore, Sha256 } from '../store/blobs.ts';

const k_first_pause_ms = 1_000;
const k_longest_pause_ms = 60_000;

export class Uploads {
  private readonly blobs_: BlobStore;
  private running_ = false;
  private again_ = false;
  private pause_ms_ = k_first_pause_ms;
  private timer_: ReturnType<typeof setTimeout> | undefined;

  constructor(blobs: BlobStore) {
    this.blobs_ = blobs;
  }

  /** Something is new, or the network is back. */
  nudge(): void {
    this.pause_ms_ = k_first_pause_ms;
    if (this.running_) this.again_ = true;
    else void this.run();
  }

  private async run(): Promise<void> {
    this.running_ = true;
    clearTimeout(this.timer_);
    this.again_ = false;
    const waiting = await this.blobs_.waiting();
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
    const outcome = bytes === undefined ? 'never' : await upload_blob(sha, bytes);
    if (outcome === 'later') return false;
    await this.blobs_.arrived(sha);
    return true;
  }
}
