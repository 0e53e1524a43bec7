import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { SavingState } from '../../engine/generated/local_pb.ts';
import { Connection, ReplicaStatusSchema } from '../../engine/generated/replica_pb.ts';
import { saving_of_library, saving_words, would_lose_changes } from './saving.ts';

const text = (state: SavingState, waiting = 0, rejected = 0) => saving_words({ state, waiting, rejected, trouble: '' })?.text;

test('the chip says exactly what is true', () => {
  expect(text(SavingState.SAVING_BUSY)).toBe('Saving…');
  expect(text(SavingState.SAVING_DEVICE)).toBe('On this device');
  expect(text(SavingState.SAVING_CLOUD)).toBe('In the cloud');
  expect(text(SavingState.SAVING_OFFLINE, 3)).toBe('Offline · 3 changes waiting');
  expect(text(SavingState.SAVING_OFFLINE, 1)).toBe('Offline · 1 change waiting');
  expect(text(SavingState.SAVING_NEEDS_YOU, 0, 2)).toBe('2 changes need you');
  expect(text(SavingState.SAVING_NEEDS_YOU, 0, 1)).toBe('1 change needs you');
  expect(text(SavingState.SAVING_MEMORY_ONLY)).toBe('Not saved on this device');
  expect(text(SavingState.SAVING_UPDATE)).toBe('Update needed');
  expect(text(SavingState.SAVING_UPDATE, 2)).toBe('Update needed · 2 changes kept');
  expect(text(SavingState.SAVING_NONE)).toBeUndefined();
});

test('without storage nothing ever claims to be on this device', () => {
  for (const connection of [Connection.OFFLINE, Connection.CONNECTING, Connection.ONLINE]) {
    for (const waiting of [0, 2]) {
      const status = create(ReplicaStatusSchema, { connection, waiting, memoryOnly: true });
      expect(saving_words(saving_of_library(status, 4))?.text).toBe('Not saved on this device');
    }
  }
});

test('why nothing is kept is said as it is known', () => {
  const why = (trouble: string, refused?: string) => saving_words({ state: SavingState.SAVING_MEMORY_ONLY, waiting: 1, rejected: 0, trouble }, refused)?.explanation;
  expect(why('There is no room left on this device.')).not.toMatch(/private window/);
  expect(why('', 'QuotaExceededError: no more')).toMatch(/no room left/);
  expect(why('', 'SecurityError: denied')).toMatch(/private window/);
  expect(why('', 'SQLite3Error: database disk image is malformed')).toMatch(/damaged/);
  expect(why('')).toMatch(/private window or on a full disk/);
});

test('a trouble of storage is said on Home too, and asked about before leaving', () => {
  const status = create(ReplicaStatusSchema, { connection: Connection.OFFLINE, waiting: 1, trouble: 'There is no room left on this device.' });
  expect(saving_of_library(status, 1).state).toBe(SavingState.SAVING_MEMORY_ONLY);
  expect(would_lose_changes(status)).toBe(true);
  expect(would_lose_changes(create(ReplicaStatusSchema, { waiting: 1 }))).toBe(false);
  expect(would_lose_changes(create(ReplicaStatusSchema, { memoryOnly: true }))).toBe(false);
  expect(would_lose_changes(create(ReplicaStatusSchema, { memoryOnly: true, waiting: 1 }))).toBe(true);
  expect(would_lose_changes(create(ReplicaStatusSchema, { memoryOnly: true, rejected: 1 }))).toBe(true);
});

test('for all designs together: waiting is on this device, nothing waiting and a connection is the cloud', () => {
  const state = (fields: Partial<{ connection: Connection; waiting: number; rejected: number }>) =>
    saving_of_library(create(ReplicaStatusSchema, fields), 1).state;
  expect(state({ connection: Connection.ONLINE, waiting: 2 })).toBe(SavingState.SAVING_DEVICE);
  expect(state({ connection: Connection.ONLINE })).toBe(SavingState.SAVING_CLOUD);
  expect(state({ connection: Connection.CONNECTING })).toBe(SavingState.SAVING_DEVICE);
  expect(state({ connection: Connection.OFFLINE, waiting: 2 })).toBe(SavingState.SAVING_OFFLINE);
  expect(saving_of_library(create(ReplicaStatusSchema, { updateNeeded: true, waiting: 1 }), 1).state).toBe(SavingState.SAVING_UPDATE);
  expect(state({ connection: Connection.ONLINE, rejected: 1 })).toBe(SavingState.SAVING_NEEDS_YOU);
  expect(saving_of_library(undefined, 1).state).toBe(SavingState.SAVING_NONE);
});
