// What the font catalogue (fonts.json) offers.

/** Names of the families in a fonts.json, in its order. */
export function read_families(catalog: unknown): string[] {
  if (typeof catalog !== 'object' || catalog === null || !('families' in catalog) || !Array.isArray(catalog.families)) return [];
  const families: unknown[] = catalog.families;
  return families.flatMap((family) => {
    const named = typeof family === 'object' && family !== null && 'name' in family ? family.name : undefined;
    return typeof named === 'string' ? [named] : [];
  });
}
