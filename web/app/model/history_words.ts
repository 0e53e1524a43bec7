// What the person reads when a wish about versions was not granted: what happened, what was kept, what to do.
import type { Failure } from '../../net/versions_api.ts';

/** As many as the cloud keeps of a version's name. */
export const longest_name = 200;

/** In code points, as the cloud counts. */
export const name_length = (name: string): number => Array.from(name).length;

export function long_name_words(name: string): string {
  return `A name has at most ${longest_name} characters. This one has ${name_length(name)}.`;
}

const only_look = 'You may look at this design, but not change it.';

export const open_words: Record<Failure, string> = {
  offline: 'This version could not be opened: there is no connection, and it is not on this device. Your design is unchanged.',
  absent: 'This version is not kept any more. Your design and its other versions are unchanged.',
  denied: 'This version could not be opened: you have no right to it any more.',
  damaged: 'This version can not be opened: what the cloud kept of it is damaged. Your design and its other versions are unchanged.',
  too_long: 'This version could not be opened. Your design is unchanged.',
  refused: 'This version could not be opened just now. Your design is unchanged. Try again in a moment.',
};

/** `unsent`: the cloud does not have the last changes yet. */
export const save_words: Record<Failure | 'unsent', string> = {
  unsent: 'No version was saved: your last changes are not in the cloud yet. They are kept. Try again in a moment.',
  offline: 'No version was saved: there is no connection. Your changes are kept. Try again when the connection is back.',
  absent: 'No version was saved: the cloud does not have this design, or you have no right to it any more.',
  denied: `No version was saved. ${only_look}`,
  damaged: 'No version was saved: what the cloud kept of this design is damaged. Your design here is unchanged.',
  too_long: 'No version was saved: your name is too long.',
  refused: 'No version was saved: the cloud could not do it just now. Your design is unchanged. Try again in a moment.',
};

export const name_words: Record<Failure, string> = {
  offline: 'The name was not kept: there is no connection. Try again when it is back.',
  absent: 'The name was not kept: this version is not there any more.',
  denied: `The name was not kept. ${only_look}`,
  damaged: 'The name was not kept: what the cloud has of this version is damaged.',
  too_long: 'The name was not kept: it is too long.',
  refused: 'The name was not kept: the cloud could not do it just now. Try again in a moment.',
};

export const restore_denied = `The version was not restored. ${only_look}`;

export const list_words: Record<Exclude<Failure, 'offline'>, { title: string; text: string }> = {
  absent: { title: 'Not in the cloud yet', text: 'Versions are kept once the design has reached the cloud.' },
  denied: { title: 'The list could not be read', text: 'You have no right to this design any more.' },
  damaged: { title: 'The list could not be read', text: 'What the cloud keeps of it is damaged. Your design is safe.' },
  too_long: { title: 'The list could not be read', text: 'Your design is safe. Try again in a moment.' },
  refused: { title: 'The list could not be read', text: 'Your design is safe. Try again in a moment.' },
};

/** What has to wait for the connection, and what has not. */
export function offline_words(known: boolean, on_device: number): { title: string; text: string } {
  const waits = known ? 'Saving a version, naming one and opening one for the first time have to wait for the connection.' : 'Earlier versions are kept in the cloud and show up here when the connection is back.';
  const goes = on_device > 0 ? 'Those you have opened here you can still look at, copy and restore.' : 'You can go on working; what you change is sent when it is back.';
  return { title: 'You are offline', text: `${waits} ${goes}` };
}
