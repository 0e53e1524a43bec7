import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ReplicaMessageSchema, TabMessageSchema } from '../engine/generated/replica_pb.ts';
import type { Profile } from '../store/link.ts';
import { ReplicaLink } from '../store/link.ts';
import { Tabs } from './tabs.ts';

// Locks as the browser has them: the first asker holds until its promise ends.
function fake_locks(): LockManager {
  const queues = new Map<string, Promise<unknown>>();
  const request = (name: string, run: (lock: Lock) => unknown): Promise<unknown> => {
    const turn = (queues.get(name) ?? Promise.resolve()).then(() => run({ name, mode: 'exclusive' }));
    queues.set(name, turn.catch(() => undefined));
    return turn;
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- only `request` in its shortest form is used
  return { request } as unknown as LockManager;
}
let profiles = 0;
const make_profile = (): Profile => ({ name: `test-${profiles++}`, locks: fake_locks() });
const list = (number: bigint): Uint8Array => toBinary(TabMessageSchema, create(TabMessageSchema, { number, kind: { case: 'list', value: {} } }));
const answer = (answered: bigint): Uint8Array => toBinary(ReplicaMessageSchema, create(ReplicaMessageSchema, { answered }));

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 500 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(condition()).toBe(true);
}

describe('tabs and their replica', () => {
  it('meet whichever was there first, and a tab that goes is noticed', async () => {
    const profile = make_profile();
    const heard: Uint8Array[] = [];
    const link = new ReplicaLink(profile, (bytes) => heard.push(bytes));
    link.send(list(1n));
    const said: string[] = [];
    const gone: string[] = [];
    const tabs = new Tabs(profile, {
      message: (tab, bytes) => {
        said.push(tab);
        expect(bytes).toEqual(list(1n));
        tabs.send(tab, answer(1n));
      },
      closed: (tab) => gone.push(tab),
    });
    await until(() => heard.length === 1);
    expect(heard[0]).toEqual(answer(1n));
    const late = new ReplicaLink(profile, (bytes) => heard.push(bytes));
    late.send(list(1n));
    await until(() => heard.length === 2);
    expect(new Set(said).size).toBe(2);
    late.close();
    await until(() => gone.length === 1);
    expect(gone[0]).toBe(said[1]);
    link.close();
    await until(() => gone.length === 2);
  });

  it('a new replica gets again what the old one never answered', async () => {
    const profile = make_profile();
    const first: Uint8Array[] = [];
    new Tabs(profile, { message: (_, bytes) => first.push(bytes), closed: () => undefined });
    const heard: Uint8Array[] = [];
    const link = new ReplicaLink(profile, (bytes) => heard.push(bytes));
    link.send(list(1n));
    await until(() => first.length === 1);
    const second: Uint8Array[] = [];
    const next = new Tabs(profile, {
      message: (tab, bytes) => {
        second.push(bytes);
        next.send(tab, answer(1n));
      },
      closed: () => undefined,
    });
    await until(() => heard.length === 1);
    expect(second).toEqual([list(1n)]);
    link.close();
  });
});
