import { expect, test } from 'vitest';
import { read_typed } from './text_input_area.tsx';

test('what stands beside the kept letter was typed; an empty area means a deletion', () => {
  expect(read_typed('\u200bनम')).toEqual({ words: 'नम', deleted: false });
  expect(read_typed('\u200b')).toEqual({ words: '', deleted: false });
  expect(read_typed('')).toEqual({ words: '', deleted: true });
});
