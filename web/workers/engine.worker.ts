// The engine worker of a tab: the editor session, the painter, and the way to the replica.
import { fromBinary } from '@bufbuild/protobuf';
import { CommandSchema } from '../engine/generated/local_pb.ts';
import { EngineKind, load_engine } from '../engine/module.ts';
import { open_blobs } from '../store/blobs.ts';
import type { Profile } from '../store/link.ts';
import { ReplicaLink } from '../store/link.ts';
import { EngineAssets, font_catalog } from './engine_assets.ts';
import { EngineHost } from './engine_host.ts';
import type { FromEngineWorker, StartEngine, ToEngineWorker } from './messages.ts';
import { read_to_engine_worker } from './messages.ts';
import { Previews, TabRequests } from './previews.ts';
import { Requests } from './requests.ts';

const assets = new EngineAssets(open_blobs());
const drawings = new Requests<ImageBitmap | undefined>();
const post = (message: FromEngineWorker, transfer: Transferable[] = []): void => self.postMessage(message, { transfer });

async function make_host(start: StartEngine): Promise<(message: ToEngineWorker) => void> {
  const [engine, catalog] = await Promise.all([load_engine(start.script, { url: start.wasm }), font_catalog()]);
  const locks = start.alone || !('locks' in navigator) ? undefined : navigator.locks;
  const profile: Profile = { name: start.profile, locks };
  const link = new ReplicaLink(profile, (message) => host.dispatch({ case: 'replicaSaid', value: { message } }));
  const rows = new ReplicaLink(profile, () => undefined);
  const requests = new TabRequests(rows);
  const end = async (): Promise<void> => {
    await Promise.all([link.settled(), rows.settled()]);
    post({ kind: 'ended' });
  };
  const host = new EngineHost(engine.create(EngineKind.editor), {
    assets,
    tell: (bytes) => post({ kind: 'events', bytes }),
    send_to_replica: (bytes) => link.send(bytes),
    draw_svg: (svg, size) => drawings.make((id) => post({ kind: 'draw', id, svg, ...size })),
    changed: () => previews.changed(),
  });
  const previews = new Previews((width) => host.stage.picture_of(host.stage.first_page() ?? '', width), requests);
  const seed = crypto.getRandomValues(new Uint8Array(32));
  host.dispatch({ case: 'start', value: { seed, fontCatalog: catalog, platform: start.platform } });
  return (message) => (message.kind === 'end' ? void end() : handle(message, host, previews));
}

function handle(message: ToEngineWorker, host: EngineHost, previews: Previews): void {
  switch (message.kind) {
    case 'start':
    case 'asset':
    case 'drawn':
    case 'end':
      break;
    case 'command': {
      const { kind } = fromBinary(CommandSchema, message.bytes);
      if (kind.case === 'open') previews.opened(kind.value.document);
      if (kind.case === 'close') {
        previews.closed();
        host.closed();
      }
      host.dispatch_bytes(message.bytes);
      break;
    }
    case 'settle':
      post({ kind: 'settled', id: message.id });
      break;
    case 'online':
      host.network_is_back();
      break;
    case 'viewport':
      host.stage.resize(message.width, message.height, message.ratio);
      break;
    case 'canvas':
      host.stage.attach(message.canvas);
      break;
    case 'thumbnail': {
      const bitmap = host.stage.picture_of(message.page, message.width)?.transferToImageBitmap();
      post({ kind: 'thumbnail', id: message.id, bitmap }, bitmap === undefined ? [] : [bitmap]);
      break;
    }
  }
}

// What comes while the engine loads waits.
const early: ToEngineWorker[] = [];
let take = (message: ToEngineWorker): void => void early.push(message);

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const message = read_to_engine_worker(data);
  if (message === undefined) return;
  if (message.kind === 'asset') assets.give(message.sha, message.bytes);
  else if (message.kind === 'drawn') drawings.answer(message.id, message.bitmap);
  else if (message.kind === 'start') {
    make_host(message).then(
      (ready) => {
        take = ready;
        for (const waiting of early.splice(0)) take(waiting);
      },
      (error: unknown) => post({ kind: 'failed', text: error instanceof Error ? error.message : String(error) }),
    );
  } else take(message);
});
