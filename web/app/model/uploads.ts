// What is said about pictures on their way to the cloud: in the chip, and one line for each.
import { format_number } from '../../ui/format.ts';
import type { UploadProgress } from '../../store/port.ts';
import type { SavingWords } from './saving.ts';

const megabytes = (bytes: number): string => format_number(bytes / 1e6, bytes < 1e7 ? 1 : 0);

/** "12 of 20 MB", or why it does not go on. */
export function upload_line({ sent, size, trouble, refused }: UploadProgress): string {
  if (refused) return `Not taken by the cloud${trouble === '' ? '' : `: ${trouble}`}. It stays on this device.`;
  if (size === 0) return 'Waiting';
  const far = `${megabytes(sent)} of ${megabytes(size)} MB`;
  return trouble === '' ? far : `${far}. It goes on by itself: ${trouble}.`;
}

/** The chip's words with the pictures in mind: what they need is not in the cloud before they are. */
export function words_with_uploads(words: SavingWords | undefined, in_cloud: boolean, uploads: readonly UploadProgress[]): SavingWords | undefined {
  if (words === undefined || uploads.length === 0 || !in_cloud) return words;
  const refused = uploads.filter((upload) => upload.refused).length;
  const pictures = (count: number): string => (count === 1 ? '1 picture' : `${format_number(count, 0)} pictures`);
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
