import { expect, test } from 'vitest';
import type { CommandKind } from '../../engine/port.ts';
import type { Version } from '../../net/generated/api_types.ts';
import type { Answered, Failure, VersionsPort } from '../../net/versions_api.ts';
import { as_page } from '../../net/versions_api.ts';
import { History } from './history.ts';

const version = (seq: number, more: Partial<Version> = {}): Version => ({ seq, at: seq * 1000, saved: false, name: '', by: '', preview: true, ...more });

interface Cloud {
  versions: Version[];
  /** Why it does nothing now. */
  why?: Failure;
  waits?: 'offline' | 'unsent';
  newest_on_device?: number;
  may_edit?: boolean;
  visible?: boolean;
}

/** A cloud, and an engine that shows what it is given unless it is newer than what the device has. */
function make(cloud: Cloud) {
  const heard: CommandKind[] = [];
  const told: string[] = [];
  const asked: string[] = [];
  let shown_now = 0;
  let left = 0;
  const answer = async <Value>(what: string, value: () => Value): Promise<Answered<Value>> => {
    asked.push(what);
    await Promise.resolve();
    return cloud.why === undefined ? { ok: true, value: value() } : { ok: false, why: cloud.why };
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
  const dispatch = (command: CommandKind) => {
    heard.push(command);
    if (command.case !== 'showVersion') return;
    const seq = command.value.checkpoint?.[0] ?? 0;
    if (seq <= (cloud.newest_on_device ?? 99)) shown_now = seq;
  };
  const history = new History({
    api,
    dispatch,
    settled: () => Promise.resolve(),
    shown: () => shown_now,
    may_edit: () => cloud.may_edit ?? true,
    in_cloud: () => Promise.resolve(cloud.waits),
    person: () => 'Asha',
    visible: () => cloud.visible ?? true,
    leave: () => void (left += 1),
    tell: (text) => void told.push(text),
  });
  const shown = () => heard.map((command) => (command.case === 'showVersion' ? [...(command.value.checkpoint ?? [])].join() : command.case));
  const seqs = () => history.get().versions?.map(({ seq }) => seq);
  return { history, told, asked, shown, cloud, seqs, left: () => left };
}

test('the list comes page by page, and coming again keeps what was read', async () => {
  const { history, cloud, seqs } = make({ versions: [1, 2, 3, 4, 5].map((seq) => version(seq)) });
  await history.reload();
  expect(seqs()).toEqual([5, 4]);
  await history.load_older();
  await history.load_older();
  expect(seqs()).toEqual([5, 4, 3, 2, 1]);
  expect(history.get().complete).toBe(true);
  cloud.versions.push(version(6));
  await history.reload();
  expect(seqs()).toEqual([6, 5, 4, 3, 2, 1]);
  expect(history.get().complete).toBe(true);
});

test('where some may be missing in between, the list ends and goes on from there', async () => {
  const { history, cloud, seqs } = make({ versions: [1, 2].map((seq) => version(seq)) });
  await history.reload();
  for (const seq of [3, 4, 5, 6]) cloud.versions.push(version(seq));
  await history.reload();
  expect(seqs()).toEqual([6, 5]);
  expect(history.get().complete).toBe(false);
  await history.load_older();
  await history.load_older();
  expect(seqs()).toEqual([6, 5, 4, 3, 2, 1]);
});

test('what was named while the list was on its way keeps its name', async () => {
  const { history } = make({ versions: [1, 2, 3].map((seq) => version(seq)) });
  await history.reload();
  const older = history.load_older();
  const again = history.name(version(3), 'For print');
  await Promise.all([older, again]);
  expect(history.get().versions?.map(({ name }) => name)).toEqual(['For print', '', '']);
});

test('without a connection it says so and keeps the list it has', async () => {
  const { history, cloud } = make({ versions: [version(1)] });
  await history.reload();
  cloud.why = 'offline';
  await history.reload();
  expect(history.get().trouble).toBe('offline');
  expect(history.get().versions?.length).toBe(1);
  delete cloud.why;
  await history.reload();
  expect(history.get().trouble).toBeUndefined();
});

test('the last choice is what is shown; closing shows the design again', async () => {
  const { history, shown, asked } = make({ versions: [] });
  const first = history.show(version(1));
  const second = history.show(version(2));
  expect(await first).toBe(false);
  expect(await second).toBe(true);
  await history.show(version(1));
  expect(asked.filter((each) => each === 'checkpoint 1').length, 'what was read is kept').toBe(1);
  expect(history.get().on_device).toEqual([1, 2]);
  history.close();
  expect(shown()).toEqual(['2', '1', '']);
});

test('a version that can not be had leaves the design as it is, and why is said in the list, or aloud without it', async () => {
  const { history, cloud, shown, told, seqs } = make({ versions: [version(3), version(4)], why: 'offline' });
  await history.show(version(3));
  expect(history.get().chosen).toBeUndefined();
  expect(shown()).toEqual(['']);
  expect(history.get().said).toMatch(/there is no connection/);
  cloud.why = 'damaged';
  await history.show(version(3));
  expect(history.get().said).toMatch(/is damaged/);
  expect(history.get().damaged).toEqual([3]);
  cloud.visible = false;
  await history.show(version(3));
  expect(told).toHaveLength(1);
  // Let go of since it was listed: it is not offered again.
  delete cloud.why;
  cloud.visible = true;
  await history.reload();
  cloud.why = 'absent';
  const showing = history.show(version(3));
  await Promise.resolve();
  await Promise.resolve();
  delete cloud.why;
  await showing;
  expect(history.get().said).toMatch(/not kept any more/);
  await expect.poll(seqs).toEqual([4]);
});

test('what the engine does not show is not chosen', async () => {
  const { history, shown } = make({ versions: [], newest_on_device: 4 });
  expect(await history.show(version(5))).toBe(false);
  expect(shown()).toEqual(['5', '']);
  expect(history.get().chosen).toBeUndefined();
});

test('restoring keeps what is there as a version first, where the cloud can be reached', async () => {
  const { history, shown, asked, cloud, left } = make({ versions: [version(1)] });
  await history.restore(version(1));
  expect(asked).toEqual(['checkpoint 1', 'save automatic']);
  expect(shown()).toEqual(['1', 'restoreVersion']);
  expect(history.get().chosen).toBeUndefined();
  cloud.waits = 'offline';
  await history.restore(version(1));
  expect(asked).toEqual(['checkpoint 1', 'save automatic']);
  expect(left()).toBe(2);
});

test('whoever may only look restores nothing and is told so', async () => {
  const { history, shown } = make({ versions: [version(1)], may_edit: false });
  await history.restore(version(1));
  expect(shown()).toEqual(['1', '']);
  expect(history.get().said).toMatch(/may look at this design, but not change it/);
});

test('what is saved is in the list and waits for its name', async () => {
  const { history } = make({ versions: [] });
  await history.save();
  expect(history.get().naming).toEqual({ seq: 9, waiting: false });
  const [saved] = history.get().versions ?? [];
  expect(saved?.by).toBe('Asha');
  if (saved !== undefined) await history.name(saved, 'For print');
  expect(history.get().versions?.[0]?.name).toBe('For print');
  expect(history.get().naming).toBeUndefined();
  expect(history.get().said).toBeUndefined();
});

test('what was not saved is said, each time why', async () => {
  const { history, asked, cloud } = make({ versions: [], waits: 'unsent' });
  await history.save();
  expect(history.get().said).toMatch(/last changes are not in the cloud/);
  cloud.waits = 'offline';
  await history.save();
  expect(history.get().said).toMatch(/there is no connection/);
  expect(asked).toEqual([]);
  delete cloud.waits;
  cloud.why = 'denied';
  await history.save();
  expect(history.get().said).toMatch(/not change it/);
  delete cloud.why;
  await history.save();
  expect(history.get().said, 'it went well').toBeUndefined();
});

test('a name that was not kept stays written with the reason, and the old one holds', async () => {
  const { history, asked, cloud } = make({ versions: [version(4, { name: 'Draft' })] });
  await history.reload();
  const [draft] = history.get().versions ?? [];
  if (draft === undefined) throw new Error('it is listed');
  const reasons: string[] = [];
  const attempt = async (name: string) => {
    await history.name(draft, name);
    reasons.push(history.get().naming?.refused?.why ?? '');
    expect(history.get().naming?.refused?.name).toBe(name);
  };
  history.start_naming(draft);
  await attempt('😀'.repeat(201));
  expect(asked, 'it is known to be too long').toEqual(['list']);
  for (const why of ['offline', 'denied', 'damaged', 'refused'] as const) {
    cloud.why = why;
    await attempt('For print');
  }
  expect(reasons[0]).toMatch(/at most 200 characters. This one has 201/);
  expect(new Set(reasons).size).toBe(reasons.length);
  expect(history.get().versions?.[0]?.name).toBe('Draft');
  await history.name(draft, undefined);
  expect(history.get().naming).toBeUndefined();
});

test('a page that is none is not believed', () => {
  expect(as_page({ versions: [version(1), { seq: 'x' }], complete: true })?.versions.length).toBe(1);
  expect(as_page({ versions: {}, complete: true })).toBeUndefined();
  expect(as_page(null)).toBeUndefined();
});
