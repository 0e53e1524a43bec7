// Assets by their content, as files of the origin's private file system: `files/<sha256>`, and `waiting/<sha256>` (empty) for
// what the cloud does not have yet. A file is believed only when its bytes hash to its name, so a torn write is no file.

export type Sha256 = string & { readonly __sha256: unique symbol };

export function is_sha256(text: string): text is Sha256 {
  return /^[0-9a-f]{64}$/.test(text);
}

export async function sha256_of(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const text = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (!is_sha256(text)) throw new Error('a digest has 64 digits');
  return text;
}

export interface BlobStore {
  readonly durable: boolean;
  /** Keeps the bytes; with `waiting` they are also queued for the cloud. */
  put(sha: Sha256, bytes: Uint8Array<ArrayBuffer>, waiting: boolean): Promise<void>;
  get(sha: Sha256): Promise<Uint8Array<ArrayBuffer> | undefined>;
  waiting(): Promise<Sha256[]>;
  /** The cloud has it now. */
  arrived(sha: Sha256): Promise<void>;
}

export class MemoryBlobs implements BlobStore {
  readonly durable = false;
  private readonly files_ = new Map<Sha256, Uint8Array<ArrayBuffer>>();
  private readonly waiting_ = new Set<Sha256>();

  put(sha: Sha256, bytes: Uint8Array<ArrayBuffer>, waiting: boolean): Promise<void> {
    this.files_.set(sha, bytes);
    if (waiting) this.waiting_.add(sha);
    return Promise.resolve();
  }
  get(sha: Sha256): Promise<Uint8Array<ArrayBuffer> | undefined> {
    return Promise.resolve(this.files_.get(sha));
  }
  waiting(): Promise<Sha256[]> {
    return Promise.resolve([...this.waiting_]);
  }
  /** Whoever shows it has a copy of its own. */
  arrived(sha: Sha256): Promise<void> {
    this.waiting_.delete(sha);
    this.files_.delete(sha);
    return Promise.resolve();
  }
}

export class FileBlobs implements BlobStore {
  readonly durable = true;
  private readonly files_: FileSystemDirectoryHandle;
  private readonly waiting_: FileSystemDirectoryHandle;

  private constructor(files: FileSystemDirectoryHandle, waiting: FileSystemDirectoryHandle) {
    this.files_ = files;
    this.waiting_ = waiting;
  }

  /** Only in a worker can it write. Throws where there is no private file system. */
  static async open(): Promise<FileBlobs> {
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle('flashkit-blobs', { create: true });
    const files = await root.getDirectoryHandle('files', { create: true });
    return new FileBlobs(files, await root.getDirectoryHandle('waiting', { create: true }));
  }

  async put(sha: Sha256, bytes: Uint8Array<ArrayBuffer>, waiting: boolean): Promise<void> {
    // The mark first: bytes without it would never be sent, a mark without bytes is seen and said.
    if (waiting) await this.waiting_.getFileHandle(sha, { create: true });
    if ((await this.get(sha)) !== undefined) return;
    try {
      await this.write(await this.files_.getFileHandle(sha, { create: true }), bytes);
    } catch (error) {
      // A piece of a file only takes room.
      await this.files_.removeEntry(sha).catch(() => undefined);
      throw error;
    }
  }

  private async write(file: FileSystemFileHandle, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const access = await file.createSyncAccessHandle();
    try {
      access.truncate(0);
      if (access.write(bytes) !== bytes.length) throw new Error('no space for the whole file');
      access.flush();
    } finally {
      access.close();
    }
  }

  async get(sha: Sha256): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const file = await (await this.files_.getFileHandle(sha)).getFile();
      const bytes = new Uint8Array(await file.arrayBuffer());
      return (await sha256_of(bytes)) === sha ? bytes : undefined;
    } catch {
      return undefined;
    }
  }

  async waiting(): Promise<Sha256[]> {
    const names: Sha256[] = [];
    for await (const name of this.waiting_.keys()) if (is_sha256(name)) names.push(name);
    return names;
  }

  async arrived(sha: Sha256): Promise<void> {
    await this.waiting_.removeEntry(sha).catch(() => undefined);
  }
}

/** Files where the browser lets us keep them, else memory. */
export async function open_blobs(): Promise<BlobStore> {
  try {
    return await FileBlobs.open();
  } catch {
    return new MemoryBlobs();
  }
}
