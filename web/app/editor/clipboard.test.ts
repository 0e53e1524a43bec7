import { expect, test } from 'vitest';
import { Copied, clip_of_paste, clip_to_html, elements_in_html } from './clipboard.ts';

const clip = { elements: '[{"type":"text","text":"नमस्ते \\"quoted\\" <b>"}]', text: 'नमस्ते <b>' };

test('elements survive the way through HTML', () => {
  expect(elements_in_html(`<meta charset="utf-8">${clip_to_html(clip)}`)).toBe(clip.elements);
});

test('foreign or damaged HTML holds no elements', () => {
  expect(elements_in_html('<p>hello</p>')).toBe('');
  expect(elements_in_html('<span data-flashkit="%%%">')).toBe('');
  expect(elements_in_html('<span data-flashkit="////">')).toBe('');
});

test('a paste prefers elements, then what this tab copied, then text', () => {
  expect(clip_of_paste(clip_to_html(clip), clip.text, undefined)?.elements).toBe(clip.elements);
  expect(clip_of_paste('', clip.text, clip)).toBe(clip);
  expect(clip_of_paste('', 'from elsewhere', clip)).toEqual({ elements: '', text: 'from elsewhere' });
  expect(clip_of_paste('', '', undefined)).toBeUndefined();
});

test('a paste right after a copy waits for what was copied, and no longer than that', async () => {
  const copied = new Copied();
  const pasted: string[] = [];
  copied.asked(20);
  copied.paste('', 'of another program', (clip) => pasted.push(clip.text));
  expect(pasted).toEqual([]);
  copied.heard({ elements: '[1]', text: 'mine' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(pasted).toEqual(['mine']);
  copied.asked(20);
  copied.paste('', 'of another program', (clip) => pasted.push(clip.text));
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(pasted).toEqual(['mine', 'of another program']);
});
