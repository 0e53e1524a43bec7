import type { MessageInitShape } from '@bufbuild/protobuf';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import type { ReplicaInput } from '../engine/generated/replica_host_pb.ts';
import { ReplicaEffectsSchema, ReplicaInputSchema } from '../engine/generated/replica_host_pb.ts';
import type { ReplicaSurroundings } from './replica_host.ts';
import { ReplicaHost } from './replica_host.ts';

type Effects = MessageInitShape<typeof ReplicaEffectsSchema>['effects'];

function make(effects_of: (input: ReplicaInput) => Effects) {
  const inputs: ReplicaInput[] = [];
  const done: string[] = [];
  let waiting: Uint8Array | undefined;
  let wake = (): void => undefined;
  const around: ReplicaSurroundings = {
    execute: (statements) => {
      done.push(`execute ${statements.map(({ name }) => name).join()}`);
      return statements.some(({ name }) => name === 'full') ? { ok: false, full: true, text: 'no room' } : { ok: true, results: [] };
    },
    send_to_tab: (tab) => done.push(`tab ${tab}`),
    connect: (attempt) => done.push(`connect ${attempt}`),
    send_to_server: (attempt) => done.push(`server ${attempt}`),
    disconnect: (attempt) => done.push(`disconnect ${attempt}`),
    fetch_checkpoint: ({ seq }) => Promise.resolve(seq === 1n ? new Uint8Array([1]) : undefined),
    set_timer: (_, call) => (wake = call),
    now: () => 5,
    wall: () => 6,
    random: () => new Uint8Array(16),
  };
  const host = new ReplicaHost(
    {
      dispatch: (bytes) => {
        const input = fromBinary(ReplicaInputSchema, bytes);
        inputs.push(input);
        waiting = toBinary(ReplicaEffectsSchema, create(ReplicaEffectsSchema, { effects: effects_of(input) ?? [] }));
      },
      drain: () => waiting,
    },
    around,
  );
  return { host, inputs, done, wake: () => wake() };
}

describe('the host of the replica', () => {
  it('does effects in order and only then tells what came of them', () => {
    const { host, inputs, done } = make(({ kind }) =>
      kind.case === 'started'
        ? [
            { kind: { case: 'execute', value: { id: 1n, statements: [{ name: 'put' }] } } },
            { kind: { case: 'connect', value: { attempt: 3n } } },
          ]
        : [{ kind: { case: 'sendToTab', value: { tab: 'a', message: {} } } }],
    );
    host.input({ case: 'started', value: {} });
    expect(done).toEqual(['execute put', 'connect 3', 'tab a']);
    expect(inputs.map(({ kind }) => kind.case)).toEqual(['started', 'executed']);
    expect(inputs[0]).toMatchObject({ nowMs: 5, wallMs: 6 });
  });

  it('reports a transaction that failed, and why', () => {
    const { host, inputs } = make(({ kind }) =>
      kind.case === 'timer' ? [{ kind: { case: 'execute', value: { id: 9n, statements: [{ name: 'full' }] } } }] : [],
    );
    host.input({ case: 'timer', value: {} });
    expect(inputs[1]?.kind).toMatchObject({ case: 'executed', value: { id: 9n, failed: true, full: true, text: 'no room' } });
  });

  it('answers a checkpoint that can not be had with no bytes, and wakes when asked', async () => {
    const { host, inputs, wake } = make(({ kind }) =>
      kind.case === 'started'
        ? [
            { kind: { case: 'fetchCheckpoint', value: { seq: 1n } } },
            { kind: { case: 'fetchCheckpoint', value: { seq: 2n } } },
            { kind: { case: 'setTimer', value: { atMs: 50 } } },
          ]
        : [],
    );
    host.input({ case: 'started', value: {} });
    await Promise.resolve();
    await Promise.resolve();
    wake();
    expect(inputs.slice(1).map(({ kind }) => (kind.case === 'checkpointFetched' ? kind.value.checkpoint.length : kind.case))).toEqual([1, 0, 'timer']);
  });
});
