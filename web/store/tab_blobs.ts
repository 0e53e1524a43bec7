// Assets that the device could not keep: in the memory of this tab until the cloud has them, or there is room after all.
import type { BlobStore, Sha256 } from './blobs.ts';
import { MemoryBlobs } from './blobs.ts';
import { is_full } from './database.ts';
import type { UploadPlace } from './port.ts';

export class TabBlobs {
  private readonly device_: BlobStore;
  private readonly device_changed_: () => void;
  private readonly memory_ = new MemoryBlobs();
  private readonly places_ = new Map<Sha256, UploadPlace>();

  /** `device_changed` is called when what the device has waiting is other than before. */
  constructor(device: BlobStore, device_changed: () => void) {
    this.device_ = device;
    this.device_changed_ = device_changed;
  }

  /** Where the bytes are now. */
  async put(sha: Sha256, bytes: Uint8Array<ArrayBuffer>): Promise<UploadPlace> {
    const place = await this.try_device(sha, bytes);
    this.device_changed_();
    if (place !== 'device') {
      this.places_.set(sha, place);
      await this.memory_.put(sha, bytes, true);
    }
    return place;
  }

  place(sha: Sha256): UploadPlace {
    return this.places_.get(sha) ?? 'tab';
  }

  get(sha: Sha256): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return this.memory_.get(sha);
  }

  /** What only this tab has. It goes to the device where that takes it by now. */
  async waiting(): Promise<Sha256[]> {
    for (const sha of await this.memory_.waiting()) {
      const bytes = await this.memory_.get(sha);
      if (bytes !== undefined && (await this.try_device(sha, bytes)) === 'device') {
        await this.forget(sha);
        this.device_changed_();
      }
    }
    return this.memory_.waiting();
  }

  async arrived(sha: Sha256): Promise<void> {
    // The device may have got as far as marking it.
    await this.device_.arrived(sha);
    await this.forget(sha);
    this.device_changed_();
  }

  private async try_device(sha: Sha256, bytes: Uint8Array<ArrayBuffer>): Promise<UploadPlace> {
    if (!this.device_.durable) return 'tab';
    try {
      await this.device_.put(sha, bytes, true);
      return 'device';
    } catch (error) {
      return is_full(error) ? 'no_room' : 'tab';
    }
  }

  private async forget(sha: Sha256): Promise<void> {
    this.places_.delete(sha);
    await this.memory_.arrived(sha);
  }
}
