// The worker that may become the replica of this browser profile. It waits for the lock; whoever holds it owns the database,
// the connection and the outbox. Whether or not it is the one, it keeps assets for its own tab.
import { EngineKind, load_engine } from '../engine/module.ts';
import { add_to_upload, ask_upload, begin_upload, fetch_checkpoint } from '../net/api.ts';
import { put_directly } from '../net/direct_put.ts';
import { LiveSocket } from '../net/live_socket.ts';
import type { BlobStore } from '../store/blobs.ts';
import { is_sha256, MemoryBlobs, open_blobs, sha256_of } from '../store/blobs.ts';
import type { Profile } from '../store/link.ts';
import { replica_lock } from '../store/link.ts';
import { TooNewError } from '../store/database.ts';
import { open_database } from '../store/open_database.ts';
import { TabBlobs } from '../store/tab_blobs.ts';
import type { FromReplicaWorker, StartReplica } from './messages.ts';
import { read_forgotten_upload, read_to_replica_worker, upload_progress_channel, upload_wishes_channel } from './messages.ts';
import { ReplicaHost } from './replica_host.ts';
import { Tabs } from './tabs.ts';
import { Uploads } from './uploads.ts';

const post = (message: FromReplicaWorker): void => self.postMessage(message);
const line = { ask: ask_upload, begin: begin_upload, put: put_directly, add: add_to_upload, now: () => performance.now() };

async function serve(start: StartReplica, profile: Profile, blobs: BlobStore): Promise<void> {
  const [{ database, refused }, engine] = await Promise.all([open_database(), load_engine(start.script, { url: start.wasm })]);
  const progress = new BroadcastChannel(upload_progress_channel(profile));
  const wishes = new BroadcastChannel(upload_wishes_channel(profile));
  // Without a device to keep them on, each tab sends its own.
  const uploads = new Uploads(blobs.durable ? blobs : new MemoryBlobs(), line, (news) => progress.postMessage(news));
  progress.onmessage = () => uploads.say();
  wishes.onmessage = ({ data }) => {
    const forgotten = read_forgotten_upload(data);
    if (is_sha256(forgotten)) void uploads.forget(forgotten);
    else uploads.nudge();
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const socket = new LiveSocket(self.location.origin, {
    connected: (attempt) => {
      host.input({ case: 'connected', value: { attempt } });
      uploads.nudge();
      wishes.postMessage('connected');
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
  uploads.nudge();
  post({ kind: 'serving', refused });
}

async function start(message: StartReplica): Promise<void> {
  const locks = 'locks' in navigator ? navigator.locks : undefined;
  const profile: Profile = { name: message.profile, locks: message.alone ? undefined : locks };
  const opening = open_blobs();
  const keeping = opening.then((blobs) => keep_for_tab(profile, blobs));
  self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const said = read_to_replica_worker(data);
    if (said?.kind === 'put') void keeping.then((put) => put(said.id, said.bytes));
  });
  const blobs = await opening;
  const forever = new Promise<never>(() => undefined);
  const run = (): Promise<never> => serve(message, profile, blobs).then(() => forever);
  try {
    await (profile.locks === undefined ? run() : profile.locks.request(replica_lock(profile), run));
  } catch (error) {
    // The lock is free by now; the files are with the worker's end, so that another tab's can take over.
    post({ kind: 'failed', older: error instanceof TooNewError, text: error instanceof Error ? error.message : String(error) });
    self.close();
  }
}

// What the device can not keep stays in this worker's memory, and is sent from here.
function keep_for_tab(profile: Profile, blobs: BlobStore): (id: number, bytes: Uint8Array<ArrayBuffer>) => Promise<void> {
  const wishes = new BroadcastChannel(upload_wishes_channel(profile));
  const own = new TabBlobs(blobs, () => wishes.postMessage('new'));
  const uploads = new Uploads(own, line, (news) => post({ kind: 'uploads', uploads: news }), (sha) => own.place(sha));
  wishes.onmessage = () => uploads.nudge();
  return async (id, bytes) => {
    try {
      const sha = await sha256_of(bytes);
      const here = (await own.put(sha, bytes)) === 'device';
      post({ kind: 'kept', id, sha, here, text: '' });
      if (!here) uploads.nudge();
    } catch (error) {
      post({ kind: 'kept', id, sha: '', here: false, text: error instanceof Error ? error.message : String(error) });
    }
  };
}

self.addEventListener(
  'message',
  ({ data }: MessageEvent<unknown>) => {
    const said = read_to_replica_worker(data);
    if (said?.kind === 'start') void start(said);
  },
  { once: true },
);
