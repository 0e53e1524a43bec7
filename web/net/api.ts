// The few requests that are not frames: checkpoints and assets.
import type { DirectHeader, DirectRequest, UploadStart } from './generated/api_types.ts';

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const k_patience_ms = 60_000;

export interface CheckpointAddress {
  readonly document: Uint8Array;
  readonly seq: bigint;
  readonly capability: Uint8Array;
}

/** Canonical JSON, or undefined when it can not be had now. */
export async function fetch_checkpoint({ document, seq, capability }: CheckpointAddress): Promise<Uint8Array | undefined> {
  const headers = capability.length > 0 ? { 'X-Flashkit-Capability': hex(capability) } : undefined;
  const answer = await ask(`/api/v1/documents/${hex(document)}/checkpoints/${seq}`, headers === undefined ? {} : { headers });
  return answer?.ok === true ? read(answer) : undefined;
}

export async function fetch_blob(sha: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const answer = await ask(`/api/v1/blobs/${sha}`, {});
  return answer?.ok === true ? read(answer) : undefined;
}

/** `later`: no network or a busy server, with its words. `damaged`: not the bytes of that name. `never`: not to be had here. */
export type UploadAnswer = UploadStart | { readonly refused: 'later' | 'damaged' | 'never'; readonly text: string };

/** How far an upload is at the server; `done`: it has the blob, whoever brought it. With `put`, it may also go there at once. */
export async function begin_upload(sha: string, size: number): Promise<UploadAnswer> {
  const path = `/api/v1/uploads/${sha}`;
  const answer = await ask(`${path}?size=${size}`, { method: 'POST' });
  // A server that is older than this app only tells.
  return as_upload(answer?.status === 404 ? await ask(path, {}) : answer);
}

/** Whether the server has a blob, or how far an upload of it is. Nothing is begun. */
export async function ask_upload(sha: string): Promise<UploadAnswer> {
  return as_upload(await ask(`/api/v1/uploads/${sha}`, {}));
}

/** The next bytes of a blob of `size` bytes; an answer with another offset took nothing. */
export async function add_to_upload(sha: string, offset: number, size: number, piece: Uint8Array<ArrayBuffer>): Promise<UploadAnswer> {
  return as_upload(await ask(`/api/v1/uploads/${sha}?offset=${offset}&size=${size}`, { method: 'PATCH', body: new Blob([piece]) }));
}

async function as_upload(answer: Response | undefined): Promise<UploadAnswer> {
  if (answer === undefined) return { refused: 'later', text: '' };
  const said: unknown = await answer.json().catch(() => undefined);
  const fields = typeof said === 'object' && said !== null ? { ...said } : {};
  if (answer.ok || answer.status === 409) {
    const put = 'put' in fields ? as_direct(fields.put) : undefined;
    const done = 'done' in fields && fields.done === true;
    if ('offset' in fields && typeof fields.offset === 'number') return { offset: fields.offset, done, ...(put && { put }) };
    return { refused: 'later', text: '' };
  }
  const text = 'error' in fields && typeof fields.error === 'string' ? fields.error : '';
  if (answer.status === 422) return { refused: 'damaged', text };
  return { refused: [400, 413, 415].includes(answer.status) ? 'never' : 'later', text };
}

function as_direct(value: unknown): DirectRequest | undefined {
  if (typeof value !== 'object' || value === null || !('url' in value && 'headers' in value && 'valid_s' in value)) return undefined;
  const { url, headers, valid_s } = value;
  if (typeof url !== 'string' || typeof valid_s !== 'number' || !Array.isArray(headers) || !headers.every(is_header)) return undefined;
  return { url, headers, valid_s };
}

function is_header(value: unknown): value is DirectHeader {
  if (typeof value !== 'object' || value === null || !('name' in value && 'value' in value)) return false;
  return typeof value.name === 'string' && typeof value.value === 'string';
}

async function ask(path: string, init: RequestInit): Promise<Response | undefined> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', signal: AbortSignal.timeout(k_patience_ms) });
  } catch {
    return undefined;
  }
}

async function read(answer: Response): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await answer.arrayBuffer());
  } catch {
    return undefined;
  }
}
