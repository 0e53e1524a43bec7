// The few requests that are not frames: checkpoints and assets.

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

/** `later`: no network or a busy server. `never`: the server refuses these bytes. */
export async function upload_blob(sha: string, bytes: Uint8Array<ArrayBuffer>): Promise<'done' | 'later' | 'never'> {
  const answer = await ask(`/api/v1/blobs/${sha}`, { method: 'PUT', body: new Blob([bytes]) });
  if (answer === undefined) return 'later';
  if (answer.ok) return 'done';
  return [400, 413, 415, 422].includes(answer.status) ? 'never' : 'later';
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
