import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ReplicaMessageSchema, TabMessageSchema } from '../engine/generated/replica_pb.ts';
import { read_to_replica, read_to_tab, Unanswered } from './link.ts';
import type { TabRequest } from './port.ts';

const document = new Uint8Array(16).fill(7);
const say = (number: bigint, kind: TabRequest): Uint8Array => toBinary(TabMessageSchema, create(TabMessageSchema, { number, kind }));
const answer = (answered: bigint): Uint8Array => toBinary(ReplicaMessageSchema, create(ReplicaMessageSchema, { answered }));
const open = say(1n, { case: 'open', value: { document } });
const store = (number: bigint): Uint8Array => say(number, { case: 'store', value: { document, operations: [new Uint8Array([1])] } });

describe('what a new replica hears again', () => {
  it('is what was never answered, in order', () => {
    const unanswered = new Unanswered();
    const rename = say(1n, { case: 'changeRow', value: { document, name: 'x' } });
    for (const message of [rename, store(2n), store(3n), store(4n)]) unanswered.sent(message);
    unanswered.answered(answer(1n));
    unanswered.answered(answer(3n));
    unanswered.answered(answer(0n));
    expect(unanswered.again()).toEqual([store(2n), store(4n)]);
  });

  it('begins with documents that are open, answered or not, until they are closed', () => {
    const unanswered = new Unanswered();
    unanswered.sent(open);
    unanswered.answered(answer(1n));
    unanswered.sent(store(2n));
    expect(unanswered.again()).toEqual([open, store(2n)]);
    unanswered.sent(say(3n, { case: 'close', value: { document } }));
    expect(unanswered.again()).toEqual([store(2n)]);
  });

  it('is not an open of what was closed before it was answered', () => {
    const unanswered = new Unanswered();
    unanswered.sent(open);
    unanswered.sent(say(2n, { case: 'open', value: { document, create: true } }));
    unanswered.sent(say(3n, { case: 'close', value: { document } }));
    expect(unanswered.again()).toEqual([]);
  });

  it('holds the wish to hear of the list, answered or not', () => {
    const unanswered = new Unanswered();
    const list = say(1n, { case: 'list', value: {} });
    unanswered.sent(list);
    unanswered.answered(answer(1n));
    expect(unanswered.again()).toEqual([list]);
  });

  it('never holds presence', () => {
    const unanswered = new Unanswered();
    unanswered.sent(say(1n, { case: 'presence', value: { document } }));
    expect(unanswered.again()).toEqual([]);
  });
});

describe('a message of a channel', () => {
  it('is passed over when it is none of ours', () => {
    for (const data of [undefined, null, 7, 'x', {}, { kind: 'message', tab: 't' }, { kind: 'message', tab: 3, bytes: new Uint8Array() }]) {
      expect(read_to_replica(data)).toBeUndefined();
      expect(read_to_tab(data)).toBeUndefined();
    }
    expect(read_to_replica({ kind: 'hello', tab: 't' })).toEqual({ kind: 'hello', tab: 't' });
  });
});
