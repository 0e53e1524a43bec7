// The requests for versions of one design. What comes is looked at before it is believed; a failure is a value.
import type { Version, VersionPage, VersionWish } from './generated/api_types.ts';

/**
 * `offline`: nobody answered. `absent`: the cloud has no such thing, or gives no right to it. `denied`: one may look, and
 * no more. `damaged`: it was there, and is not to be had any more.
 */
export type Failure = 'offline' | 'absent' | 'denied' | 'damaged' | 'too_long' | 'refused';
export type Answered<Value> = { ok: true; value: Value } | { ok: false; why: Failure };

export interface VersionsPort {
  /** Those before `before`, newest first; without it from the newest on. */
  list: (before?: number) => Promise<Answered<VersionPage>>;
  /** The design as the cloud has it now. */
  save: (wish: VersionWish) => Promise<Answered<Version>>;
  rename: (seq: number, name: string, by: string) => Promise<Answered<Version>>;
  /** The state as canonical JSON. */
  checkpoint: (seq: number) => Promise<Answered<Uint8Array<ArrayBuffer>>>;
  /** A JPEG. */
  preview: (seq: number) => Promise<Answered<Blob>>;
}

interface Wish {
  method?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

const patience_ms = 30_000;
const failures: Readonly<Record<number, Failure>> = { 403: 'denied', 404: 'absent', 410: 'damaged', 413: 'too_long' };

export function versions_api(document: string, capability: string): VersionsPort {
  const base = `/api/v1/documents/${document}/versions`;
  const right: Record<string, string> = capability === '' ? {} : { 'X-Flashkit-Capability': capability };

  const ask = async <Value>(path: string, wish: Wish, read: (answer: Response) => Promise<Value | undefined>): Promise<Answered<Value>> => {
    try {
      const answer = await fetch(base + path, { ...wish, headers: { ...right, ...wish.headers }, credentials: 'same-origin', signal: AbortSignal.timeout(patience_ms) });
      if (!answer.ok) return { ok: false, why: failures[answer.status] ?? 'refused' };
      const value = await read(answer);
      return value === undefined ? { ok: false, why: 'refused' } : { ok: true, value };
    } catch {
      return { ok: false, why: 'offline' };
    }
  };
  const send = (path: string, method: string, body: VersionWish): Promise<Answered<Version>> =>
    ask(path, { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }, async (answer) => as_version(await answer.json()));

  return {
    list: (before) => ask(before === undefined ? '' : `?before=${before}`, {}, async (answer) => as_page(await answer.json())),
    save: (wish) => send('', 'POST', wish),
    rename: (seq, name, by) => send(`/${seq}`, 'PUT', { name, by }),
    checkpoint: (seq) => ask(`/${seq}/checkpoint`, {}, async (answer) => new Uint8Array(await answer.arrayBuffer())),
    preview: (seq) => ask(`/${seq}/preview.jpg`, {}, (answer) => answer.blob()),
  };
}

export function as_version(value: unknown): Version | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('seq' in value && 'at' in value && 'saved' in value && 'name' in value && 'by' in value && 'preview' in value)) return undefined;
  const { seq, at, saved, name, by, preview } = value;
  const fits = typeof seq === 'number' && typeof at === 'number' && typeof saved === 'boolean' && typeof name === 'string' && typeof by === 'string' && typeof preview === 'boolean';
  return fits ? { seq, at, saved, name, by, preview } : undefined;
}

export function as_page(value: unknown): VersionPage | undefined {
  if (typeof value !== 'object' || value === null || !('versions' in value) || !('complete' in value)) return undefined;
  if (!Array.isArray(value.versions) || typeof value.complete !== 'boolean') return undefined;
  const versions = value.versions.map(as_version).filter((each) => each !== undefined);
  return { versions, complete: value.complete };
}
