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

/** Whether a picture's source is the address of another site. */
export function lies_elsewhere(source: string, origin: string): boolean {
  return /^(https?:)?\/\//i.test(source) && !source.startsWith(`${origin}/`);
}

const kept = 'It is kept as it is, and exported unchanged.';

/** `elsewhere`: its picture lies on another site. */
export function undrawn_words({ reason, detail }: Pick<Undrawn, 'reason' | 'detail'>, elsewhere = false): UndrawnWords {
  if (reason === 'image-loading') return { title: 'This picture is on its way', explanation: 'It appears here as soon as it has arrived.' };
  if (reason === 'image-missing' && elsewhere) {
    return {
      title: 'This picture lies on another site',
      explanation: 'Flashkit loads no pictures from other sites. The frame is kept: save the picture from there and add the file itself in its place.',
    };
  }
  if (reason === 'image-missing') {
    return {
      title: 'This picture could not be loaded',
      explanation: 'It may not have reached the cloud yet, or be out of reach without a connection: then it comes by itself. The frame is kept; if it never comes, put another picture in its place.',
    };
  }
  const what = effects[reason] ?? 'Something in this element';
  const named = detail === '' ? what : `${what} (${detail})`;
  const is_plural = reason === 'table' || reason === 'gif' || reason === 'too-deep';
  return { title: `${named} ${is_plural ? 'are' : 'is'} not drawn yet`, explanation: kept };
}
