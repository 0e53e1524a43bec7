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

const gone = 'What has not reached the cloud is gone when you close this tab.';

/** Why nothing is kept here. `refused` is what the browser said of it, where this tab heard that. */
function why_in_memory(trouble: string, refused: string | undefined): string {
  if (trouble !== '') return `Your last changes could not be stored on this device. That is tried again, and they go to the cloud as soon as there is a connection. ${gone}`;
  if (refused === undefined) return `This browser stores nothing for Flashkit, as in a private window or on a full disk. You can work and export. ${gone}`;
  if (/quota|full|no space/i.test(refused)) return `There is no room left on this device. You can work and export; when there is room again, load this page again. ${gone}`;
  if (/SecurityError|NotAllowed|getDirectory|denied|Missing required OPFS/i.test(refused)) return `This browser does not let Flashkit store anything here, as in a private window. You can work and export. ${gone}`;
  return `What this browser keeps for Flashkit can not be opened; it may be damaged. You can work and export. Load this page again to try once more. ${gone}`;
}

/** Undefined while nothing is known: then no chip is shown. `refused`: see DeviceState. */
export function saving_words(saving: Facts, refused?: string): SavingWords | undefined {
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
        explanation: 'Every change is in the cloud. You can open this design on another device.',
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
        explanation: why_in_memory(saving.trouble, refused),
      };
  }
}

/** Whether closing the last tab may lose changes. */
export function would_lose_changes(status: ReplicaStatus | undefined): boolean {
  if (status === undefined) return false;
  return status.memoryOnly ? status.waiting + status.rejected > 0 : status.trouble !== '' && status.waiting > 0;
}

/** The same truth for all designs together, for the screens around the editor. */
export function saving_of_library(status: ReplicaStatus | undefined, designs: number): Facts {
  const facts = { waiting: status?.waiting ?? 0, rejected: status?.rejected ?? 0, trouble: status?.trouble ?? '' };
  if (status === undefined) return { ...facts, state: SavingState.SAVING_NONE };
  if (status.memoryOnly) return { ...facts, state: SavingState.SAVING_MEMORY_ONLY };
  // What waits may be what could not be stored.
  if (would_lose_changes(status)) return { ...facts, state: SavingState.SAVING_MEMORY_ONLY };
  if (status.rejected > 0) return { ...facts, state: SavingState.SAVING_NEEDS_YOU };
  if (status.updateNeeded) return { ...facts, state: SavingState.SAVING_UPDATE };
  if (status.connection === Connection.OFFLINE) return { ...facts, state: SavingState.SAVING_OFFLINE };
  if (designs === 0) return { ...facts, state: SavingState.SAVING_NONE };
  return { ...facts, state: status.waiting > 0 || status.connection !== Connection.ONLINE ? SavingState.SAVING_DEVICE : SavingState.SAVING_CLOUD };
}
