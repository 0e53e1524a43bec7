import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { DesignStateSchema, ExportedSchema, NoticeSchema, SavingSchema, SavingState } from '../../engine/generated/local_pb.ts';
import type { CommandKind, EngineClient, EventKind } from '../../engine/port.ts';
import { Workbench, exporting, exporting_version, keeping, naming } from './workbench.ts';

function make() {
  const heard: CommandKind[] = [];
  const listeners = new Set<(event: EventKind) => void>();
  let made = 0;
  const engine: EngineClient = {
    dispatch: (command) => void heard.push(command),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    settled: () => Promise.resolve(),
    attach_canvas: () => undefined,
    thumbnail: () => Promise.resolve(undefined),
    dispose: () => undefined,
  };
  const bench = new Workbench(() => {
    made++;
    return engine;
  }, 50);
  return { bench, heard, cases: () => heard.map((command) => command.case), say: (event: EventKind) => [...listeners].forEach((listener) => listener(event)), made: () => made };
}

const design = (name: string): EventKind => ({ case: 'design', value: create(DesignStateSchema, { name }) });
const saving = (state: SavingState): EventKind => ({ case: 'saving', value: create(SavingSchema, { state }) });
const turn = () => new Promise((resolve) => setTimeout(resolve));
const document = new Uint8Array(16).fill(1);

test('a new name is done when it is stored, not when what was before it is', async () => {
  const { bench, cases, say } = make();
  let done: boolean | undefined;
  void bench.run({ document }, naming('New')).then((result) => (done = result));
  await turn();
  say(saving(SavingState.SAVING_CLOUD));
  say(design('Old'));
  expect(cases()).toEqual(['open', 'rename']);
  say(design('New'));
  say(saving(SavingState.SAVING_BUSY));
  await turn();
  expect(done).toBeUndefined();
  say(saving(SavingState.SAVING_DEVICE));
  await turn();
  expect(done).toBe(true);
  expect(cases()).toEqual(['open', 'rename', 'close']);
});

test('pieces of work wait for each other and share one engine', async () => {
  const { bench, cases, say, made } = make();
  let bytes: Uint8Array | undefined;
  const first = bench.run({ document }, exporting((read) => (bytes = read)));
  const second = bench.run({ document }, naming('A'));
  await turn();
  expect(cases()).toEqual(['open']);
  say(design('A'));
  say({ case: 'exported', value: create(ExportedSchema, { bytes: document }) });
  expect(await first).toBe(true);
  expect(bytes).toEqual(document);
  await turn();
  expect(cases()).toEqual(['open', 'exportPolotno', 'close', 'open']);
  say(design('A'));
  expect(await second).toBe(true);
  expect(made()).toBe(1);
});

test('what does not come in time is given up, and the next goes on', async () => {
  const { bench, say } = make();
  expect(await bench.run({ document }, naming('A'))).toBe(false);
  const next = bench.run({ document }, naming('A'));
  await turn();
  say(design('A'));
  expect(await next).toBe(true);
});

test('an earlier version is read once it is what the design shows', async () => {
  const { bench, cases, say } = make();
  let read: Uint8Array | undefined;
  const done = bench.run({ document }, exporting_version(new Uint8Array([1]), (bytes) => (read = bytes)));
  await turn();
  say(design('Now'));
  say(design('Now'));
  expect(cases()).toEqual(['open', 'showVersion']);
  say({ case: 'design', value: create(DesignStateSchema, { name: 'Then', version: 3n }) });
  expect(cases()).toEqual(['open', 'showVersion', 'exportPolotno']);
  say({ case: 'exported', value: create(ExportedSchema, { bytes: new Uint8Array([7]) }) });
  expect(await done).toBe(true);
  expect([...(read ?? [])]).toEqual([7]);
});

test('a new design is kept when it is stored; what is no design says so at once', async () => {
  const { bench, say } = make();
  let done: boolean | undefined;
  let why = '';
  const keep = () => void bench.run({ document }, keeping((text) => (why = text))).then((result) => (done = result));
  keep();
  await turn();
  say(design('Poster'));
  say(saving(SavingState.SAVING_BUSY));
  await turn();
  expect(done).toBeUndefined();
  say(saving(SavingState.SAVING_OFFLINE));
  await turn();
  expect([done, why]).toEqual([true, '']);
  keep();
  await turn();
  say({ case: 'notice', value: create(NoticeSchema, { kind: 'error', text: 'No design' }) });
  await turn();
  expect(why).toBe('No design');
});
