// Around the replica in WebAssembly: does what it asks (store, send, connect, fetch, wake) and tells it what came of it.
// It decides nothing, and runs in any thread.
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import type { ReplicaEffect, ReplicaInput } from '../engine/generated/replica_host_pb.ts';
import { ReplicaEffectsSchema, ReplicaInputSchema } from '../engine/generated/replica_host_pb.ts';
import { ReplicaMessageSchema } from '../engine/generated/replica_pb.ts';
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { Outcome } from '../store/database.ts';
import type { SqlStatement } from '../engine/generated/replica_host_pb.ts';

type InputKind = Exclude<MessageInitShape<typeof ReplicaInputSchema>['kind'], undefined>;

export interface ReplicaMachine {
  dispatch(input: Uint8Array): void;
  drain(): Uint8Array | undefined;
}

export interface ReplicaSurroundings {
  execute(statements: readonly SqlStatement[]): Outcome;
  send_to_tab(tab: string, message: Uint8Array): void;
  connect(attempt: bigint): void;
  send_to_server(attempt: bigint, frame: Uint8Array): void;
  disconnect(attempt: bigint): void;
  fetch_checkpoint(address: { document: Uint8Array; seq: bigint; capability: Uint8Array }): Promise<Uint8Array | undefined>;
  /** Calls `wake` at that time of `now`; a later call takes the place of an earlier one. */
  set_timer(at_ms: number, wake: () => void): void;
  now(): number;
  wall(): number;
  random(): Uint8Array;
}

export class ReplicaHost {
  private readonly machine_: ReplicaMachine;
  private readonly around_: ReplicaSurroundings;
  private readonly inputs_: InputKind[] = [];
  private running_ = false;

  constructor(machine: ReplicaMachine, around: ReplicaSurroundings) {
    this.machine_ = machine;
    this.around_ = around;
  }

  input(kind: InputKind): void {
    this.inputs_.push(kind);
    if (this.running_) return;
    this.running_ = true;
    try {
      for (let next = this.inputs_.shift(); next !== undefined; next = this.inputs_.shift()) this.step(next);
    } finally {
      this.running_ = false;
    }
  }

  private step(kind: InputKind): void {
    const { around_: around } = this;
    const input: ReplicaInput = create(ReplicaInputSchema, { nowMs: around.now(), wallMs: around.wall(), random: around.random(), kind });
    this.machine_.dispatch(toBinary(ReplicaInputSchema, input));
    const bytes = this.machine_.drain();
    if (bytes === undefined) return;
    for (const effect of fromBinary(ReplicaEffectsSchema, bytes).effects) this.perform(effect);
  }

  private perform({ kind }: ReplicaEffect): void {
    const { around_: around } = this;
    switch (kind.case) {
      case 'execute': {
        const outcome = around.execute(kind.value.statements);
        const { id } = kind.value;
        const value = outcome.ok ? { id, results: outcome.results } : { id, failed: true, full: outcome.full, text: outcome.text };
        this.inputs_.push({ case: 'executed', value });
        break;
      }
      case 'sendToTab':
        if (kind.value.message !== undefined) around.send_to_tab(kind.value.tab, toBinary(ReplicaMessageSchema, kind.value.message));
        break;
      case 'sendToServer':
        around.send_to_server(kind.value.attempt, kind.value.frame);
        break;
      case 'connect':
        around.connect(kind.value.attempt);
        break;
      case 'disconnect':
        around.disconnect(kind.value.attempt);
        break;
      case 'setTimer':
        around.set_timer(kind.value.atMs, () => this.input({ case: 'timer', value: {} }));
        break;
      case 'fetchCheckpoint': {
        const { document, seq } = kind.value;
        void around.fetch_checkpoint(kind.value).then((checkpoint) => {
          this.input({ case: 'checkpointFetched', value: { document, seq, checkpoint: checkpoint ?? new Uint8Array() } });
        });
        break;
      }
      case undefined:
        break;
    }
  }
}
