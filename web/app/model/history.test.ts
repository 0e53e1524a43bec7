import { expect, test } from 'vitest';
import type { CommandKind } from '../../engine/port.ts';
import type { Version } from '../../net/generated/api_types.ts';
import type { Answered, VersionsPort } from '../../net/versions_api.ts';
import { as_page } from '../../net/versions_api.ts';
import { History } from './history.ts';

const version = (seq: number, more: Partial<Version> = {}): Version => ({ seq, at: seq * 1000, saved: false, name: '', by: '', preview: true, ...more });

/** A cloud that answers when it is told to. */
function make(cloud: { versions: Version[]; reachable: boolean; in_cloud?: boolean }) {
  const heard: CommandKind[] = [];
  const told: string[] = [];
  const asked: string[] = [];
  const answer = <Value>(what: string, value: () => Value): Promise<Answered<Value>> => {
    asked.push(what);
    return Promise.resolve(cloud.reachable ? { ok: true, value: value() } : { ok: false, why: 'offline' });
  };
  const page_size = 2;
  const api: VersionsPort = {
    list: (before) =>
      answer('list', () => {
        const all = cloud.versions.filter((each) => before === undefined || each.seq < before).sort((a, b) => b.seq - a.seq);
        return { versions: all.slice(0, page_size), complete: all.length <= page_size };
      }),
    save: (wish) =>
      answer(wish.automatic === true ? 'save automatic' : 'save', () => {
        const made = version(9, { saved: wish.automatic !== true, by: wish.by ?? '' });
        cloud.versions.push(made);
        return made;
      }),
    rename: (seq, name, by) => answer('rename', () => version(seq, { name, by, saved: true })),
    checkpoint: (seq) => answer(`checkpoint ${seq}`, () => new Uint8Array([seq])),
    preview: () => answer('preview', () => new Blob([])),
  };
  const history = new History({
    api,
    dispatch: (command) => void heard.push(command),
    in_cloud: () => Promise.resolve(cloud.in_cloud ?? true),
    person: () => 'Asha',
    tell: (text) => void told.push(text),
  });
  const shown = () => heard.map((command) => (command.case === 'showVersion' ? [...(command.value.checkpoint ?? [])].join() : command.case));
  return { history, heard, told, asked, shown, cloud };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test('the list comes page by page, and coming again keeps what was read', async () => {
  const { history, cloud } = make({ versions: [1, 2, 3, 4, 5].map((seq) => version(seq)), reachable: true });
  history.open();
  await settled();
  expect(history.get().versions?.map(({ seq }) => seq)).toEqual([5, 4]);
  await history.load_older();
  await history.load_older();
  expect(history.get().versions?.map(({ seq }) => seq)).toEqual([5, 4, 3, 2, 1]);
  expect(history.get().complete).toBe(true);
  cloud.versions.push(version(6));
  await history.reload();
  expect(history.get().versions?.map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(history.get().complete).toBe(true);
});

test('without a connection it says so and keeps the list it has', async () => {
  const { history, cloud } = make({ versions: [version(1)], reachable: true });
  history.open();
  await settled();
  cloud.reachable = false;
  await history.reload();
  expect(history.get().trouble).toBe('offline');
  expect(history.get().versions?.length).toBe(1);
  cloud.reachable = true;
  await history.reload();
  expect(history.get().trouble).toBeUndefined();
});

test('the last choice is what is shown; closing shows the design again', async () => {
  const { history, shown, asked } = make({ versions: [], reachable: true });
  history.open();
  const first = history.show(version(1));
  const second = history.show(version(2));
  expect(await first).toBe(false);
  expect(await second).toBe(true);
  await history.show(version(1));
  expect(asked.filter((each) => each === 'checkpoint 1').length, 'what was read is kept').toBe(1);
  history.close();
  expect(shown()).toEqual(['2', '1', '']);
  expect(history.get().opened).toBe(false);
});

test('a version that can not be had leaves the design as it is', async () => {
  const { history, shown, told } = make({ versions: [], reachable: false });
  await history.show(version(3));
  expect(history.get().chosen).toBeUndefined();
  expect(shown()).toEqual(['']);
  expect(told).toHaveLength(1);
});

test('restoring keeps what is there as a version first', async () => {
  const { history, shown, asked } = make({ versions: [version(1)], reachable: true });
  await history.restore(version(1));
  expect(asked).toEqual(['checkpoint 1', 'save automatic']);
  expect(shown()).toEqual(['1', 'restoreVersion']);
  expect(history.get().chosen).toBeUndefined();
});

test('what is saved is in the list and waits for its name', async () => {
  const { history, told } = make({ versions: [], reachable: true });
  await history.save();
  expect(history.get().naming).toBe(9);
  const [saved] = history.get().versions ?? [];
  expect(saved?.by).toBe('Asha');
  if (saved !== undefined) await history.name(saved, 'For print');
  expect(history.get().versions?.[0]?.name).toBe('For print');
  expect(history.get().naming).toBeUndefined();
  expect(told).toEqual([]);
});

test('nothing is saved while the cloud lacks the last changes, and a name that was not kept is taken back', async () => {
  const { history, told, asked, cloud } = make({ versions: [version(4)], reachable: true, in_cloud: false });
  await history.save();
  expect(asked).toEqual([]);
  expect(told).toHaveLength(1);
  await history.reload();
  cloud.reachable = false;
  await history.name(version(4), 'Mine');
  expect(history.get().versions?.[0]?.name).toBe('');
  expect(told).toHaveLength(2);
});

test('a page that is none is not believed', () => {
  expect(as_page({ versions: [version(1), { seq: 'x' }], complete: true })?.versions.length).toBe(1);
  expect(as_page({ versions: {}, complete: true })).toBeUndefined();
  expect(as_page(null)).toBeUndefined();
});
