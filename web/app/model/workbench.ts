// Work on a design that is not open on the screen: its name, a copy of it. One engine without a canvas does it, one piece
// after the other, and is kept for a while, so that the next piece begins at once.
import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CommandKind, EngineClient, EventKind } from '../../engine/port.ts';
import type { OpenDesignSchema } from '../../engine/generated/local_pb.ts';
import { SavingState } from '../../engine/generated/local_pb.ts';

/** Sees every event of the design; true: done. */
export type Step = (event: EventKind, dispatch: (command: CommandKind) => void) => boolean;

const kept_ms = 20_000;

export class Workbench {
  private readonly make_engine_: () => EngineClient;
  private readonly patience_ms_: number;
  private engine_: EngineClient | undefined;
  private idle_: ReturnType<typeof setTimeout> | undefined;
  private last_: Promise<unknown> = Promise.resolve();

  constructor(make_engine: () => EngineClient, patience_ms = 30_000) {
    this.make_engine_ = make_engine;
    this.patience_ms_ = patience_ms;
  }

  /** False when `step` did not come to its end in time; what was made until then is kept. */
  run(open: MessageInitShape<typeof OpenDesignSchema>, step: Step): Promise<boolean> {
    const done = this.last_.then(() => this.one(open, step));
    this.last_ = done;
    return done;
  }

  private one(open: MessageInitShape<typeof OpenDesignSchema>, step: Step): Promise<boolean> {
    clearTimeout(this.idle_);
    const engine = (this.engine_ ??= this.make_engine_());
    return new Promise((resolve) => {
      const end = (done: boolean) => {
        clearTimeout(timer);
        stop();
        engine.dispatch({ case: 'close', value: {} });
        // What was just said to the replica goes on its way meanwhile.
        this.idle_ = setTimeout(() => this.rest(), kept_ms);
        resolve(done);
      };
      const timer = setTimeout(() => end(false), this.patience_ms_);
      const stop = engine.subscribe((event) => {
        if (step(event, (command) => engine.dispatch(command))) end(true);
      });
      engine.dispatch({ case: 'open', value: open });
    });
  }

  private rest(): void {
    this.engine_?.dispose();
    this.engine_ = undefined;
  }
}

const durable = [SavingState.SAVING_DEVICE, SavingState.SAVING_CLOUD, SavingState.SAVING_OFFLINE, SavingState.SAVING_NEEDS_YOU];

/** Gives the design this name, and is done when that is stored, or can not be stored in this browser at all. */
export function naming(name: string): Step {
  let step: 'opening' | 'asked' | 'renamed' = 'opening';
  let was_busy = false;
  return (event, dispatch) => {
    if (event.case === 'design' && step === 'opening') {
      if (event.value.name === name) return true;
      step = 'asked';
      dispatch({ case: 'rename', value: { name } });
      return false;
    }
    if (event.case === 'design' && event.value.name === name) step = 'renamed';
    if (event.case !== 'saving') return false;
    const { state } = event.value;
    was_busy ||= state === SavingState.SAVING_BUSY;
    // What was saved before the new name says nothing about the new name.
    return step === 'renamed' && (state === SavingState.SAVING_MEMORY_ONLY || (was_busy && durable.includes(state)));
  };
}

/** Reads an earlier version of the design as a file. */
export function exporting_version(checkpoint: Uint8Array<ArrayBuffer>, take: (bytes: Uint8Array) => void): Step {
  let step: 'opening' | 'shown' | 'asked' = 'opening';
  return (event, dispatch) => {
    if (event.case === 'design' && step === 'opening') {
      step = 'shown';
      dispatch({ case: 'showVersion', value: { checkpoint } });
    } else if (event.case === 'design' && step === 'shown' && event.value.version !== 0n) {
      step = 'asked';
      dispatch({ case: 'exportPolotno', value: {} });
    }
    if (event.case !== 'exported') return false;
    take(event.value.bytes);
    return true;
  };
}

/** Reads the design as a file. */
export function exporting(take: (bytes: Uint8Array) => void): Step {
  let asked = false;
  return (event, dispatch) => {
    if (event.case === 'design' && !asked) {
      asked = true;
      dispatch({ case: 'exportPolotno', value: {} });
    }
    if (event.case !== 'exported') return false;
    take(event.value.bytes);
    return true;
  };
}

/** Keeps a new design, and is done when that is stored, or can not be stored in this browser at all. `refused` hears why there is none. */
export function keeping(refused: (why: string) => void): Step {
  let there = false;
  return (event) => {
    if (event.case === 'design') there = true;
    if (event.case === 'notice' && event.value.kind === 'error' && !there) {
      refused(event.value.text);
      return true;
    }
    if (event.case !== 'saving' || !there) return false;
    return event.value.state === SavingState.SAVING_MEMORY_ONLY || durable.includes(event.value.state);
  };
}
