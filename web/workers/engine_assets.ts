// What an open design needs from outside: font files and pictures, from this device when they are here.
import { fetch_blob } from '../net/api.ts';
import type { BlobStore } from '../store/blobs.ts';
import { is_sha256, MemoryBlobs, sha256_of } from '../store/blobs.ts';

const k_patience_ms = 30_000;
/** Where there is a copy from before to go on with. */
const k_short_patience_ms = 2_000;

/** The catalogue of fonts; over a line that hangs, the copy that the app kept. Empty when it can not be had. */
export async function font_catalog(): Promise<string> {
  const address = '/fonts/fonts.json';
  const fetched = get(address).then((blob) => blob?.text());
  const soon = await Promise.race([fetched, new Promise<undefined>((resolve) => setTimeout(resolve, k_short_patience_ms))]);
  return soon ?? (await kept_copy(address)) ?? (await fetched) ?? '';
}

async function kept_copy(address: string): Promise<string | undefined> {
  try {
    return await (await caches.match(address))?.text();
  } catch {
    return undefined;
  }
}

export class EngineAssets {
  /** Assets that this tab was given and the device could not keep. */
  private readonly given_ = new MemoryBlobs();
  private readonly blobs_: Promise<BlobStore>;

  constructor(blobs: Promise<BlobStore>) {
    this.blobs_ = blobs;
  }

  give(sha: string, bytes: Uint8Array<ArrayBuffer>): void {
    if (is_sha256(sha)) void this.given_.put(sha, bytes, false);
  }

  /** Empty when it can not be had. */
  async font(file: string): Promise<Uint8Array> {
    const bytes = await get(`/fonts/${file}`);
    return bytes === undefined ? new Uint8Array() : new Uint8Array(await bytes.arrayBuffer());
  }

  async picture(source: string): Promise<Blob | undefined> {
    if (source.startsWith('blob:')) return this.asset(source.slice(5));
    if (source.startsWith('data:')) return read_data_url(source);
    return is_of_this_site(source, self.location.href) ? get(source) : undefined;
  }

  /** Whether a picture that can not be had now may be had later. */
  may_come(source: string): boolean {
    if (source.startsWith('blob:')) return is_sha256(source.slice(5));
    return !source.startsWith('data:') && is_of_this_site(source, self.location.href);
  }

  private async asset(sha: string): Promise<Blob | undefined> {
    if (!is_sha256(sha)) return undefined;
    const blobs = await this.blobs_;
    const here = (await this.given_.get(sha)) ?? (await blobs.get(sha));
    if (here !== undefined) return new Blob([here]);
    const bytes = await fetch_blob(sha);
    if (bytes === undefined || (await sha256_of(bytes)) !== sha) return undefined;
    // For the next time without a network; if there is no room it is simply fetched again.
    void blobs.put(sha, bytes, false).catch(() => undefined);
    return new Blob([bytes]);
  }
}

/** The security policy lets nothing be fetched from anywhere else. */
export function is_of_this_site(source: string, page: string): boolean {
  try {
    const address = new URL(source, page);
    return /^https?:$/.test(address.protocol) && address.origin === new URL(page).origin;
  } catch {
    return false;
  }
}

async function get(address: string): Promise<Blob | undefined> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(k_patience_ms) });
    return answer.ok ? await answer.blob() : undefined;
  } catch {
    return undefined;
  }
}

/** A data URL's content; the security policy does not let `fetch` read them. */
export function read_data_url(source: string): Blob | undefined {
  const comma = source.indexOf(',');
  if (comma < 0) return undefined;
  const [type = '', ...parameters] = source.slice(5, comma).split(';');
  const body = source.slice(comma + 1);
  try {
    if (!parameters.some((parameter) => parameter.trim().toLowerCase() === 'base64')) return new Blob([percent_decode(body)], { type });
    const binary = atob(decodeURIComponent(body).replace(/\s+/g, ''));
    return new Blob([Uint8Array.from(binary, (letter) => letter.charCodeAt(0))], { type });
  } catch {
    return undefined;
  }
}

// Unlike decodeURIComponent this lets through a lone "%" and bytes that are no UTF-8.
function percent_decode(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(text);
  const out: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const hex = bytes[i] === 0x25 ? /^%[0-9a-f]{2}$/i.exec(String.fromCharCode(...bytes.subarray(i, i + 3))) : null;
    if (hex === null) out.push(bytes[i] ?? 0);
    else {
      out.push(Number.parseInt(hex[0].slice(1), 16));
      i += 2;
    }
  }
  return Uint8Array.from(out);
}
