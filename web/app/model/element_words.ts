// What an element is called: by its name, by the letters in it, or by its kind.
import type { NodeState } from '../../engine/generated/local_pb.ts';
import { format_number } from '../../ui/format.ts';
import { common_text } from './properties.ts';

const kinds: Partial<Record<string, string>> = {
  text: 'Text', image: 'Picture', svg: 'Picture', gif: 'Moving picture', video: 'Video', line: 'Line', group: 'Group', table: 'Table', figure: 'Shape',
};

export function kind_words(type: string): string {
  return kinds[type] ?? 'Element';
}

const longest = 80;

/** What is selected, for who does not see it; empty: nothing is. */
export function selection_words(nodes: readonly NodeState[]): string {
  const [only, ...others] = nodes;
  if (only === undefined) return '';
  if (others.length > 0) return `${format_number(nodes.length, 0)} elements selected`;
  // Letters with formats are written as HTML.
  const letters = (common_text([only], 'text') ?? '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim();
  const name = only.name !== '' ? only.name : letters;
  const shown = name.length > longest ? `${name.slice(0, longest)}…` : name;
  const state = only.locked ? ', locked' : '';
  return shown === '' ? `${kind_words(only.type)} selected${state}` : `${kind_words(only.type)} selected: ${shown}${state}`;
}
