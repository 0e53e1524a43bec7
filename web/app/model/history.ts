// What the person sees of a design's versions and does with them: the list as the cloud last told it, which one is
// looked at, and each wish as a request or a command. No widgets here.
import type { CommandKind } from '../../engine/port.ts';
import type { Version } from '../../net/generated/api_types.ts';
import type { Failure, VersionsPort } from '../../net/versions_api.ts';
import type { Readable, Store } from './store.ts';
import { create_store } from './store.ts';

export interface HistoryState {
  opened: boolean;
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
  /** Its name is being written. */
  naming: number | undefined;
  saving: boolean;
  /** When the list was asked for last. */
  read_at: number;
}

export const closed_history: HistoryState = {
  opened: false, versions: undefined, complete: true, loading: false, trouble: undefined, chosen: undefined, fetching: false, naming: undefined, saving: false, read_at: 0,
};

export interface HistoryWorld {
  api: VersionsPort;
  dispatch: (command: CommandKind) => void;
  /** Resolves with true once everything is in the cloud, with false when that takes too long. */
  in_cloud: () => Promise<boolean>;
  /** How the others call the person. */
  person: () => string;
  /** Says something that the person should hear; `error` is what did not work. */
  tell: (text: string, kind: 'info' | 'error') => void;
}

const k_kept_checkpoints = 8;
const k_before_restore_ms = 3000;

const words_of: Record<Failure, string> = {
  offline: 'There is no connection to the cloud.',
  absent: 'The cloud does not have it.',
  refused: 'The cloud could not do it just now.',
};

export class History implements Readable<HistoryState> {
  private readonly world_: HistoryWorld;
  private readonly store_: Store<HistoryState, Partial<HistoryState>>;
  private readonly checkpoints_ = new Map<number, Uint8Array<ArrayBuffer>>();

  constructor(world: HistoryWorld) {
    this.world_ = world;
    this.store_ = create_store<HistoryState, Partial<HistoryState>>(closed_history, (state, change) => ({ ...state, ...change }));
  }

  get = (): HistoryState => this.store_.get();
  subscribe = (listener: () => void): (() => void) => this.store_.subscribe(listener);

  open(): void {
    this.store_.push({ opened: true });
    void this.reload();
  }

  toggle(): void {
    if (this.get().opened) this.close();
    else this.open();
  }

  close(): void {
    this.show_present();
    this.store_.push({ opened: false, naming: undefined });
  }

  /** The newest page again; older ones that were read stay. */
  async reload(): Promise<void> {
    if (this.get().loading) return;
    this.store_.push({ loading: true, read_at: Date.now() });
    const page = await this.world_.api.list();
    if (!page.ok) {
      this.store_.push({ loading: false, trouble: page.why });
      return;
    }
    const last = page.value.versions.at(-1)?.seq ?? 0;
    const older = page.value.complete ? [] : (this.get().versions ?? []).filter((each) => each.seq < last);
    const complete = page.value.complete || (older.length > 0 && this.get().complete);
    this.store_.push({ loading: false, trouble: undefined, versions: [...page.value.versions, ...older], complete });
  }

  async load_older(): Promise<void> {
    const { versions, loading } = this.get();
    const last = versions?.at(-1);
    if (last === undefined || loading) return;
    this.store_.push({ loading: true });
    const page = await this.world_.api.list(last.seq);
    if (page.ok) this.store_.push({ loading: false, trouble: undefined, versions: [...(versions ?? []), ...page.value.versions], complete: page.value.complete });
    else this.store_.push({ loading: false, trouble: page.why });
  }

  /** Shows it on the board. A later choice wins over an earlier one that is still on its way. */
  async show(version: Version): Promise<boolean> {
    this.store_.push({ chosen: version, fetching: true });
    const bytes = await this.checkpoint(version);
    if (this.get().chosen?.seq !== version.seq) return false;
    this.store_.push({ fetching: false });
    if (bytes === undefined) {
      this.show_present();
      return false;
    }
    this.world_.dispatch({ case: 'showVersion', value: { checkpoint: bytes } });
    return true;
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
      this.world_.tell(`This version could not be opened. ${words_of[answer.why]} Your design is unchanged.`, 'error');
      return undefined;
    }
    this.checkpoints_.set(version.seq, answer.value);
    const [oldest] = this.checkpoints_.keys();
    if (this.checkpoints_.size > k_kept_checkpoints && oldest !== undefined) this.checkpoints_.delete(oldest);
    return answer.value;
  }

  /** The design becomes this version. What it is now is kept as a version of its own, when the cloud can be reached. */
  async restore(version: Version): Promise<void> {
    if (this.get().chosen?.seq !== version.seq && !(await this.show(version))) return;
    const present = this.world_.in_cloud().then((all) => (all ? this.world_.api.save({ name: '', automatic: true }) : undefined));
    await Promise.race([present, new Promise((resolve) => setTimeout(resolve, k_before_restore_ms))]);
    if (this.get().chosen?.seq !== version.seq) return;
    this.store_.push({ chosen: undefined, fetching: false, opened: false, naming: undefined });
    this.world_.dispatch({ case: 'restoreVersion', value: {} });
  }

  /** Saves the design as it is now, and asks for a name. */
  async save(): Promise<void> {
    if (this.get().saving) return;
    this.store_.push({ saving: true });
    const saved = (await this.world_.in_cloud()) ? await this.world_.api.save({ name: '', by: this.world_.person() }) : undefined;
    this.store_.push({ saving: false });
    if (saved === undefined) {
      this.world_.tell('Your last changes are not in the cloud yet, so this version could not be saved. Try again in a moment.', 'error');
    } else if (!saved.ok) {
      this.world_.tell(`This version could not be saved. ${words_of[saved.why]} Your design is unchanged.`, 'error');
    } else {
      this.take(saved.value);
      this.store_.push({ naming: saved.value.seq });
    }
  }

  start_naming(version: Version): void {
    this.store_.push({ naming: version.seq });
  }

  /** Undefined: the name stays as it was. */
  async name(version: Version, name: string | undefined): Promise<void> {
    this.store_.push({ naming: undefined });
    if (name === undefined || name === version.name) return;
    this.take({ ...version, name, saved: true, by: this.world_.person() });
    const named = await this.world_.api.rename(version.seq, name, this.world_.person());
    this.take(named.ok ? named.value : version);
    if (!named.ok) this.world_.tell(`The name could not be kept. ${words_of[named.why]} Try again in a moment.`, 'error');
  }

  preview(seq: number): Promise<Blob | undefined> {
    return this.world_.api.preview(seq).then((answer) => (answer.ok ? answer.value : undefined));
  }

  private take(version: Version): void {
    const others = (this.get().versions ?? []).filter((each) => each.seq !== version.seq);
    const chosen = this.get().chosen?.seq === version.seq ? version : this.get().chosen;
    this.store_.push({ versions: [...others, version].sort((a, b) => b.seq - a.seq), chosen });
  }
}
