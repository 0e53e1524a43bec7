// 100,000 property sets on 5,000 elements, and the size of the whole: Yjs and a plain Map beside `core_bench apply`.
import { createRequire } from "node:module";
import { makeRandom } from "./scene.mjs";
import { report, time } from "./lines.mjs";

const require = createRequire(new URL("./peers/package.json", import.meta.url));
const Y = require("yjs");
const elements = 5000;
const sets = 100_000;
const keys = ["fill", "opacity", "fontSize", "name", "src"];

function tape() {
  const random = makeRandom(3);
  return Array.from({ length: sets }, () => [Math.floor(random() * elements), keys[Math.floor(random() * keys.length)], Math.floor(random() * 1000)]);
}
const operations = tape();

function fill(makeMap, root) {
  for (let i = 0; i < elements; i += 1) root.set(`e${i}`, makeMap());
}
let plain;
const map = time(() => {
  plain = new Map();
  fill(() => new Map(), plain);
  for (const [element, key, value] of operations) plain.get(`e${element}`).set(key, value);
}, { times: 5, warm: 1 });
report("apply_100k_sets", "plain Map", "ms", map, { bytes: JSON.stringify([...plain].map(([id, map_]) => [id, Object.fromEntries(map_)])).length });

let doc;
const yjs = time(() => {
  doc = new Y.Doc();
  const root = doc.getMap("elements");
  doc.transact(() => {
    fill(() => new Y.Map(), root);
    for (const [element, key, value] of operations) root.get(`e${element}`).set(key, value);
  });
}, { times: 5, warm: 1 });
report("apply_100k_sets", "yjs 13.6.33", "ms", yjs, { bytes: Y.encodeStateAsUpdate(doc).length });
