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

test('a paste right after a copy means what is copied, without a wait', async () => {
  const copied = new Copied();
  expect(copied.paste('', 'of another program')).toEqual({ elements: '', text: 'of another program', copied: false });
  copied.asked();
  expect(copied.paste('', 'of another program')).toEqual({ elements: '', text: 'of another program', copied: true });
  expect(copied.paste('', '')).toEqual({ elements: '', text: '', copied: true });
  copied.heard({ elements: '[1]', text: 'mine' });
  expect(copied.paste('', 'of another program')).toEqual({ elements: '[1]', text: 'mine', copied: false });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(copied.paste('', 'of another program')).toEqual({ elements: '', text: 'of another program', copied: false });
  expect(copied.paste('', 'mine')).toEqual({ elements: '[1]', text: 'mine', copied: false });
});
