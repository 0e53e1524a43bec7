// What the font catalogue (fonts.json) offers.

/** Above that a face is fetched only when it is used. */
const k_most_bytes = 700_000;

const member = (holder: unknown, key: string): unknown => (typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined);
const list_in = (holder: unknown, key: string): unknown[] => {
  const list = member(holder, key);
  return Array.isArray(list) ? list : [];
};

/** Names of the families in a fonts.json, in its order. */
export function read_families(catalog: unknown): string[] {
  return list_in(catalog, 'families').map((family) => member(family, 'name')).filter((name) => typeof name === 'string');
}

/** The files of a family's regular and bold faces, upright and italic: what the next press of a button may need. */
export function usual_faces(catalog: unknown, name: string): string[] {
  const family = list_in(catalog, 'families').find((each) => member(each, 'name') === name);
  return list_in(family, 'faces')
    .filter((face) => [400, 700].includes(Number(member(face, 'weight'))) && Number(member(face, 'size')) <= k_most_bytes)
    .map((face) => member(face, 'file'))
    .filter((file) => typeof file === 'string');
}
