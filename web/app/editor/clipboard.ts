// Elements travel through the system clipboard as HTML with a data attribute, beside their plain text.

export interface Clip {
  /** The engine's own JSON; empty: only text. */
  elements: string;
  text: string;
}

const mark = 'data-flashkit';

export function clip_to_html(clip: Clip): string {
  const bytes = new TextEncoder().encode(clip.elements);
  const coded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  const text = clip.text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<span ${mark}="${coded}">${text}</span>`;
}

/** The engine's JSON in a piece of HTML; empty when there is none or it is damaged. */
export function elements_in_html(html: string): string {
  const coded = new RegExp(`${mark}="([A-Za-z0-9+/=]*)"`).exec(html)?.[1];
  if (coded === undefined) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(coded), (sign) => sign.charCodeAt(0)));
  } catch {
    return '';
  }
}

/** Best effort: where the clipboard may not be written, copying still works inside this tab. */
export async function write_clip(clip: Clip): Promise<void> {
  try {
    const items: Record<string, Blob> = { 'text/plain': new Blob([clip.text], { type: 'text/plain' }) };
    if (clip.elements !== '') items['text/html'] = new Blob([clip_to_html(clip)], { type: 'text/html' });
    await navigator.clipboard.write([new ClipboardItem(items)]);
  } catch {
    // Not allowed here (or no focus): the tab's own copy stands in.
  }
}

/**
 * What was copied last in this tab. The engine answers a copy a moment later and the system's clipboard takes another
 * moment; a paste in between must not find what was there before, nor wait: the keys after it must not overtake it.
 */
export class Copied {
  last: Clip | undefined;
  #unanswered = false;
  #on_its_way: Clip | undefined;

  /** A copy was asked of the engine. It answers nothing when there is nothing to copy. */
  asked(): void {
    this.#unanswered = true;
  }

  /** The engine's answer. */
  heard(clip: Clip): void {
    this.#unanswered = false;
    this.last = clip;
    this.#on_its_way = clip;
    void write_clip(clip).then(() => {
      if (this.#on_its_way === clip) this.#on_its_way = undefined;
    });
  }

  /** What to ask of the engine when `html` and `text` are pasted; nothing when there is nothing to paste. */
  paste(html: string, text: string): { elements: string; text: string; copied: boolean } | undefined {
    if (this.#unanswered) return { ...(clip_of_paste(html, text, this.last) ?? { elements: '', text: '' }), copied: true };
    const clip = this.#on_its_way ?? clip_of_paste(html, text, this.last);
    return clip === undefined ? undefined : { ...clip, copied: false };
  }
}

/** What a paste should insert: elements when there are any, else text. */
export function clip_of_paste(html: string, text: string, last: Clip | undefined): Clip | undefined {
  const elements = elements_in_html(html);
  if (elements !== '') return { elements, text };
  if (last !== undefined && (text === last.text || (text === '' && html === ''))) return last;
  return text === '' ? undefined : { elements: '', text };
}
