import { expect, test } from 'vitest';
import type { DeviceState } from '../store/port.ts';
import { WorkerReplica } from './replica_client.ts';

// A worker by what its client uses of it.
class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | undefined;
  onerror: ((event: { message: string }) => void) | undefined;
  posted: unknown[] = [];
  terminated = false;

  postMessage(message: unknown): void {
    this.posted.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
}

let profiles = 0;
function start() {
  const worker = new FakeWorker();
  const profile = { name: `client-${profiles++}`, locks: undefined };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- see above
  const client = new WorkerReplica(worker as unknown as Worker, { kind: 'start', profile: profile.name, alone: true, script: '', wasm: '', build: '' }, profile, () => undefined);
  const told: DeviceState[] = [];
  client.subscribe_device((state) => told.push(state));
  return { worker, client, told };
}

test('a replica that can not start is said, ends, and leaves nobody waiting', async () => {
  const { worker, client, told } = start();
  const waiting = client.put_blob(Uint8Array.of(1));
  worker.onmessage?.({ data: { kind: 'failed', older: true, text: 'written by a newer version' } });
  await expect(waiting).rejects.toThrow();
  await expect(client.put_blob(Uint8Array.of(2))).rejects.toThrow();
  expect(worker.terminated).toBe(true);
  expect(told.map(({ stopped }) => stopped)).toEqual([undefined, 'older']);
});

test('so is one that trips over something later', () => {
  const { worker, told } = start();
  worker.onmessage?.({ data: { kind: 'serving', refused: undefined } });
  worker.onerror?.({ message: 'unreachable' });
  expect(told.at(-1)).toMatchObject({ stopped: 'failed', detail: 'unreachable' });
  expect(worker.terminated).toBe(true);
});
