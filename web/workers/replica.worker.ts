// The worker that may become the replica of this browser profile. It waits for the lock; whoever holds it owns the database,
// the connection and the outbox. Whether or not it is the one, it keeps assets for its own tab.
import { EngineKind, load_engine } from '../engine/module.ts';
import { add_to_upload, begin_upload, fetch_checkpoint } from '../net/api.ts';
import { put_directly } from '../net/direct_put.ts';
import { LiveSocket } from '../net/live_socket.ts';
import type { BlobStore } from '../store/blobs.ts';
import { open_blobs, sha256_of } from '../store/blobs.ts';
import type { Profile } from '../store/link.ts';
import { replica_lock } from '../store/link.ts';
import { open_database } from '../store/open_database.ts';
import { read_to_replica_worker, upload_progress_channel, type FromReplicaWorker, type StartReplica } from './messages.ts';
import { ReplicaHost } from './replica_host.ts';
import { Tabs } from './tabs.ts';
import { Uploads } from './uploads.ts';

const post = (message: FromReplicaWorker): void => self.postMessage(message);

async function serve(start: StartReplica, profile: Profile, blobs: BlobStore): Promise<void> {
  const [{ database, refused }, engine] = await Promise.all([open_database(), load_engine(start.script, { url: start.wasm })]);
  const progress = new BroadcastChannel(upload_progress_channel(profile));
  const line = { begin: begin_upload, put: put_directly, add: add_to_upload, now: () => performance.now() };
  const uploads = new Uploads(blobs, line, (news) => progress.postMessage(news));
  progress.onmessage = () => uploads.say();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const socket = new LiveSocket(self.location.origin, {
    connected: (attempt) => {
      host.input({ case: 'connected', value: { attempt } });
      uploads.nudge();
    },
    frame: (attempt, frame) => host.input({ case: 'serverFrame', value: { attempt, frame } }),
    disconnected: (attempt, goingAway) => host.input({ case: 'disconnected', value: { attempt, goingAway } }),
  });
  const host = new ReplicaHost(engine.create(EngineKind.replica), {
    execute: (statements) => database.execute(statements),
    send_to_tab: (tab, message) => tabs.send(tab, message),
    connect: (attempt) => socket.connect(attempt),
    send_to_server: (attempt, frame) => socket.send(attempt, Uint8Array.from(frame)),
    disconnect: (attempt) => socket.disconnect(attempt),
    fetch_checkpoint,
    set_timer: (at_ms, wake) => {
      clearTimeout(timer);
      timer = setTimeout(wake, Math.max(0, at_ms - performance.now()));
    },
    now: () => performance.now(),
    wall: () => Date.now(),
    random: () => crypto.getRandomValues(new Uint8Array(16)),
  });
  const tabs = new Tabs(profile, {
    message: (tab, message) => host.input({ case: 'tabMessage', value: { tab, message } }),
    closed: (tab) => host.input({ case: 'tabClosed', value: { tab } }),
  });
  host.input({ case: 'started', value: { build: start.build, memoryOnly: refused !== undefined } });
  self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const said = read_to_replica_worker(data);
    if (said?.kind !== 'network') return;
    host.input({ case: 'networkHint', value: { online: said.online } });
    if (said.online) uploads.nudge();
  });
  new BroadcastChannel(`${profile.name}-uploads`).onmessage = () => uploads.nudge();
  uploads.nudge();
  post({ kind: 'serving', refused });
}

async function start(message: StartReplica): Promise<void> {
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  const profile: Profile = { name: message.profile, locks: message.alone ? undefined : locks };
  const opening = open_blobs();
  const uploads = new BroadcastChannel(`${profile.name}-uploads`);
  self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const said = read_to_replica_worker(data);
    if (said?.kind !== 'put') return;
    void opening.then((blobs) => put(blobs, said.id, said.bytes)).then(() => uploads.postMessage('new'));
  });
  const blobs = await opening;
  post({ kind: 'ready', durable: blobs.durable });
  const forever = new Promise<never>(() => undefined);
  const run = (): Promise<never> => serve(message, profile, blobs).then(() => forever);
  try {
    await (profile.locks === undefined ? run() : profile.locks.request(replica_lock(profile), run));
  } catch (error) {
    post({ kind: 'failed', text: error instanceof Error ? error.message : String(error) });
  }
}

async function put(blobs: BlobStore, id: number, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  try {
    const sha = await sha256_of(bytes);
    await blobs.put(sha, bytes, true);
    post({ kind: 'kept', id, sha, text: '' });
  } catch (error) {
    post({ kind: 'kept', id, sha: '', text: error instanceof Error ? error.message : String(error) });
  }
}

self.addEventListener(
  'message',
  ({ data }: MessageEvent<unknown>) => {
    const said = read_to_replica_worker(data);
    if (said?.kind === 'start') void start(said);
  },
  { once: true },
);
