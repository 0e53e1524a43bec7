// A replica that forgets everything: for looking at screens without an engine.
import { create } from '@bufbuild/protobuf';
import { DocumentListSchema, DocumentRowSchema, Connection, ReplicaStatusSchema } from '../../engine/generated/replica_pb.ts';
import type { DocumentRow } from '../../engine/generated/replica_pb.ts';
import type { ReplicaClient, ReplicaNews } from '../../store/port.ts';
import { random_id, to_hex } from '../model/ids.ts';

const samples: [string, number, number, number, boolean, [string, string]][] = [
  ['Small makers market', 1080, 1350, 4, true, ['#5B5BD6', '#F4F1FF']],
  ['Ten mistakes in your first video, and how to mend every one of them', 1280, 720, 70, false, ['#111', '#FFB547']],
  ['Story: behind the scenes', 1080, 1920, 26 * 60, true, ['#FF6B6B', '#FFF3F0']],
  ['Spring sale', 1080, 1080, 3 * 1440, true, ['#18794E', '#E9F7EF']],
  ['Podcast cover', 1080, 1080, 9 * 1440, true, ['#222', '#9A99EE']],
  ['Header', 1500, 500, 30 * 1440, true, ['#0C7DA0', '#E5F5FA']],
];

async function picture(width: number, height: number, [front, back]: [string, string]): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(width / 4, height / 4);
  const context = canvas.getContext('2d');
  if (context === null) return new Uint8Array();
  context.fillStyle = back;
  context.fillRect(0, 0, width, height);
  context.fillStyle = front;
  context.beginPath();
  context.arc(width / 8, height / 10, Math.min(width, height) / 10, 0, 7);
  context.fill();
  context.fillRect(width / 40, height / 6, width / 6, height / 40);
  context.fillRect(width / 40, height / 4.8, width / 9, height / 60);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg' });
  return new Uint8Array(await blob.arrayBuffer());
}

export function fake_replica(with_designs: boolean): ReplicaClient {
  const listeners = new Set<(news: ReplicaNews) => void>();
  let rows: DocumentRow[] = [];
  const say = () => {
    const status = create(ReplicaStatusSchema, { connection: Connection.ONLINE });
    for (const listener of listeners) {
      listener({ case: 'list', value: create(DocumentListSchema, { rows: rows.map((row) => ({ ...row })) }) });
      listener({ case: 'status', value: status });
    }
  };
  const fill = async () => {
    const now = Date.now();
    for (const [name, width, height, minutes, inCloud, colours] of with_designs ? samples : []) {
      const preview = await picture(width, height, colours);
      const changedMs = BigInt(now - minutes * 60_000);
      rows.push(create(DocumentRowSchema, { document: random_id(), capability: random_id(), name, width, height, inCloud, preview, changedMs }));
    }
  };
  const fill_done = fill();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      void fill_done.then(say);
      return () => void listeners.delete(listener);
    },
    send: (request) => {
      if (request.case !== 'changeRow') return;
      const { document, name, trashed } = request.value;
      if (document === undefined) return;
      rows = rows.map((row) => (to_hex(row.document) === to_hex(document) ? create(DocumentRowSchema, { ...row, name: name ?? row.name, trashed: trashed ?? row.trashed }) : row));
      say();
    },
    put_blob: () => Promise.resolve('blob:fake'),
    subscribe_uploads: (listener) => {
      listener([]);
      return () => undefined;
    },
    subscribe_device: (listener) => {
      listener({ stopped: undefined, detail: '', refused: undefined });
      return () => undefined;
    },
    forget_upload: () => undefined,
  };
}
