import { create, toBinary } from '@bufbuild/protobuf';
import { afterEach, expect, test, vi } from 'vitest';
import { ReplicaMessageSchema, TabMessageSchema } from '../engine/generated/replica_pb.ts';
import { Unanswered } from '../store/link.ts';
import { WorkerEngine } from './engine_client.ts';

// A worker by what its client uses of it.
class FakeWorker {
  onmessage: ((event: { data: unknown }) => void) | undefined;
  readonly posted: string[] = [];
  terminated = false;

  postMessage({ kind }: { kind: string }): void {
    this.posted.push(kind);
  }
  terminate(): void {
    this.terminated = true;
  }
}

function start() {
  const worker = new FakeWorker();
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- see above
  const engine = new WorkerEngine(worker as unknown as Worker, { kind: 'start', profile: '', alone: true, script: '', wasm: '', platform: 'other' }, () => undefined);
  return { worker, engine };
}

afterEach(() => void vi.useRealTimers());

test('a closed editor ends when its last changes are stored, not before', () => {
  vi.useFakeTimers();
  const { worker, engine } = start();
  engine.dispatch({ case: 'close', value: {} });
  engine.dispose();
  expect(worker.posted.slice(-2)).toEqual(['command', 'end']);
  vi.advanceTimersByTime(25_000);
  expect(worker.terminated).toBe(false);
  worker.onmessage?.({ data: { kind: 'ended' } });
  expect(worker.terminated).toBe(true);
});

test('one that never comes to an end is ended after a while', () => {
  vi.useFakeTimers();
  const { worker, engine } = start();
  engine.dispose();
  vi.advanceTimersByTime(31_000);
  expect(worker.terminated).toBe(true);
});

test('what would be lost with its sender is what has to be stored, until it was answered', () => {
  const all = new Unanswered();
  const say = (number: bigint, kind: 'open' | 'store' | 'changeRow' | 'close'): void =>
    all.sent(toBinary(TabMessageSchema, create(TabMessageSchema, { number, kind: { case: kind, value: { document: Uint8Array.of(1) } } })));
  const answer = (answered: bigint): void => all.answered(toBinary(ReplicaMessageSchema, create(ReplicaMessageSchema, { answered })));
  say(1n, 'open');
  expect(all.is_settled).toBe(true);
  say(2n, 'store');
  say(3n, 'changeRow');
  say(4n, 'close');
  answer(2n);
  expect(all.is_settled).toBe(false);
  answer(3n);
  expect(all.is_settled).toBe(true);
});
