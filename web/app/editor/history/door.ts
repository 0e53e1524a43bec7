// The way to a design's earlier versions. What is behind it comes with the first opening: most visits need none of it.
import type { ComponentType } from 'react';
import type { Version } from '../../../net/generated/api_types.ts';
import type { History, HistoryState } from '../../model/history.ts';
import type { Readable, Store } from '../../model/store.ts';
import { create_store } from '../../model/store.ts';

export interface HistoryParts {
  history: History;
  /** Beside the canvas, and in a sheet. */
  Panel: ComponentType<{ history: History }>;
  Content: ComponentType<{ history: History }>;
  /** In place of the top bar while an earlier version is looked at. */
  Bar: ComponentType<{ history: History; version: Version; is_phone: boolean }>;
}

export interface DoorState {
  opened: boolean;
  /** Undefined: they were not needed yet, or are on their way. */
  parts: HistoryParts | undefined;
}

export class HistoryDoor implements Readable<DoorState> {
  private readonly store_: Store<DoorState, Partial<DoorState>>;
  private readonly load_: () => Promise<HistoryParts>;
  private readonly failed_: () => void;

  /** `failed`: the parts can not be had now. */
  constructor(load: () => Promise<HistoryParts>, failed: () => void) {
    this.store_ = create_store<DoorState, Partial<DoorState>>({ opened: false, parts: undefined }, (state, change) => ({ ...state, ...change }));
    this.load_ = load;
    this.failed_ = failed;
  }

  get = (): DoorState => this.store_.get();
  subscribe = (listener: () => void): (() => void) => this.store_.subscribe(listener);

  open(): void {
    if (this.get().opened) return;
    const { parts } = this.get();
    this.store_.push({ opened: true });
    if (parts === undefined) void this.fetch();
    else void parts.history.reload();
  }

  toggle(): void {
    if (this.get().opened) this.close();
    else this.open();
  }

  close(): void {
    this.get().parts?.history.close();
    this.store_.push({ opened: false });
  }

  private async fetch(): Promise<void> {
    try {
      const parts = await this.load_();
      if (this.get().parts !== undefined) return;
      this.store_.push({ parts });
      if (this.get().opened) void parts.history.reload();
    } catch {
      if (!this.get().opened) return;
      this.store_.push({ opened: false });
      this.failed_();
    }
  }
}

const no_history: Readable<Pick<HistoryState, 'chosen'>> = {
  get: () => nothing_chosen,
  subscribe: () => () => undefined,
};
const nothing_chosen = { chosen: undefined };

/** What is chosen, whether the parts are here or not. */
export const choice_of = (parts: HistoryParts | undefined): Readable<Pick<HistoryState, 'chosen'>> => parts?.history ?? no_history;
