// What the person sees of a design's versions and does with them: the list as the cloud last told it, which one is
// looked at, and each wish as a request or a command. No widgets here.
import type { CommandKind } from '../../engine/port.ts';
import type { Version } from '../../net/generated/api_types.ts';
import type { Answered, Failure, VersionsPort } from '../../net/versions_api.ts';
import { long_name_words, longest_name, name_length, name_words, open_words, restore_denied, save_words } from './history_words.ts';
import type { Readable, Store } from './store.ts';
import { create_store } from './store.ts';

/** A name that is being written. */
export interface Naming {
  seq: number;
  /** The cloud is asked. */
  waiting: boolean;
  /** The last one that was not kept, and why. */
  refused?: { name: string; why: string };
}

export interface HistoryState {
  /** Undefined: the cloud was never asked with success. */
  versions: readonly Version[] | undefined;
  /** There are no older ones than those. */
  complete: boolean;
  loading: boolean;
  /** Why the list may be old or is not there. */
  trouble: Failure | undefined;
  /** What was chosen; the engine shows it a moment later. Undefined: the design as it is now. */
  chosen: Version | undefined;
  /** The chosen one is on its way. */
  fetching: boolean;
  naming: Naming | undefined;
  saving: boolean;
  /** What could not be done, until something else is tried. */
  said: string | undefined;
  /** Those whose states are on this device until the design is closed. */
  on_device: readonly number[];
  /** Those whose states the cloud can not give any more. */
  damaged: readonly number[];
  /** When the list was asked for last. */
  read_at: number;
}

const first_state: HistoryState = {
  versions: undefined, complete: true, loading: false, trouble: undefined, chosen: undefined, fetching: false, naming: undefined,
  saving: false, said: undefined, on_device: [], damaged: [], read_at: 0,
};

export interface HistoryWorld {
  api: VersionsPort;
  dispatch: (command: CommandKind) => void;
  /** Resolves when the engine has done what was dispatched and was heard. */
  settled: () => Promise<void>;
  /** The number of the version that the engine shows; 0: the design as it is. */
  shown: () => number;
  may_edit: () => boolean;
  /** Resolves with nothing once everything is in the cloud, with what is in the way when that takes too long. */
  in_cloud: () => Promise<'offline' | 'unsent' | undefined>;
  /** How the others call the person. */
  person: () => string;
  /** The list is on the screen, and with it what is said there. */
  visible: () => boolean;
  /** The list is not wanted any more. */
  leave: () => void;
  /** Says what did not work to somebody who does not have the list before him. */
  tell: (text: string) => void;
}

const most_on_device = 8;
const k_before_restore_ms = 3000;

export class History implements Readable<HistoryState> {
  private readonly world_: HistoryWorld;
  private readonly store_: Store<HistoryState, Partial<HistoryState>>;
  private readonly checkpoints_ = new Map<number, Uint8Array<ArrayBuffer>>();
  /** What was saved and named while a page was on its way: newer than what comes with it. */
  private taken_ = new Map<number, Version>();

  constructor(world: HistoryWorld) {
    this.world_ = world;
    this.store_ = create_store<HistoryState, Partial<HistoryState>>(first_state, (state, change) => ({ ...state, ...change }));
  }

  get = (): HistoryState => this.store_.get();
  subscribe = (listener: () => void): (() => void) => this.store_.subscribe(listener);

  /** The list is left: the design is shown as it is, and nothing is begun any more. */
  close(): void {
    this.show_present();
    this.store_.push({ naming: undefined, said: undefined });
  }

  unsay(): void {
    this.store_.push({ said: undefined });
  }

  /** The newest page again; older ones that were read stay, unless there may be some in between that were not. */
  async reload(): Promise<void> {
    await this.read_page(undefined, (page, before) => {
      const last = page.versions.at(-1)?.seq ?? 0;
      const follows = !page.complete && before.some((each) => each.seq >= last);
      const older = follows ? before.filter((each) => each.seq < last) : [];
      return { versions: [...page.versions, ...older], complete: page.complete || (older.length > 0 && this.get().complete) };
    });
  }

  async load_older(): Promise<void> {
    const last = this.get().versions?.at(-1);
    if (last === undefined || this.get().complete) return;
    await this.read_page(last.seq, (page, before) => ({ versions: [...before, ...page.versions], complete: page.complete }));
  }

  /** Shows it on the board. A later choice wins over an earlier one that is still on its way. */
  async show(version: Version): Promise<boolean> {
    this.store_.push({ chosen: version, fetching: true, said: undefined });
    const bytes = await this.checkpoint(version);
    if (this.get().chosen?.seq !== version.seq) return false;
    if (bytes !== undefined) {
      this.world_.dispatch({ case: 'showVersion', value: { checkpoint: bytes } });
      await this.world_.settled();
      if (this.get().chosen?.seq !== version.seq) return false;
      this.store_.push({ fetching: false });
      if (this.world_.shown() === version.seq) return true; // otherwise the engine has said why not
    }
    this.show_present();
    return false;
  }

  show_present(): void {
    if (this.get().chosen === undefined) return;
    this.store_.push({ chosen: undefined, fetching: false });
    this.world_.dispatch({ case: 'showVersion', value: { checkpoint: new Uint8Array() } });
  }

  /** Undefined, and said so, when it can not be had. */
  async checkpoint(version: Version): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const kept = this.checkpoints_.get(version.seq);
    if (kept !== undefined) return kept;
    const answer = await this.world_.api.checkpoint(version.seq);
    if (!answer.ok) {
      this.say(open_words[answer.why]);
      if (answer.why === 'damaged') this.store_.push({ damaged: [...this.get().damaged, version.seq] });
      if (answer.why === 'absent') void this.forget(version.seq);
      return undefined;
    }
    this.checkpoints_.set(version.seq, answer.value);
    const [oldest] = this.checkpoints_.keys();
    if (this.checkpoints_.size > most_on_device && oldest !== undefined) this.checkpoints_.delete(oldest);
    this.store_.push({ on_device: [...this.checkpoints_.keys()], damaged: this.get().damaged.filter((seq) => seq !== version.seq) });
    return answer.value;
  }

  /** The design becomes this version. What it is now is kept as a version of its own, when the cloud can be reached. */
  async restore(version: Version): Promise<void> {
    if (this.get().chosen?.seq !== version.seq && !(await this.show(version))) return;
    const present = this.world_.in_cloud().then((waits) => (waits === undefined ? this.world_.api.save({ name: '', automatic: true }) : undefined));
    await Promise.race([present, new Promise((resolve) => setTimeout(resolve, k_before_restore_ms))]);
    if (this.get().chosen?.seq !== version.seq) return;
    if (!this.world_.may_edit()) {
      this.show_present();
      this.say(restore_denied);
      return;
    }
    this.store_.push({ chosen: undefined, fetching: false });
    this.world_.dispatch({ case: 'restoreVersion', value: {} });
    this.world_.leave();
  }

  /** Saves the design as it is now, and asks for a name. */
  async save(): Promise<void> {
    if (this.get().saving) return;
    this.store_.push({ saving: true, said: undefined });
    const waits = await this.world_.in_cloud();
    const saved: Answered<Version> | undefined = waits === undefined ? await this.world_.api.save({ name: '', by: this.world_.person() }) : undefined;
    this.store_.push({ saving: false });
    if (saved?.ok === true) {
      this.take(saved.value);
      if (this.world_.visible()) this.start_naming(saved.value);
    } else {
      this.say(save_words[saved?.why ?? waits ?? 'unsent']);
    }
  }

  start_naming(version: Version): void {
    this.store_.push({ naming: { seq: version.seq, waiting: false }, said: undefined });
  }

  /** Undefined: the name stays as it was. What is refused stays written, with why. */
  async name(version: Version, name: string | undefined): Promise<void> {
    const { seq } = version;
    if (name === undefined || name === version.name) {
      if (this.get().naming?.seq === seq) this.store_.push({ naming: undefined });
      return;
    }
    if (name_length(name) > longest_name) {
      this.store_.push({ naming: { seq, waiting: false, refused: { name, why: long_name_words(name) } } });
      return;
    }
    this.store_.push({ naming: { seq, waiting: true } });
    const named = await this.world_.api.rename(seq, name, this.world_.person());
    const here = this.get().naming?.seq === seq;
    if (named.ok) {
      this.take(named.value);
      if (here) this.store_.push({ naming: undefined });
    } else if (here) {
      this.store_.push({ naming: { seq, waiting: false, refused: { name, why: name_words[named.why] } } });
    } else {
      this.say(name_words[named.why]);
    }
  }

  preview(seq: number): Promise<Blob | undefined> {
    return this.world_.api.preview(seq).then((answer) => (answer.ok ? answer.value : undefined));
  }

  private async read_page(before: number | undefined, join: (page: { versions: readonly Version[]; complete: boolean }, before: readonly Version[]) => Pick<HistoryState, 'versions' | 'complete'>): Promise<void> {
    if (this.get().loading) return;
    this.taken_.clear();
    this.store_.push({ loading: true, ...(before === undefined ? { read_at: Date.now() } : {}) });
    const page = await this.world_.api.list(before);
    if (!page.ok) {
      this.store_.push({ loading: false, trouble: page.why });
      return;
    }
    this.store_.push({ loading: false, trouble: undefined, ...join(page.value, this.get().versions ?? []) });
    for (const version of this.taken_.values()) this.take(version);
  }

  private take(version: Version): void {
    if (this.get().loading) this.taken_.set(version.seq, version);
    const others = (this.get().versions ?? []).filter((each) => each.seq !== version.seq);
    const chosen = this.get().chosen?.seq === version.seq ? version : this.get().chosen;
    this.store_.push({ versions: [...others, version].sort((a, b) => b.seq - a.seq), chosen });
  }

  /** The cloud let go of it since it was listed, unless the whole design is out of reach. */
  private async forget(seq: number): Promise<void> {
    await this.reload();
    const { trouble, versions } = this.get();
    if (trouble === undefined) this.store_.push({ versions: versions?.filter((each) => each.seq !== seq) });
  }

  private say(text: string): void {
    if (this.world_.visible()) this.store_.push({ said: text });
    else this.world_.tell(text);
  }
}
