// What the app gets of this device: the replica of the profile, a maker of engines, the font families.
import engine_script from 'flashkit-engine/engine.js?url';
import engine_wasm from 'flashkit-engine/engine.wasm?url';
import type { EngineClient } from '../engine/port.ts';
import type { Profile } from '../store/link.ts';
import type { ReplicaClient } from '../store/port.ts';
import { read_families, usual_faces } from './device_families.ts';
import engine_worker from './engine.worker.ts?worker_file';
import { WorkerEngine } from './engine_client.ts';
import type { ToReplicaWorker } from './messages.ts';
import { keep_app } from './register_service_worker.ts';
import { WorkerReplica } from './replica_client.ts';
import replica_worker from './replica.worker.ts?worker_file';

export interface Device {
  readonly replica: ReplicaClient;
  make_engine(): EngineClient;
  families(): Promise<readonly string[]>;
  keep_family(name: string): Promise<void>;
  /** Hears of a newer version of the app; what it is given loads the page again as that version. */
  on_new_version(listener: (take: () => void) => void): void;
}

export function start_device(mac: boolean): Device {
  const locks = 'locks' in navigator && !is_storage_denied() ? navigator.locks : undefined;
  const alone = locks === undefined;
  const profile: Profile = { name: alone ? `flashkit-${crypto.randomUUID()}` : 'flashkit', locks };
  const common = { profile: profile.name, alone, script: absolute(engine_script), wasm: absolute(engine_wasm) };
  const engines = new Set<WorkerEngine>();
  const given = new Map<string, Uint8Array<ArrayBuffer>>();

  const holder = new Worker(replica_worker, { type: 'module', name: 'replica' });
  const replica = new WorkerReplica(holder, { kind: 'start', ...common, build: 'web' }, profile, (sha, bytes) => {
    given.set(sha, bytes);
    for (const engine of engines) engine.give(sha, bytes);
  });
  // Not every browser tells a worker.
  const tell_network = (online: boolean): void => {
    const news: ToReplicaWorker = { kind: 'network', online };
    holder.postMessage(news);
    if (online) for (const engine of engines) engine.network_is_back();
  };
  window.addEventListener('online', () => tell_network(true));
  window.addEventListener('offline', () => tell_network(false));

  const make_engine = (): EngineClient => {
    const worker = new Worker(engine_worker, { type: 'module', name: 'engine' });
    const engine = new WorkerEngine(worker, { kind: 'start', ...common, platform: mac ? 'mac' : 'other' }, () => engines.delete(engine));
    engines.add(engine);
    for (const [sha, bytes] of given) engine.give(sha, bytes);
    return engine;
  };
  return { replica, make_engine, families, keep_family, on_new_version: keep_app };
}

// Where a person lets a site keep nothing, locks are denied with the rest, and merely looking at storage throws.
function is_storage_denied(): boolean {
  try {
    return typeof window.localStorage !== 'object';
  } catch {
    return true;
  }
}

const absolute = (address: string): string => new URL(address, window.location.href).href;

async function catalog(): Promise<unknown> {
  try {
    const answer = await fetch('/fonts/fonts.json');
    const read: unknown = answer.ok ? await answer.json() : undefined;
    return read;
  } catch {
    return undefined;
  }
}

const families = async (): Promise<readonly string[]> => read_families(await catalog());

const kept_families = new Set<string>();

// Into the browser's cache, one after the other and behind everything else.
async function keep_family(name: string): Promise<void> {
  if (kept_families.has(name)) return;
  kept_families.add(name);
  try {
    for (const file of usual_faces(await catalog(), name)) await (await fetch(`/fonts/${file}`, { priority: 'low' })).arrayBuffer();
  } catch {
    kept_families.delete(name);
  }
}
