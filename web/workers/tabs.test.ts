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
// Locks that grant a tab's own wish only when `let_through` is called: the way to the locks is slower than that of messages.
function slow_for_tabs(): { locks: LockManager; let_through: () => void } {
  const locks = fake_locks();
  const asked = new Set<string>();
  const held_up: (() => void)[] = [];
  const request = (name: string, run: LockGrantedCallback<unknown>): Promise<unknown> => {
    if (asked.has(name)) return locks.request(name, run);
    asked.add(name);
    return new Promise((resolve) => void held_up.push(() => resolve(locks.request(name, run))));
  };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- only `request` in its shortest form is used
  return { locks: { request } as unknown as LockManager, let_through: () => held_up.splice(0).forEach((pass) => pass()) };
}
let profiles = 0;
const make_profile = (locks = fake_locks()): Profile => ({ name: `test-${profiles++}`, locks });
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

  it('a tab whose lock is granted late is not taken for gone', async () => {
    const { locks, let_through } = slow_for_tabs();
    const profile = make_profile(locks);
    const heard: Uint8Array[] = [];
    const link = new ReplicaLink(profile, (bytes) => heard.push(bytes));
    link.send(list(1n));
    const said: string[] = [];
    const gone: string[] = [];
    const tabs = new Tabs(profile, { message: (tab) => said.push(tab), closed: (tab) => gone.push(tab) });
    await new Promise((resolve) => setTimeout(resolve, 50));
    let_through();
    await until(() => said.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    tabs.send(said[0] ?? '', answer(1n));
    await until(() => heard.length === 1);
    expect(gone).toEqual([]);
    link.close();
  });

  it('a tab that was taken for gone, and speaks, is asked to say everything again', async () => {
    const asked: (() => void)[] = [];
    const request = (_: string, run: () => unknown): Promise<unknown> => new Promise((resolve) => void asked.push(() => resolve(run())));
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- only `request` in its shortest form is used
    const profile = make_profile({ request } as unknown as LockManager);
    const link = new ReplicaLink(profile, () => undefined);
    asked.shift()?.(); // the tab's own
    link.send(list(1n));
    const said: Uint8Array[] = [];
    let gone = 0;
    new Tabs(profile, { message: (_, bytes) => said.push(bytes), closed: () => (gone += 1) });
    await until(() => said.length === 1 && asked.length === 1);
    asked.shift()?.(); // the replica's, although the tab is there
    expect(gone).toBe(1);
    link.send(list(2n));
    await until(() => said.length > 2);
    expect(said.at(-1)).toEqual(list(2n));
    link.close();
  });
});
