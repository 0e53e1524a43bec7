// What is said about pictures on their way to the cloud: in the chip, and one line for each.
import { SavingState } from '../../engine/generated/local_pb.ts';
import { format_number } from '../../ui/format.ts';
import type { UploadProgress } from '../../store/port.ts';
import type { SavingWords } from './saving.ts';

const megabytes = (bytes: number): string => format_number(bytes / 1e6, bytes < 1e7 ? 1 : 0);
const pictures = (count: number): string => (count === 1 ? '1 picture' : `${format_number(count, 0)} pictures`);

const only_in_tab = ({ place }: UploadProgress): boolean => place === 'tab' || place === 'no_room';

/** Whether closing this tab loses a picture. */
export const would_lose_pictures = (uploads: readonly UploadProgress[]): boolean => uploads.some(only_in_tab);

/** "12 of 20 MB", or why it does not go on. */
export function upload_line(upload: UploadProgress): string {
  const { sent, size, trouble, refused, place } = upload;
  if (place === 'nowhere') return 'This picture is neither on this device nor in the cloud. If no other tab is still sending it, add it to your design again.';
  const where = place === 'no_room' ? 'There is no room for it on this device: it is only in this tab until it is in the cloud. ' : place === 'tab' ? 'It is not stored on this device: it is only in this tab until it is in the cloud. ' : '';
  if (refused) return `Not taken by the cloud${trouble === '' ? '' : `: ${trouble}`}. It stays ${where === '' ? 'on this device' : 'in this tab, and is gone when you close it'}.`;
  if (size === 0) return `${where}Waiting`;
  const far = `${megabytes(sent)} of ${megabytes(size)} MB`;
  return where + (trouble === '' ? far : `${far}. It goes on by itself: ${trouble}.`);
}

// These say where the work is, which is not true of pictures that are elsewhere.
const claims = [SavingState.SAVING_DEVICE, SavingState.SAVING_CLOUD, SavingState.SAVING_OFFLINE];

/** The chip's words with the pictures in mind: what they need is not in the cloud before they are. */
export function words_with_uploads(words: SavingWords | undefined, state: SavingState, uploads: readonly UploadProgress[]): SavingWords | undefined {
  if (words === undefined || uploads.length === 0 || !claims.includes(state)) return words;
  return words_of_troubles(state, uploads) ?? (state === SavingState.SAVING_CLOUD ? words_on_the_way(uploads) : words);
}

function words_of_troubles(state: SavingState, uploads: readonly UploadProgress[]): SavingWords | undefined {
  const offline = state === SavingState.SAVING_OFFLINE ? 'Offline · ' : '';
  const loose = uploads.filter(only_in_tab);
  if (loose.length > 0) {
    const why = loose.some(({ place }) => place === 'no_room') ? 'There is no room left on this device.' : 'This browser did not store a picture on this device.';
    return { text: `${offline}${pictures(loose.length)} only in this tab`, tone: 'trouble', explanation: `${why} Leave this tab open until the cloud has what is only in it; your changes themselves are kept.` };
  }
  const lost = uploads.filter(({ place }) => place === 'nowhere').length;
  if (lost === 0) return undefined;
  return { text: `${offline}${pictures(lost)} missing`, tone: 'trouble', explanation: 'A picture is neither on this device nor in the cloud. Your changes are kept, and a placeholder is shown in its place.' };
}

function words_on_the_way(uploads: readonly UploadProgress[]): SavingWords {
  const refused = uploads.filter((upload) => upload.refused).length;
  const left = uploads.length - refused;
  if (left === 0) {
    return { text: `${pictures(refused)} only here`, tone: 'trouble', explanation: 'Every change is in the cloud, but it did not take some pictures. They stay on this device; others see a placeholder.' };
  }
  const size = uploads.reduce((sum, upload) => sum + upload.size, 0);
  const sent = uploads.reduce((sum, upload) => sum + upload.sent, 0);
  const percent = size === 0 ? '' : ` · ${format_number(Math.floor((100 * sent) / size), 0)} %`;
  return {
    text: `Uploading ${pictures(left)}${percent}`,
    tone: 'busy',
    explanation: 'Every change is in the cloud. Pictures are still on their way and go on where they were if the connection is lost; they are stored on this device.',
  };
}
