// Why something shows a mark instead of itself, in words. The reasons are the engine's (display::Reason).
import type { Undrawn } from '../../engine/generated/local_pb.ts';

export interface UndrawnWords {
  /** Short enough for a tooltip. */
  title: string;
  explanation: string;
}

const effects: Readonly<Record<string, string>> = {
  'rich-text': 'Text with several styles in one box',
  'curved-text': 'Curved text',
  'text-background': 'Text with a background',
  shadow: 'The shadow of this element',
  blur: 'Blur',
  brightness: 'Brightness',
  sepia: 'The sepia effect',
  grayscale: 'The greyscale effect',
  filter: 'This filter',
  clip: 'Clipping to a shape',
  mask: 'A picture inside a shape',
  'blend-mode': 'This blend mode',
  figure: 'This shape',
  table: 'Tables',
  video: 'Video',
  gif: 'Moving pictures',
  'unknown-type': 'This kind of element',
  'too-deep': 'Groups nested this deeply',
  'too-long': 'A text of more than a million letters',
};

const kept = 'It is kept as it is, and exported unchanged.';

export function undrawn_words({ reason, detail }: Pick<Undrawn, 'reason' | 'detail'>): UndrawnWords {
  if (reason === 'image-loading') return { title: 'This picture is on its way', explanation: 'It appears here as soon as it has arrived.' };
  if (reason === 'image-missing') {
    return {
      title: 'This picture could not be loaded',
      explanation: 'Its address may be gone, private, or out of reach without a connection. The frame is kept: put another picture on the page in its place, or try again when you are online.',
    };
  }
  const what = effects[reason] ?? 'Something in this element';
  const named = detail === '' ? what : `${what} (${detail})`;
  const is_plural = reason === 'table' || reason === 'gif' || reason === 'too-deep';
  return { title: `${named} ${is_plural ? 'are' : 'is'} not drawn yet`, explanation: kept };
}
