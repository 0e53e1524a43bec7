// Asks the browser, once, not to throw away what is stored here when room gets scarce: after the first change was stored, when
// there is something to keep. Some browsers ask the person.
import { SavingState } from '../../engine/generated/local_pb.ts';

const place = 'flashkit.asked_to_keep';
const stored = [SavingState.SAVING_DEVICE, SavingState.SAVING_CLOUD, SavingState.SAVING_OFFLINE];

export interface Asking {
  readonly storage: Pick<StorageManager, 'persist'>;
  readonly remembered: Pick<Storage, 'getItem' | 'setItem'>;
}

export class Persistence {
  private readonly asking_: Asking | undefined;
  private was_busy_ = false;
  private asked_ = false;

  /** Without `asking` the browser has no such thing. */
  constructor(asking: Asking | undefined) {
    this.asking_ = asking;
  }

  saving(state: SavingState): void {
    if (state === SavingState.SAVING_BUSY) this.was_busy_ = true;
    else if (this.was_busy_ && stored.includes(state)) this.ask();
  }

  private ask(): void {
    if (this.asked_ || this.asking_ === undefined) return;
    this.asked_ = true;
    const { storage, remembered } = this.asking_;
    if (remembered.getItem(place) !== null) return;
    remembered.setItem(place, '1');
    storage.persist().catch(() => undefined);
  }
}

/** What this browser has of it. */
export function find_asking(window: Window): Asking | undefined {
  try {
    const { storage } = window.navigator;
    return 'persist' in storage ? { storage, remembered: window.localStorage } : undefined;
  } catch {
    return undefined; // storage is refused
  }
}
