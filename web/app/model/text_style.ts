// Spellings of text styles that old designs use, read as one.

/** The lines of a decoration ("underline", " line-through underline", ""). */
export function decorations(text: string | undefined): string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '' && word !== 'none');
}

/** "400" is called "normal", "700" "bold", as the format's own defaults are. */
export function weight_name(weight: string): string {
  return weight === '400' ? 'normal' : weight === '700' ? 'bold' : weight;
}
