// What the chip in the top bar says about saving. The states are the engine's; only the words are ours.
import type { Saving } from '../../engine/generated/local_pb.ts';
import { SavingState } from '../../engine/generated/local_pb.ts';
import type { ReplicaStatus } from '../../engine/generated/replica_pb.ts';
import { Connection } from '../../engine/generated/replica_pb.ts';
import { format_number } from '../../ui/format.ts';

export type Tone = 'calm' | 'busy' | 'waiting' | 'trouble';

export interface SavingWords {
  text: string;
  tone: Tone;
  explanation: string;
}

type Facts = Pick<Saving, 'state' | 'waiting' | 'rejected' | 'trouble'>;

function changes(count: number): string {
  return count === 1 ? '1 change' : `${format_number(count, 0)} changes`;
}

/** Undefined while nothing is known: then no chip is shown. */
export function saving_words(saving: Facts): SavingWords | undefined {
  switch (saving.state) {
    case SavingState.SAVING_NONE:
      return undefined;
    case SavingState.SAVING_BUSY:
      return { text: 'Saving…', tone: 'busy', explanation: 'Your last change is being written to this device.' };
    case SavingState.SAVING_DEVICE:
      return {
        text: 'On this device',
        tone: 'calm',
        explanation: 'Every change is stored on this device and survives closing the browser. The cloud is next.',
      };
    case SavingState.SAVING_CLOUD:
      return {
        text: 'In the cloud',
        tone: 'calm',
        explanation: 'Every change is stored on this device and in the cloud. You can open this design on another device.',
      };
    case SavingState.SAVING_OFFLINE:
      return {
        text: saving.waiting === 0 ? 'Offline' : `Offline · ${changes(saving.waiting)} waiting`,
        tone: 'waiting',
        explanation: 'There is no connection. Go on working: your changes are stored on this device and go to the cloud when the connection is back.',
      };
    case SavingState.SAVING_NEEDS_YOU:
      return {
        text: saving.rejected === 1 ? '1 change needs you' : `${changes(saving.rejected)} need you`,
        tone: 'trouble',
        explanation: 'Some changes could not be taken into the cloud. They are kept here; everything else is safe.',
      };
    case SavingState.SAVING_UPDATE:
      return {
        text: saving.waiting === 0 ? 'Update needed' : `Update needed · ${changes(saving.waiting)} kept`,
        tone: 'trouble',
        explanation:
          'A newer version of Flashkit is in use here or on another device. Reload this page to get it: what waits on this device is kept and goes to the cloud then.',
      };
    case SavingState.SAVING_MEMORY_ONLY:
      return {
        text: 'Not saved on this device',
        tone: 'trouble',
        explanation:
          'This browser does not let Flashkit store anything here, as in a private window. You can work and export, but what has not reached the cloud is gone when you close this tab.',
      };
  }
}

/** The same truth for all designs together, for the screens around the editor. */
export function saving_of_library(status: ReplicaStatus | undefined, designs: number): Facts {
  const facts = { waiting: status?.waiting ?? 0, rejected: status?.rejected ?? 0, trouble: status?.trouble ?? '' };
  if (status === undefined) return { ...facts, state: SavingState.SAVING_NONE };
  if (status.memoryOnly) return { ...facts, state: SavingState.SAVING_MEMORY_ONLY };
  if (status.rejected > 0) return { ...facts, state: SavingState.SAVING_NEEDS_YOU };
  if (status.updateNeeded) return { ...facts, state: SavingState.SAVING_UPDATE };
  if (status.connection === Connection.OFFLINE) return { ...facts, state: SavingState.SAVING_OFFLINE };
  if (designs === 0) return { ...facts, state: SavingState.SAVING_NONE };
  return { ...facts, state: status.waiting > 0 || status.connection !== Connection.ONLINE ? SavingState.SAVING_DEVICE : SavingState.SAVING_CLOUD };
}
