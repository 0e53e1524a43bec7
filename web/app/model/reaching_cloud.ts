// Whether the cloud has all of the open design, and waiting for it: what the server makes of it shows only what it has.
import { SavingState } from '../../engine/generated/local_pb.ts';
import type { Saving } from '../../engine/generated/local_pb.ts';
import type { UploadProgress } from '../../store/port.ts';
import type { EditorModel } from './editor_model.ts';
import type { Readable } from './store.ts';
import { words_with_uploads } from './uploads.ts';

/** Why it does not come to have all. `pictures`: it did not take some of this device. */
export type InTheWay = 'offline' | 'update' | 'unsent' | 'pictures';

type Facts = Pick<Saving, 'state' | 'waiting'>;

/** Now. A refused change is not in the design as it is shown either, so nothing waits for it. */
export function reach(saving: Facts | undefined, uploads: readonly UploadProgress[]): 'all' | 'waits' | InTheWay {
  if (saving === undefined) return 'waits';
  const settled = [SavingState.SAVING_NEEDS_YOU, SavingState.SAVING_UPDATE].includes(saving.state) && saving.waiting === 0;
  if (saving.state === SavingState.SAVING_OFFLINE) return 'offline';
  if (saving.state === SavingState.SAVING_UPDATE && !settled) return 'update';
  if (saving.state !== SavingState.SAVING_CLOUD && !settled) return 'waits';
  if (uploads.some(({ refused, place }) => !refused && place !== 'nowhere')) return 'waits';
  return uploads.length > 0 ? 'pictures' : 'all';
}

/** What is on its way, for whoever waits. */
export function way_words(saving: Facts | undefined, uploads: readonly UploadProgress[]): string {
  const calm = { text: 'Your last changes go to the cloud first.', tone: 'busy', explanation: '' } as const;
  return words_with_uploads(calm, saving?.state ?? SavingState.SAVING_NONE, uploads)?.text ?? calm.text;
}

interface Wait {
  model: Readable<Pick<EditorModel, 'saving'>>;
  uploads: Readable<readonly UploadProgress[]>;
  /** Cancels. */
  signal: AbortSignal;
  /** How long nothing may come nearer before it counts as not sent. */
  patience_ms?: number;
}

/** Nothing once the cloud has all; what is in the way otherwise, also when it was cancelled. Big pictures may take minutes. */
export function until_in_cloud({ model, uploads, signal, patience_ms = 20_000 }: Wait): Promise<InTheWay | undefined> {
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let before = '';
    const end = (why: InTheWay | undefined) => {
      clearTimeout(timer);
      stops.forEach((stop) => stop());
      signal.removeEventListener('abort', give_up);
      resolve(why);
    };
    const give_up = () => end('unsent');
    const look = () => {
      const { saving } = model.get();
      const now = reach(saving, uploads.get());
      if (now !== 'waits') {
        end(now === 'all' ? undefined : now);
        return;
      }
      const far = JSON.stringify([saving?.state, saving?.waiting, uploads.get().map(({ sha, sent, refused }) => [sha, sent, refused])]);
      if (far === before) return;
      before = far;
      clearTimeout(timer);
      timer = setTimeout(give_up, patience_ms);
    };
    const stops = [model.subscribe(look), uploads.subscribe(look)];
    signal.addEventListener('abort', give_up);
    look();
  });
}
